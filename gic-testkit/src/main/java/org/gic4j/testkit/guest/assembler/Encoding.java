package org.gic4j.testkit.guest.assembler;

/** The formats that several instructions share, each checked. */
final class Encoding {
    private Encoding() {}

    /** A load or store with an unsigned offset, a multiple of the width. */
    static int access(int word, Gpr register, Gpr base, int offset) {
        int width = register.wide() ? Long.BYTES : Integer.BYTES;
        check(base.wide(), "base " + base);
        check(offset % width == 0, "offset " + offset + " of " + width + " bytes");
        int sized = register.wide() ? word | 1 << 30 : word;
        return sized | bits(offset / width, 12, "offset") << 10 | base.number() << 5 | register.number();
    }

    /** The same for 1 or 2 bytes. */
    static int narrowAccess(int word, int width, Gpr register, Gpr base, int offset) {
        check(base.wide() && !register.wide(), width + " bytes in " + register + " at " + base);
        check(offset % width == 0, "offset " + offset + " of " + width + " bytes");
        return word | bits(offset / width, 12, "offset") << 10 | base.number() << 5 | register.number();
    }

    /** Arithmetic with a number. */
    static int arithmetic(int word, Gpr to, Gpr left, int right) {
        sameWidth(to, left);
        return word | to.sf() | bits(right, 12, "number") << 10 | left.number() << 5 | to.number();
    }

    /** Arithmetic or logic with a register that is shifted left. */
    static int registers(int word, Gpr to, Gpr left, Gpr right, int shift) {
        sameWidth(to, left);
        sameWidth(left, right);
        check(shift >= 0 && shift < (to.wide() ? Long.SIZE : Integer.SIZE), "shift " + shift);
        return word | to.sf() | right.number() << 16 | shift << 10 | left.number() << 5 | to.number();
    }

    /**
     * Logic with a number, which is encoded as a run of ones, rotated, in elements of 2 to 64 bits: N, immr and imms of
     * the Arm ARM's DecodeBitMasks.
     */
    static int logical(int word, Gpr to, Gpr left, long value) {
        sameWidth(to, left);
        check(to.wide() || value >>> Integer.SIZE == 0, "number 0x" + Long.toHexString(value) + " in " + to);
        long wide = to.wide() ? value : value | value << Integer.SIZE;
        int size = Long.SIZE;
        while (size > 2 && Long.rotateRight(wide, size / 2) == wide) {
            size /= 2;
        }
        long element = size == Long.SIZE ? wide : wide & (1L << size) - 1;
        int ones = Long.bitCount(element);
        int rotation = 0;
        long run = ones == Long.SIZE ? -1L : (1L << ones) - 1;
        while (rotation < size && rotatedRight(run, rotation, size) != element) {
            rotation++;
        }
        check(ones != 0 && ones != size && rotation < size, "number 0x" + Long.toHexString(value) + " as a run of ones");
        int n = size == Long.SIZE ? 1 : 0;
        int imms = (~(size * 2 - 1) & 0x3F | ones - 1) & 0x3F;
        return word | to.sf() | n << 22 | rotation << 16 | imms << 10 | left.number() << 5 | to.number();
    }

    private static long rotatedRight(long element, int by, int size) {
        if (size == Long.SIZE) {
            return Long.rotateRight(element, by);
        }
        return (element >>> by | element << size - by) & (1L << size) - 1;
    }

    /** An unsigned field. */
    static int bits(int value, int width, String what) {
        check(value >= 0 && value < 1 << width, what + " " + value + " in " + width + " bits");
        return value;
    }

    /** A signed field. */
    static int signed(int value, int width) {
        int half = 1 << width - 1;
        check(value >= -half && value < half, "distance of " + value + " words in " + width + " bits");
        return value & (1 << width) - 1;
    }

    private static void sameWidth(Gpr one, Gpr other) {
        check(one.wide() == other.wide(), one + " with " + other);
    }

    /** Refuses what an instruction cannot hold. */
    static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("no instruction takes " + what);
        }
    }
}

package org.gic4j.testkit.guest.assembler;

/**
 * A general-purpose register.
 *
 * @param number 0 to 30; 31 is the zero register, or the stack pointer as a base address
 * @param wide whether all 64 bits are meant (x) or the lower 32 (w)
 */
public record Gpr(int number, boolean wide) {
    private static final int ZERO = 31;

    /** Checks the number. */
    public Gpr {
        if (number < 0 || number > ZERO) {
            throw new IllegalArgumentException("general-purpose registers are 0 to 30, not " + number);
        }
    }

    /**
     * A register of 64 bits.
     *
     * @param number 0 to 30
     */
    public static Gpr x(int number) {
        return new Gpr(number, true);
    }

    /**
     * The lower half of a register.
     *
     * @param number 0 to 30
     */
    public static Gpr w(int number) {
        return new Gpr(number, false);
    }

    /** Zero, of 64 bits. */
    public static Gpr xzr() {
        return new Gpr(ZERO, true);
    }

    /** Zero, of 32 bits. */
    public static Gpr wzr() {
        return new Gpr(ZERO, false);
    }

    /** Bit 31 of most instructions: 1 for 64 bits. */
    int sf() {
        return wide ? 1 << 31 : 0;
    }

    @Override
    public String toString() {
        return (wide ? "x" : "w") + (number == ZERO ? "zr" : Integer.toString(number));
    }
}

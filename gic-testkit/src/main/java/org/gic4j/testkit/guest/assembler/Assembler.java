package org.gic4j.testkit.guest.assembler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes machine words of A64 instructions, one method for each, in the order in which they are called. Labels may be used
 * before they are set. The code runs at any address that is a multiple of the largest {@link #align}.
 *
 * <p>An operand that an instruction cannot hold is an IllegalArgumentException.
 */
public final class Assembler {
    private static final int NOP = 0xD503_201F;

    private final List<Integer> words = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final List<Reference> references = new ArrayList<>();

    /** A word whose offset to a label is not known yet. */
    private record Reference(int index, String label, Field field) {}

    /** Where the offset stands. */
    private enum Field {
        BRANCH_26,
        BRANCH_19,
        ADDRESS_21
    }

    /** Names this place. */
    public Assembler label(String name) {
        if (labels.put(name, words.size()) != null) {
            throw new IllegalArgumentException("label '" + name + "' is set twice");
        }
        return this;
    }

    /**
     * Fills with NOPs up to a multiple of so many bytes.
     *
     * @param bytes a power of two, 4 at least
     */
    public Assembler align(int bytes) {
        while (words.size() * Integer.BYTES % bytes != 0) {
            word(NOP);
        }
        return this;
    }

    /** Any word. */
    public Assembler word(int value) {
        words.add(value);
        return this;
    }

    /** A constant of any size: MOVZ and as many MOVK as it needs. */
    public Assembler mov(Gpr to, long value) {
        int halves = to.wide() ? 4 : 2;
        Encoding.check(to.wide() || value >>> Integer.SIZE == 0, value + " in " + to);
        boolean first = true;
        for (int half = 0; half < halves; half++) {
            int bits = (int) (value >>> half * 16) & 0xFFFF;
            if (bits != 0 || value == 0 && half == 0) {
                word((first ? 0x5280_0000 : 0x7280_0000) | to.sf() | half << 21 | bits << 5 | to.number());
                first = false;
            }
        }
        return this;
    }

    /** Copies a register. */
    public Assembler mov(Gpr to, Gpr from) {
        return orr(to, to.wide() ? Gpr.xzr() : Gpr.wzr(), from);
    }

    /** The address of a label, within 1 MiB. */
    public Assembler adr(Gpr to, String label) {
        return refer(0x1000_0000 | to.number(), label, Field.ADDRESS_21);
    }

    /** Loads 4 or 8 bytes, as wide as the register. */
    public Assembler ldr(Gpr to, Gpr base, int offset) {
        return word(Encoding.access(0xB940_0000, to, base, offset));
    }

    /** Stores 4 or 8 bytes, as wide as the register. */
    public Assembler str(Gpr from, Gpr base, int offset) {
        return word(Encoding.access(0xB900_0000, from, base, offset));
    }

    /** Loads a byte. */
    public Assembler ldrb(Gpr to, Gpr base, int offset) {
        return word(Encoding.narrowAccess(0x3940_0000, Byte.BYTES, to, base, offset));
    }

    /** Stores a byte. */
    public Assembler strb(Gpr from, Gpr base, int offset) {
        return word(Encoding.narrowAccess(0x3900_0000, Byte.BYTES, from, base, offset));
    }

    /** Loads 2 bytes. */
    public Assembler ldrh(Gpr to, Gpr base, int offset) {
        return word(Encoding.narrowAccess(0x7940_0000, Short.BYTES, to, base, offset));
    }

    /** Stores 2 bytes. */
    public Assembler strh(Gpr from, Gpr base, int offset) {
        return word(Encoding.narrowAccess(0x7900_0000, Short.BYTES, from, base, offset));
    }

    /** Adds a number, 0 to 4095. */
    public Assembler add(Gpr to, Gpr left, int right) {
        return word(Encoding.arithmetic(0x1100_0000, to, left, right));
    }

    /** Subtracts a number, 0 to 4095. */
    public Assembler sub(Gpr to, Gpr left, int right) {
        return word(Encoding.arithmetic(0x5100_0000, to, left, right));
    }

    /** Compares with a number, 0 to 4095. */
    public Assembler cmp(Gpr left, int right) {
        return word(Encoding.arithmetic(0x7100_0000, new Gpr(31, left.wide()), left, right));
    }

    /** Adds a register, shifted left. */
    public Assembler add(Gpr to, Gpr left, Gpr right, int shift) {
        return word(Encoding.registers(0x0B00_0000, to, left, right, shift));
    }

    /** Subtracts a register. */
    public Assembler sub(Gpr to, Gpr left, Gpr right) {
        return word(Encoding.registers(0x4B00_0000, to, left, right, 0));
    }

    /** Compares with a register. */
    public Assembler cmp(Gpr left, Gpr right) {
        return word(Encoding.registers(0x6B00_0000, new Gpr(31, left.wide()), left, right, 0));
    }

    /** The bits that both have. */
    public Assembler and(Gpr to, Gpr left, Gpr right) {
        return word(Encoding.registers(0x0A00_0000, to, left, right, 0));
    }

    /** The bits that either has. */
    public Assembler orr(Gpr to, Gpr left, Gpr right) {
        return word(Encoding.registers(0x2A00_0000, to, left, right, 0));
    }

    /** The bits that both have; the number must be a repeated run of ones. */
    public Assembler and(Gpr to, Gpr left, long right) {
        return word(Encoding.logical(0x1200_0000, to, left, right));
    }

    /** The bits that either has; the number must be a repeated run of ones. */
    public Assembler orr(Gpr to, Gpr left, long right) {
        return word(Encoding.logical(0x3200_0000, to, left, right));
    }

    /** Branches. */
    public Assembler b(String label) {
        return refer(0x1400_0000, label, Field.BRANCH_26);
    }

    /** Branches to the address in a register. */
    public Assembler br(Gpr to) {
        Encoding.check(to.wide(), "address " + to);
        return word(0xD61F_0000 | to.number() << 5);
    }

    /** The number of words so far. */
    public int size() {
        return words.size();
    }

    /** Branches if the last comparison says so. */
    public Assembler b(Condition condition, String label) {
        return refer(0x5400_0000 | condition.encoding(), label, Field.BRANCH_19);
    }

    /** Branches if a register is 0. */
    public Assembler cbz(Gpr tested, String label) {
        return refer(0x3400_0000 | tested.sf() | tested.number(), label, Field.BRANCH_19);
    }

    /** Branches if a register is not 0. */
    public Assembler cbnz(Gpr tested, String label) {
        return refer(0x3500_0000 | tested.sf() | tested.number(), label, Field.BRANCH_19);
    }

    /** Writes a system register. */
    public Assembler msr(SystemRegister to, Gpr from) {
        return msr(to.encoding(), from);
    }

    /** Writes a system register by its encoding in 16 bits. */
    public Assembler msr(int to, Gpr from) {
        return word(0xD500_0000 | Encoding.bits(to, 16, "register") << 5 | from.number());
    }

    /** Reads a system register. */
    public Assembler mrs(Gpr to, SystemRegister from) {
        return mrs(to, from.encoding());
    }

    /** Reads a system register by its encoding in 16 bits. */
    public Assembler mrs(Gpr to, int from) {
        return word(0xD520_0000 | Encoding.bits(from, 16, "register") << 5 | to.number());
    }

    /** Masks interrupts: bit 1 IRQ, bit 0 FIQ. */
    public Assembler daifset(int mask) {
        return word(0xD503_40DF | Encoding.bits(mask, 4, "mask") << 8);
    }

    /** Unmasks interrupts: bit 1 IRQ, bit 0 FIQ. */
    public Assembler daifclr(int mask) {
        return word(0xD503_40FF | Encoding.bits(mask, 4, "mask") << 8);
    }

    /** What follows sees all system registers as they were written. */
    public Assembler isb() {
        return word(0xD503_3FDF);
    }

    /** What follows waits until every access is complete. */
    public Assembler dsb() {
        return word(0xD503_3F9F);
    }

    /** Does nothing. */
    public Assembler nop() {
        return word(NOP);
    }

    /** Sleeps until an interrupt is pending, masked or not. */
    public Assembler wfi() {
        return word(0xD503_207F);
    }

    /** Returns from an exception. */
    public Assembler eret() {
        return word(0xD69F_03E0);
    }

    /** Calls the hypervisor. */
    public Assembler hvc(int number) {
        return word(0xD400_0002 | Encoding.bits(number, 16, "number") << 5);
    }

    /** Stops. */
    public Assembler brk(int number) {
        return word(0xD420_0000 | Encoding.bits(number, 16, "number") << 5);
    }

    private Assembler refer(int word, String label, Field field) {
        references.add(new Reference(words.size(), label, field));
        return word(word);
    }

    /** The machine words; every label that is used must have been set. */
    public int[] words() {
        int[] code = words.stream().mapToInt(Integer::intValue).toArray();
        for (Reference reference : references) {
            Integer target = labels.get(reference.label);
            if (target == null) {
                throw new IllegalArgumentException("label '" + reference.label + "' is not set");
            }
            int distance = target - reference.index;
            code[reference.index] |= switch (reference.field) {
                case BRANCH_26 -> Encoding.signed(distance, 26);
                case BRANCH_19 -> Encoding.signed(distance, 19) << 5;
                // Words are 4 bytes: the lower two bits of the address, which stand apart, are 0.
                case ADDRESS_21 -> Encoding.signed(distance, 19) << 5;
            };
        }
        return code;
    }

    /** The code as it lies in memory. */
    public byte[] bytes() {
        int[] code = words();
        ByteBuffer bytes = ByteBuffer.allocate(code.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(code);
        return bytes.array();
    }
}

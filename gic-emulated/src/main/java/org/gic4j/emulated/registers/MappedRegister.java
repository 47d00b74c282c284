package org.gic4j.emulated.registers;

import org.gic4j.api.GicProfile;
import org.gic4j.api.Gicv3Profile.DistributorPending;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Policy;
import org.gic4j.api.registers.Register;
import org.gic4j.emulated.interrupt.Access;
import org.gic4j.emulated.interrupt.InterruptBank;

/**
 * A row of the catalogue as one kind of access sees it, with its columns at hand. Executes the standard policies on the
 * interrupts that the register shows; a register whose policy is {@link Policy#CODE} is its frame's own business.
 */
public final class MappedRegister {
    private final int ordinal;
    private final int offset;
    private final int strideBits;
    private final int bankedWords;
    private final int firstStateWord;
    private final int writable;
    private final int writableHigh;
    private final Policy policy;
    private final Access access;
    private final InterruptProperty property;
    /** Where the bitmap of the property is, if a read is a read of that; else {@link InterruptBank#NO_COLUMN}. */
    private final int column;

    private final boolean readsState;
    private final boolean writesState;
    private final boolean code;
    private final boolean takesBytes;
    private final boolean wide;

    MappedRegister(Register register, Geometry geometry, GicProfile profile, Access access) {
        this.access = access;
        ordinal = register.ordinal();
        offset = register.row().offset();
        strideBits = Integer.numberOfTrailingZeros(register.frame().wordStride());
        bankedWords = register.bankedWords(geometry);
        firstStateWord = register.firstWord();
        writable = register.row().writableBits(profile);
        writableHigh = register.row().writableHighBits(profile);
        policy = access == Access.GUEST ? register.row().guest() : register.row().user();
        property = shown(register, profile, access);
        writesState =
                switch (policy) {
                    case READ_WRITE, READ_WRITE_AFTER_IDENTIFICATION, WRITE_ONE_TO_SET, WRITE_ONE_TO_CLEAR -> true;
                    case READ_ONLY, RAZ_WI, CODE, ABSENT -> false;
                };
        readsState = writesState || policy == Policy.READ_ONLY;
        column = readsState ? InterruptBank.column(property) : InterruptBank.NO_COLUMN;
        code = policy == Policy.CODE;
        takesBytes = register.row().byteAccess();
        wide = register.row().wide();
    }

    private static InterruptProperty shown(Register register, GicProfile profile, Access access) {
        InterruptProperty property = (access == Access.GUEST
                        ? register.row().property()
                        : register.row().userProperty())
                .orElse(InterruptProperty.LINE);
        return property == InterruptProperty.PENDING
                        && register.frame() == Frame.GICV3_DISTRIBUTOR
                        && profile.gicv3().distributorPending() == DistributorPending.LATCH
                ? InterruptProperty.LATCH
                : property;
    }

    /** Whether this view has the register. */
    boolean exists() {
        return policy != Policy.ABSENT;
    }

    /** Its position among the registers of its frame. */
    public int ordinal() {
        return ordinal;
    }

    /**
     * The word that an offset means.
     *
     * @param where in the unit of the frame
     */
    public int wordAt(int where) {
        return where - offset >>> strideBits;
    }

    /** How many words each vCPU has for itself. */
    public int bankedWords() {
        return bankedWords;
    }

    /** The bits that a plain write changes. */
    public int writable() {
        return writable;
    }

    /** The bits of both halves of a 64-bit register that a plain write changes. */
    public long writableWide() {
        return writable & 0xFFFF_FFFFL | (long) writableHigh << Integer.SIZE;
    }

    /** What an access does. */
    public Policy policy() {
        return policy;
    }

    /** Whether it has code of its own. */
    public boolean isCode() {
        return code;
    }

    /** The property that it shows; meaningful where its policy is a standard one. */
    public InterruptProperty property() {
        return property;
    }

    /** Whether a guest may access single bytes. */
    public boolean takesBytes() {
        return takesBytes;
    }

    /** Whether it is of 64 bits. */
    public boolean isWide() {
        return wide;
    }

    /**
     * Reads a word, where the policy is a standard one.
     *
     * @param bank the interrupts, the first of which has the first word that holds state
     * @param word the word
     */
    public int read(InterruptBank bank, int word) {
        int state = word - firstStateWord;
        if (column >= 0 && state >= 0) {
            return bank.bitmap(column, state);
        }
        return readsState && state >= 0 ? bank.read(property, state) : 0;
    }

    /**
     * Writes a word, where the policy is a standard one. To be called under the lock of the bank.
     *
     * @param bank the interrupts, the first of which has the first word that holds state
     * @param word the word
     * @param value the value
     * @param mask the bits that the access has
     */
    public void write(InterruptBank bank, int word, int value, int mask) {
        int state = word - firstStateWord;
        if (writesState && state >= 0) {
            bank.write(
                    property, state, policy, value, mask & (wide && (state & 1) != 0 ? writableHigh : writable), access);
        }
    }

    /**
     * The bits of a word that a narrower access has.
     *
     * @param where where the access begins, a multiple of its width
     * @param bytes the width, 1 or 2
     */
    public static int partMask(int where, int bytes) {
        return (1 << bytes * Byte.SIZE) - 1 << partShift(where);
    }

    /**
     * How far the bits of a narrower access stand from bit 0 of the word.
     *
     * @param where where the access begins
     */
    public static int partShift(int where) {
        return (where & Integer.BYTES - 1) * Byte.SIZE;
    }
}

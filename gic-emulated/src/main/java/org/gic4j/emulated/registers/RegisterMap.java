package org.gic4j.emulated.registers;

import java.util.Arrays;
import java.util.List;
import org.gic4j.api.GicProfile;
import org.gic4j.api.Gicv3Profile.DistributorPending;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Policy;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.emulated.interrupt.Access;
import org.gic4j.emulated.interrupt.InterruptBank;

/**
 * The catalogue of a frame as one kind of access sees it, flattened for dispatch: the row of each word, and the columns
 * of each row as arrays. Executes the standard policies; rows whose policy is {@link Policy#CODE} are the frame's own.
 */
public final class RegisterMap {
    /** Stands for "no register here". */
    public static final int NONE = -1;

    private final Access access;
    private final int firstOffset;
    private final int strideBits;
    private final byte[] rows;
    private final int[] firstWord;
    private final int[] bankedWords;
    private final int[] firstStateWord;
    private final int[] writable;
    private final int[] writableHigh;
    private final Policy[] policies;
    private final InterruptProperty[] properties;
    /** Where the bitmap of each row's property is; not below 0 only where a read of the row is a read of that. */
    private final int[] columns;

    private final boolean[] byteAccess;
    private final boolean[] wide;

    /**
     * Flattens a frame.
     *
     * @param frame the frame
     * @param geometry the numbers of interrupts and vCPUs
     * @param profile the implementation
     * @param access whose view
     */
    public RegisterMap(Frame frame, Geometry geometry, GicProfile profile, Access access) {
        this.access = access;
        List<Register> registers = Registers.of(frame);
        int count = registers.size();
        firstOffset = registers.getFirst().row().offset();
        strideBits = Integer.numberOfTrailingZeros(frame.wordStride());
        firstWord = new int[count];
        bankedWords = new int[count];
        firstStateWord = new int[count];
        writable = new int[count];
        writableHigh = new int[count];
        policies = new Policy[count];
        properties = new InterruptProperty[count];
        columns = new int[count];
        byteAccess = new boolean[count];
        wide = new boolean[count];
        int end = 0;
        for (Register register : registers) {
            int row = register.ordinal();
            policies[row] = access == Access.GUEST
                    ? register.row().guest()
                    : register.row().user();
            firstWord[row] = register.row().offset() - firstOffset >>> strideBits;
            bankedWords[row] = register.bankedWords(geometry);
            firstStateWord[row] = register.firstWord();
            writable[row] = register.row().writableBits(profile);
            writableHigh[row] = register.row().wide() ? register.row().writableHighBits(profile) : writable[row];
            properties[row] = shown(register, profile);
            columns[row] = showsState(policies[row]) ? InterruptBank.column(properties[row]) : InterruptBank.NO_COLUMN;
            byteAccess[row] = register.row().byteAccess();
            wide[row] = register.row().wide();
            end = Math.max(end, firstWord[row] + register.words(geometry));
        }
        rows = new byte[end];
        Arrays.fill(rows, (byte) NONE);
        for (Register register : registers) {
            int row = register.ordinal();
            if (policies[row] != Policy.ABSENT) {
                Arrays.fill(rows, firstWord[row], firstWord[row] + register.words(geometry), (byte) row);
            }
        }
    }

    /** Whether a row with this policy reads as the state of interrupts. */
    private static boolean showsState(Policy policy) {
        return switch (policy) {
            case RAZ_WI, ABSENT, CODE -> false;
            case READ_WRITE, READ_WRITE_AFTER_IDENTIFICATION, READ_ONLY, WRITE_ONE_TO_SET, WRITE_ONE_TO_CLEAR -> true;
        };
    }

    private InterruptProperty shown(Register register, GicProfile profile) {
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

    /**
     * The row at an offset.
     *
     * @param offset in the unit of the frame, unsigned; what is below a word's stride does not count
     * @return the ordinal of the register, or {@link #NONE}
     */
    public int rowAt(int offset) {
        int word = offset - firstOffset >>> strideBits;
        return Integer.compareUnsigned(word, rows.length) < 0 ? rows[word] : NONE;
    }

    /**
     * The word of a register that an offset means.
     *
     * @param row its row
     * @param offset in the unit of the frame
     */
    public int wordAt(int row, int offset) {
        return (offset - firstOffset >>> strideBits) - firstWord[row];
    }

    /** How many words of a row each vCPU has for itself. */
    public int bankedWords(int row) {
        return bankedWords[row];
    }

    /** The bits of a row that a plain write changes. */
    public int writable(int row) {
        return writable[row];
    }

    /** The bits of both halves of a 64-bit row that a plain write changes. */
    public long writableWide(int row) {
        return writable[row] & 0xFFFF_FFFFL | (long) writableHigh[row] << Integer.SIZE;
    }

    /** What an access to a row does. */
    public Policy policy(int row) {
        return policies[row];
    }

    /** Whether a row has code of its own. */
    public boolean isCode(int row) {
        return policies[row] == Policy.CODE;
    }

    /** The property that a row shows; meaningful where its policy is a standard one. */
    public InterruptProperty property(int row) {
        return properties[row];
    }

    /** Whether a guest may access single bytes of a row. */
    public boolean takesBytes(int row) {
        return byteAccess[row];
    }

    /** Whether a row is of 64-bit registers. */
    public boolean isWide(int row) {
        return wide[row];
    }

    /**
     * Reads a word of a row with a standard policy.
     *
     * @param bank the interrupts, the first of which has the row's first word that holds state
     * @param row the row
     * @param word the word
     */
    public int read(InterruptBank bank, int row, int word) {
        int state = word - firstStateWord[row];
        int column = columns[row];
        if (column >= 0 && state >= 0) {
            return bank.bitmap(column, state);
        }
        return state >= 0 && showsState(policies[row]) ? bank.read(properties[row], state) : 0;
    }

    /**
     * Writes a word of a row with a standard policy. To be called under the lock of the bank.
     *
     * @param bank the interrupts, the first of which has the row's first word that holds state
     * @param row the row
     * @param word the word
     * @param value the value
     * @param mask the bits that the access has
     */
    public void write(InterruptBank bank, int row, int word, int value, int mask) {
        int state = word - firstStateWord[row];
        switch (policies[row]) {
            case RAZ_WI, ABSENT, CODE, READ_ONLY -> {}
            case READ_WRITE, READ_WRITE_AFTER_IDENTIFICATION, WRITE_ONE_TO_SET, WRITE_ONE_TO_CLEAR -> {
                if (state >= 0) {
                    int bits = mask & (wide[row] && (state & 1) != 0 ? writableHigh[row] : writable[row]);
                    bank.write(properties[row], state, policies[row], value, bits, access);
                }
            }
        }
    }

    /**
     * The bits of a word that a narrower access has.
     *
     * @param offset where the access begins, a multiple of its width
     * @param bytes the width, 1 or 2
     */
    public static int partMask(int offset, int bytes) {
        return (1 << bytes * Byte.SIZE) - 1 << partShift(offset);
    }

    /**
     * How far the bits of a narrower access stand from bit 0 of the word.
     *
     * @param offset where the access begins
     */
    public static int partShift(int offset) {
        return (offset & Integer.BYTES - 1) * Byte.SIZE;
    }
}

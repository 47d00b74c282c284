package org.gic4j.emulated.gicv2;

import java.util.List;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Policy;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.emulated.interrupt.Access;

/**
 * The catalogue of a frame as one kind of access sees it, flattened for dispatch: the row of each word, and the columns
 * of each row as arrays.
 */
public final class RegisterMap {
    /** Stands for "no register here". */
    public static final int NONE = -1;

    private final byte[] rows;
    private final int[] firstWord;
    private final int[] bankedWords;
    private final int[] writable;
    private final Policy[] policies;
    private final InterruptProperty[] properties;
    private final boolean[] byteAccess;

    /**
     * Flattens a frame.
     *
     * @param frame the frame
     * @param geometry the numbers of interrupts and vCPUs
     * @param profile the implementation
     * @param access whose view
     */
    public RegisterMap(Frame frame, Geometry geometry, GicProfile profile, Access access) {
        List<Register> registers = Registers.of(frame);
        rows = new byte[frame.size() / Integer.BYTES];
        java.util.Arrays.fill(rows, (byte) NONE);
        firstWord = new int[registers.size()];
        bankedWords = new int[registers.size()];
        writable = new int[registers.size()];
        policies = new Policy[registers.size()];
        properties = new InterruptProperty[registers.size()];
        byteAccess = new boolean[registers.size()];
        for (Register register : registers) {
            int row = register.ordinal();
            policies[row] = access == Access.GUEST
                    ? register.row().guest()
                    : register.row().user();
            firstWord[row] = register.row().offset() / Integer.BYTES;
            bankedWords[row] = register.bankedWords(geometry);
            writable[row] = register.row().writableBits(profile);
            properties[row] = register.row().property().orElse(InterruptProperty.LINE);
            byteAccess[row] = register.row().byteAccess();
            if (policies[row] != Policy.ABSENT) {
                java.util.Arrays.fill(
                        rows, firstWord[row], firstWord[row] + register.words(geometry), (byte) row);
            }
        }
    }

    /**
     * The row at an offset.
     *
     * @param offset in bytes, unsigned; its two low bits do not count
     * @return the ordinal of the register, or {@link #NONE}
     */
    public int rowAt(int offset) {
        int word = offset >>> 2;
        return word < rows.length ? rows[word] : NONE;
    }

    /** The word of a register that an offset means. */
    int wordAt(int row, int offset) {
        return (offset >>> 2) - firstWord[row];
    }

    int bankedWords(int row) {
        return bankedWords[row];
    }

    int writable(int row) {
        return writable[row];
    }

    Policy policy(int row) {
        return policies[row];
    }

    /** The property that a row shows; meaningful where its policy is a standard one. */
    InterruptProperty property(int row) {
        return properties[row];
    }

    boolean takesBytes(int row) {
        return byteAccess[row];
    }
}

package org.gic4j.emulated.registers;

import java.util.Arrays;
import java.util.List;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.emulated.interrupt.Access;
import org.jspecify.annotations.Nullable;

/** The catalogue of a frame as one kind of access sees it, flattened for dispatch: the row of each word. */
public final class RegisterMap {
    /** Stands for "no register here". */
    public static final int NONE = -1;

    private final int firstOffset;
    private final int strideBits;
    private final MappedRegister[] registers;
    /** By word, the ordinal of the register, or {@link #NONE}. */
    private final byte[] rows;

    /**
     * Flattens a frame.
     *
     * @param frame the frame
     * @param geometry the numbers of interrupts and vCPUs
     * @param profile the implementation
     * @param access whose view
     */
    public RegisterMap(Frame frame, Geometry geometry, GicProfile profile, Access access) {
        List<Register> all = Registers.of(frame);
        firstOffset = all.getFirst().row().offset();
        strideBits = Integer.numberOfTrailingZeros(frame.wordStride());
        registers = all.stream()
                .map(register -> new MappedRegister(register, geometry, profile, access))
                .toArray(MappedRegister[]::new);
        int end = 0;
        for (Register register : all) {
            end = Math.max(end, wordAt(register.row().offset()) + register.words(geometry));
        }
        rows = new byte[end];
        Arrays.fill(rows, (byte) NONE);
        for (Register register : all) {
            if (registers[register.ordinal()].exists()) {
                int first = wordAt(register.row().offset());
                Arrays.fill(rows, first, first + register.words(geometry), (byte) register.ordinal());
            }
        }
    }

    /**
     * The register at an offset, by its ordinal: a step less than {@link #at} for a frame whose registers all have code.
     *
     * @param offset in the unit of the frame, unsigned; what is below a word's stride does not count
     * @return {@link #NONE} where there is none in this view
     */
    public int rowAt(int offset) {
        int word = wordAt(offset);
        return Integer.compareUnsigned(word, rows.length) < 0 ? rows[word] : NONE;
    }

    /**
     * The register at an offset.
     *
     * @param offset in the unit of the frame, unsigned; what is below a word's stride does not count
     * @return null where there is none in this view
     */
    public @Nullable MappedRegister at(int offset) {
        int row = rowAt(offset);
        return row == NONE ? null : registers[row];
    }

    /**
     * A register.
     *
     * @param row what {@link #rowAt} found
     */
    public MappedRegister register(int row) {
        return registers[row];
    }

    private int wordAt(int offset) {
        return offset - firstOffset >>> strideBits;
    }
}

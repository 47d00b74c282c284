package org.gic4j.serialization.binary;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.SnapshotException;

/**
 * Reads the part {@code registers}. A register that is not known is refused: a state without it would be restored by
 * half.
 */
final class RegistersReader {
    private static final String WHAT = "the registers";

    private final Bytes bytes;
    private final long begin;
    private final long end;
    private final GicState.Builder state;

    RegistersReader(Bytes bytes, long begin, long end, GicState.Builder state) {
        this.bytes = bytes;
        this.begin = begin;
        this.end = end;
        this.state = state;
    }

    void read() {
        FamilyTable known = FamilyTable.at(bytes, begin, end, state.version(), state.geometry());
        FamilyTable table = known != null ? known : FamilyTable.keep(state.version(), state.geometry(), families());
        long at = begin + table.encoded().length;
        if (begin + table.length() != end) {
            throw new SnapshotException(
                    at, WHAT + " should take " + table.words() * Integer.BYTES + " bytes from here on, not " + (end - at));
        }
        IntBuffer values = bytes.words(at, table.words(), WHAT);
        for (Register family : table.families()) {
            state.words(family, values);
        }
    }

    /** Reads the table of families. */
    private List<Register> families() {
        require(begin, Integer.BYTES);
        long count = bytes.u32(begin, WHAT);
        List<Register> families = new ArrayList<>();
        Set<Register> seen = new HashSet<>();
        long at = begin + Integer.BYTES;
        for (long i = 0; i < count; i++) {
            require(at, Layout.FAMILY_NAME);
            long nameLength = bytes.u32(at + Layout.FAMILY_NAME_LENGTH, WHAT);
            require(at + Layout.FAMILY_NAME, nameLength);
            Register family = family(at, nameLength);
            if (!seen.add(family)) {
                throw new SnapshotException(at, "the registers " + family.name() + " are here twice");
            }
            families.add(family);
            at += Layout.FAMILY_NAME + Layout.padded(nameLength);
        }
        return families;
    }

    private Register family(long at, long nameLength) {
        String name = bytes.name(at + Layout.FAMILY_NAME, nameLength, "the name of a register");
        long padding = Layout.padded(nameLength) - nameLength;
        bytes.zeros(at + Layout.FAMILY_NAME + nameLength, padding, "what fills up a name");
        Register family = Registers.named(state.version(), name)
                .filter(known -> known.row().restorePhase().isPresent())
                .orElseThrow(() -> new SnapshotException(
                        at,
                        "register " + name + " of a " + state.version().display()
                                + " is not known to this version, and a state without it would be restored by half: use"
                                + " a newer gic4j"));
        Geometry geometry = state.geometry();
        int banked = family.bankedWords(geometry);
        int shared = family.stateWords(geometry) - banked * geometry.vcpus();
        long bankedHere = bytes.u32(at + Layout.FAMILY_BANKED, WHAT);
        long sharedHere = bytes.u32(at + Layout.FAMILY_SHARED, WHAT);
        if (bankedHere != banked || sharedHere != shared) {
            throw new SnapshotException(
                    at,
                    name + " has " + bankedHere + " words for each vCPU and " + sharedHere + " shared ones here, and should"
                            + " have " + banked + " and " + shared);
        }
        return family;
    }

    private void require(long at, long length) {
        if (Long.compareUnsigned(length, end - at) > 0) {
            throw new SnapshotException(at, WHAT + " end before what they announce");
        }
    }
}

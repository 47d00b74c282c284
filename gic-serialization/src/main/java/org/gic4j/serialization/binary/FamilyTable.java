package org.gic4j.serialization.binary;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.jspecify.annotations.Nullable;

/**
 * The families at the begin of the part {@code registers}, as they are written. Writing or reading them one by one costs
 * more than all their words, and successive snapshots have the same, so the last table is kept. Immutable.
 */
final class FamilyTable {
    private static volatile @Nullable FamilyTable latest;

    private final GicVersion version;
    private final Geometry geometry;
    private final List<Register> families;
    private final byte[] encoded;
    private final MemorySegment segment;
    private final long words;

    private FamilyTable(GicVersion version, Geometry geometry, Collection<Register> families) {
        this.version = version;
        this.geometry = geometry;
        this.families = List.copyOf(families);
        int size = Integer.BYTES;
        long count = 0;
        for (Register family : families) {
            size += Layout.FAMILY_NAME + Layout.padded(family.name().length());
            count += family.stateWords(geometry);
        }
        words = count;
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(families.size());
        for (Register family : families) {
            int banked = family.bankedWords(geometry);
            out.putInt(banked);
            out.putInt(family.stateWords(geometry) - banked * geometry.vcpus());
            out.putInt(family.name().length());
            out.put(Layout.ascii(family.name()));
            out.position(Layout.padded(out.position()));
        }
        encoded = out.array();
        segment = MemorySegment.ofArray(encoded);
    }

    /** The table of a state's families. */
    static FamilyTable of(GicState state) {
        FamilyTable table = latest;
        return table != null && table.isOf(state.version(), state.geometry()) && table.has(state.registers())
                ? table
                : keep(state.version(), state.geometry(), state.registers());
    }

    /** Makes a table and keeps it for the next snapshot. */
    static FamilyTable keep(GicVersion version, Geometry geometry, Collection<Register> families) {
        FamilyTable table = new FamilyTable(version, geometry, families);
        latest = table;
        return table;
    }

    /**
     * The table at some place of a file, if it is the one that was kept.
     *
     * @param bytes the file
     * @param begin where the part's content begins
     * @param end where it ends
     * @param version the architecture version that the header says
     * @param geometry the extent that the header says
     * @return null where it is another one
     */
    static @Nullable FamilyTable at(Bytes bytes, long begin, long end, GicVersion version, Geometry geometry) {
        FamilyTable table = latest;
        return table != null
                        && table.isOf(version, geometry)
                        && end - begin >= table.encoded.length
                        && bytes.has(begin, table.segment)
                ? table
                : null;
    }

    /** The families in the order of the file. */
    List<Register> families() {
        return families;
    }

    /** The bytes of the table. They must not be changed. */
    byte[] encoded() {
        return encoded;
    }

    /** The number of words of all families. */
    long words() {
        return words;
    }

    /** The bytes of table and words. */
    long length() {
        return encoded.length + words * Integer.BYTES;
    }

    private boolean isOf(GicVersion otherVersion, Geometry otherGeometry) {
        return version == otherVersion && geometry.equals(otherGeometry);
    }

    private boolean has(Collection<Register> others) {
        if (others.size() != families.size()) {
            return false;
        }
        Iterator<Register> mine = families.iterator();
        for (Register other : others) {
            if (!other.equals(mine.next())) {
                return false;
            }
        }
        return true;
    }
}

package org.gic4j.emulated.machine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The table by which KVM looks vCPUs up once one has run: indexed by those bits in which their affinities differed then.
 * Of several vCPUs of one affinity it knows the last. Immutable.
 */
final class AffinitiesAtFirstRun {
    /** The kernel's table is a page at most, of two bytes for each entry behind a header. */
    private static final int MOST_BITS = 10;

    private final int differing;
    private final short[] indexes;

    private AffinitiesAtFirstRun(int differing, short[] indexes) {
        this.differing = differing;
        this.indexes = indexes;
    }

    /**
     * Makes the table.
     *
     * @param affinities packed, by creation index
     * @return null where they differ in too many bits: the kernel has no table then either
     */
    static @Nullable AffinitiesAtFirstRun of(int... affinities) {
        int set = 0;
        int always = -1;
        for (int affinity : affinities) {
            set |= affinity;
            always &= affinity;
        }
        int differing = set ^ always;
        if (Integer.bitCount(differing) > MOST_BITS) {
            return null;
        }
        short[] indexes = new short[1 << Integer.bitCount(differing)];
        for (int index = 0; index < affinities.length; index++) {
            indexes[Integer.compress(affinities[index], differing)] = (short) index;
        }
        return new AffinitiesAtFirstRun(differing, indexes);
    }

    /**
     * The vCPUs that the table finds, as far as they still have the affinity that they are asked for by.
     *
     * @param affinities as they are now, packed, by creation index
     * @return creation indexes
     */
    int[] found(int... affinities) {
        int[] found = new int[affinities.length];
        int count = 0;
        for (int affinity : affinities) {
            int index = indexes[Integer.compress(affinity, differing)];
            if (affinities[index] == affinity) {
                found[count++] = index;
            }
        }
        return Arrays.copyOf(found, count);
    }
}

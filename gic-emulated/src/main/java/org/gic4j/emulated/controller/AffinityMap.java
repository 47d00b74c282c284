package org.gic4j.emulated.controller;

import java.util.Arrays;

/**
 * Finds the vCPU of an affinity, at a cost that does not grow with their number. Immutable: a change of an affinity makes
 * a new map.
 */
public final class AffinityMap {
    /** Stands for "no vCPU has this affinity". */
    public static final int NONE = -1;

    private static final int GOLDEN_RATIO = 0x9E37_79B9;

    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private final int[] affinities;
    /**
     * Affinities in bits 63 to 32 and creation indexes in bits 31 to 0, by the hash of the affinity, with linear probing;
     * {@link #NONE} as the index ends a search.
     */
    private final long[] slots;

    private final int shift;

    /**
     * Makes a map in which of equal affinities the first is found.
     *
     * @param affinities packed as {@link org.gic4j.api.Affinity} has them, by creation index
     */
    public AffinityMap(int... affinities) {
        this(affinities, new int[0]);
    }

    private AffinityMap(int[] affinities, int[] preferred) {
        this.affinities = affinities.clone();
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * affinities.length + 1);
        shift = Integer.SIZE - bits;
        slots = new long[1 << bits];
        Arrays.fill(slots, NONE & LOW_HALF);
        for (int index : preferred) {
            put(index);
        }
        for (int index = 0; index < affinities.length; index++) {
            put(index);
        }
    }

    /**
     * A map in which others of equal affinities are found.
     *
     * @param indexes creation indexes; what they leave out is found as before
     */
    public AffinityMap preferring(int... indexes) {
        return new AffinityMap(affinities, indexes);
    }

    private void put(int index) {
        int slot = slotOf(affinities[index]);
        if ((int) slots[slot] == NONE) {
            slots[slot] = (long) affinities[index] << Integer.SIZE | index;
        }
    }

    /**
     * The vCPU of an affinity.
     *
     * @param affinity packed
     * @return its creation index, or {@link #NONE}
     */
    public int indexOf(int affinity) {
        return (int) slots[slotOf(affinity)];
    }

    /**
     * The affinity of a vCPU.
     *
     * @param index its creation index
     */
    public int affinityOf(int index) {
        return affinities[index];
    }

    /** The slot that holds an affinity, or the empty one that ends the search for it. */
    private int slotOf(int affinity) {
        int slot = affinity * GOLDEN_RATIO >>> shift;
        long entry = slots[slot];
        while ((int) (entry >>> Integer.SIZE) != affinity && (int) entry != NONE) {
            slot = slot + 1 & slots.length - 1;
            entry = slots[slot];
        }
        return slot;
    }
}

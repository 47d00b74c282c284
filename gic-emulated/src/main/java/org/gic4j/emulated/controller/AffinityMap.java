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

    private final int[] affinities;
    /** Creation indexes by the hash of the affinity, with linear probing; {@link #NONE} ends a search. */
    private final int[] slots;

    private final int shift;

    /**
     * Makes a map.
     *
     * @param affinities packed as {@link org.gic4j.api.Affinity} has them, by creation index; of equal ones the first is
     *     found
     */
    public AffinityMap(int... affinities) {
        this.affinities = affinities.clone();
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * affinities.length + 1);
        shift = Integer.SIZE - bits;
        slots = new int[1 << bits];
        Arrays.fill(slots, NONE);
        for (int index = 0; index < affinities.length; index++) {
            int slot = slotOf(affinities[index]);
            if (slots[slot] == NONE) {
                slots[slot] = index;
            }
        }
    }

    /**
     * The vCPU of an affinity.
     *
     * @param affinity packed
     * @return its creation index, or {@link #NONE}
     */
    public int indexOf(int affinity) {
        return slots[slotOf(affinity)];
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
        while (slots[slot] != NONE && affinities[slots[slot]] != affinity) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }
}

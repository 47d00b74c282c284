package org.gic4j.serialization.transfer;

import org.gic4j.api.GicProfile;
import org.gic4j.serialization.transfer.FieldNotes.Kind;

/**
 * From active priorities of one number of priority bits to those of another. Bit n of the words stands for group
 * priority n times the least preemption step; there are at most 128 of those.
 */
final class ActivePriorityForm {
    private final int from;
    private final int to;
    private final Kind kind;

    /**
     * A change of form.
     *
     * @param sourceBits priority bits of the source, 5 to 8
     * @param targetBits of the implementation that they are for
     */
    ActivePriorityForm(int sourceBits, int targetBits) {
        from = GicProfile.activePriorityShift(sourceBits);
        to = GicProfile.activePriorityShift(targetBits);
        kind = Kind.loss(
                "priority-bits",
                "preemption levels that " + targetBits + " priority bits tell apart; the others are with the"
                        + " next higher one");
    }

    /** What is said of levels that {@link #exact} does not have. */
    Kind kind() {
        return kind;
    }

    /**
     * The bits of a word that have a level of their own in the target.
     *
     * @param word which word
     * @param bits its bits
     */
    int exact(int word, int bits) {
        int exact = 0;
        for (int rest = bits; rest != 0; rest &= rest - 1) {
            int bit = Integer.numberOfTrailingZeros(rest);
            int priority = word * Integer.SIZE + bit << from;
            if (priority <= 0xFF && (priority & (1 << to) - 1) == 0) {
                exact |= 1 << bit;
            }
        }
        return exact;
    }

    /**
     * Adds a word's bits to the target's words.
     *
     * @param word which word
     * @param bits its bits
     * @param target where to
     * @param at where the target's word 0 is
     */
    void convert(int word, int bits, int[] target, int at) {
        for (int rest = bits; rest != 0; rest &= rest - 1) {
            int priority = word * Integer.SIZE + Integer.numberOfTrailingZeros(rest) << from;
            if (priority <= 0xFF) {
                int position = priority >>> to;
                target[at + (position >>> 5)] |= 1 << position;
            }
        }
    }
}

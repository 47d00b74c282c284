package org.gic4j.emulated.gicv2;

import org.gic4j.api.GicProfile;

/**
 * The active priorities of a CPU interface: GICC_APRn, and where the profile keeps group 1 apart, GICC_NSAPRn. Bit n of
 * the words stands for group priority n times the least preemption step.
 */
final class ActivePriorities {
    private static final int WORDS = 4;

    private final int shift;
    private final int words;
    private final boolean separate;
    private final int[] group0 = new int[WORDS];
    private final int[] group1 = new int[WORDS];
    private int running = CpuInterface.IDLE;

    ActivePriorities(GicProfile profile) {
        shift = profile.activePriorityShift();
        words = 0x100 >>> shift + 5;
        separate = profile.groupActivePriorities() == GicProfile.GroupActivePriorities.SEPARATE;
    }

    /** The highest active group priority, or {@link CpuInterface#IDLE}. */
    int running() {
        return running;
    }

    /** A word of GICC_APRn; words beyond the implemented priorities read 0. */
    int word(int n) {
        return group0[n];
    }

    /** A word of GICC_NSAPRn; 0 where group 1 is not kept apart. */
    int groupOneWord(int n) {
        return group1[n];
    }

    void setWord(int n, int value) {
        if (n < words) {
            group0[n] = value;
            running = highest();
        }
    }

    void setGroupOneWord(int n, int value) {
        if (separate && n < words) {
            group1[n] = value;
            running = highest();
        }
    }

    void activate(int groupPriority, int group) {
        int position = groupPriority >>> shift;
        (separate && group == 1 ? group1 : group0)[position >>> 5] |= 1 << position;
        running = groupPriority;
    }

    /** Ends the highest active priority; whether there was one. */
    boolean drop() {
        if (running == CpuInterface.IDLE) {
            return false;
        }
        int position = running >>> shift;
        int[] holder = (group0[position >>> 5] >>> position & 1) != 0 ? group0 : group1;
        holder[position >>> 5] &= ~(1 << position);
        running = highest();
        return true;
    }

    private int highest() {
        int first = group0[0] | group1[0];
        if (first != 0) {
            return Integer.numberOfTrailingZeros(first) << shift;
        }
        for (int n = 1; n < words; n++) {
            int any = group0[n] | group1[n];
            if (any != 0) {
                return (n << 5 | Integer.numberOfTrailingZeros(any)) << shift;
            }
        }
        return CpuInterface.IDLE;
    }
}

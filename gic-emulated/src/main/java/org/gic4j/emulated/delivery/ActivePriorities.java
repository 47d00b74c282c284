package org.gic4j.emulated.delivery;

/**
 * The active priorities of a CPU interface: GICC_APRn or ICC_AP0Rn_EL1, and where group 1 is kept apart, GICC_NSAPRn or
 * ICC_AP1Rn_EL1. Bit n of the words stands for group priority n times the least preemption step.
 */
public final class ActivePriorities {
    /** The running priority while no interrupt is active. */
    public static final int IDLE = 0x100;

    private static final int WORDS = 4;
    private static final int LEAST_SHIFT = 1;

    private final int shift;
    private final int words;
    private final boolean separate;
    private final int[] group0 = new int[WORDS];
    private final int[] group1 = new int[WORDS];
    private int running = IDLE;

    /**
     * No active priority.
     *
     * @param priorityBits implemented priority bits, 5 to 8; there are at most 128 group priorities
     * @param separate whether group 1 is kept apart
     */
    public ActivePriorities(int priorityBits, boolean separate) {
        shift = Math.max(LEAST_SHIFT, 8 - priorityBits);
        words = 0x100 >>> shift + 5;
        this.separate = separate;
    }

    /** The highest active group priority, or {@link CpuInterface#IDLE}. */
    public int running() {
        return running;
    }

    /** The group of the highest active priority; meaningless while there is none. */
    public int runningGroup() {
        int position = running >>> shift;
        return (group0[position >>> 5 & WORDS - 1] >>> position & 1) != 0 ? 0 : 1;
    }

    /** A word of group 0, or of both groups; words beyond the implemented priorities read 0. */
    public int word(int n) {
        return group0[n];
    }

    /** A word of group 1; 0 where group 1 is not kept apart. */
    public int groupOneWord(int n) {
        return group1[n];
    }

    /** Sets a word of group 0, or of both groups. */
    public void setWord(int n, int value) {
        if (n < words) {
            group0[n] = value;
            running = highest();
        }
    }

    /** Sets a word of group 1; ignored where that is not kept apart. */
    public void setGroupOneWord(int n, int value) {
        if (separate && n < words) {
            group1[n] = value;
            running = highest();
        }
    }

    /** Makes a group priority active: the highest one now. */
    public void activate(int groupPriority, int group) {
        int position = groupPriority >>> shift;
        (separate && group == 1 ? group1 : group0)[position >>> 5] |= 1 << position;
        running = groupPriority;
    }

    /** Ends the highest active priority; whether there was one. */
    public boolean drop() {
        if (running == IDLE) {
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
        return IDLE;
    }
}

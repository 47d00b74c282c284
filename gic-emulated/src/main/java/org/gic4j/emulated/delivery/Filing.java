package org.gic4j.emulated.delivery;

/**
 * How an interrupt is filed with arbiters while it is deliverable: its key, its group and where to, in one word.
 *
 * <pre>
 *   31              22 21   19  18    17                10 9       0
 *  | destination      |       | group | priority           | INTID  |
 * </pre>
 */
public final class Filing {
    /** The number of bits of a key that hold the INTID. */
    public static final int INTID_BITS = 10;
    /** The part of a key that is the INTID. */
    public static final int INTID_MASK = (1 << INTID_BITS) - 1;
    /** Stands for "no key": greater than every key. */
    public static final int NONE = 1 << 18;

    /** The destination of an interrupt that goes to no vCPU. */
    public static final int NOWHERE = 0x3FF;
    /** The destination of an interrupt that goes to several vCPUs. */
    public static final int SEVERAL = 0x3FE;

    private static final int KEY = NONE - 1;
    private static final int GROUP_SHIFT = 18;
    private static final int DESTINATION_SHIFT = 22;

    private Filing() {}

    /**
     * Puts a filing together.
     *
     * @param level priority in units of the least implemented step
     * @param intid 0 to 1019
     * @param group 0 or 1
     * @param destination creation index of a vCPU, {@link #NOWHERE} or {@link #SEVERAL}
     */
    public static int of(int level, int intid, int group, int destination) {
        return destination << DESTINATION_SHIFT | group << GROUP_SHIFT | level << INTID_BITS | intid;
    }

    /** The key: priority and INTID. The lesser one is the better. */
    public static int key(int filing) {
        return filing & KEY;
    }

    /** The group. */
    public static int group(int filing) {
        return filing >>> GROUP_SHIFT & 1;
    }

    /** The creation index of the vCPU, {@link #NOWHERE} or {@link #SEVERAL}. */
    public static int destination(int filing) {
        return filing >>> DESTINATION_SHIFT;
    }
}

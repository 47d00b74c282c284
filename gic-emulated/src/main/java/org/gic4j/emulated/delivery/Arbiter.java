package org.gic4j.emulated.delivery;

import static org.gic4j.emulated.delivery.PendingSet.NONE;

/**
 * The deliverable interrupts of one vCPU, by group, and the best of them. Guarded by the lock of the vCPU's CPU
 * interface.
 *
 * <p>Membership means: pending, enabled, not active, targeted here. The distributor's group enables are masks on the
 * best of each group, so that toggling them costs nothing in the number of interrupts.
 */
public final class Arbiter {
    private final PendingSet group0;
    private final PendingSet group1;
    private final int priorityShift;
    /** {@link PendingSet#NONE} while the group is not forwarded: or-ed to a key it makes it one that is none. */
    private int hidden0 = NONE;

    private int hidden1 = NONE;

    /**
     * Makes an arbiter without interrupts and with both groups disabled.
     *
     * @param priorityBits implemented priority bits, 5 to 8
     */
    public Arbiter(int priorityBits) {
        group0 = new PendingSet(priorityBits);
        group1 = new PendingSet(priorityBits);
        priorityShift = 8 - priorityBits;
    }

    /**
     * Where keys of a priority begin: a key below it has a higher priority.
     *
     * @param priority 0 to 256
     */
    public int threshold(int priority) {
        return priority >>> priorityShift << PendingSet.INTID_BITS;
    }

    /**
     * The priority of a key.
     *
     * @param key a key
     * @return 0 to 255, a multiple of the least step
     */
    public int priority(int key) {
        return key >>> PendingSet.INTID_BITS << priorityShift;
    }

    /**
     * Makes an interrupt deliverable.
     *
     * @param filing see {@link Filing}
     */
    public void add(int filing) {
        if (Filing.group(filing) == 0) {
            group0.add(Filing.key(filing));
        } else {
            group1.add(Filing.key(filing));
        }
    }

    /**
     * Makes an interrupt no longer deliverable.
     *
     * @param filing what it was added under
     */
    public void remove(int filing) {
        if (Filing.group(filing) == 0) {
            group0.remove(Filing.key(filing));
        } else {
            group1.remove(Filing.key(filing));
        }
    }

    /**
     * Makes interrupts deliverable that are filed alike, but for their INTIDs.
     *
     * @param filing of the first of 32, whose INTID is a multiple of 32
     * @param which which of the 32, by bits
     */
    public void addAll(int filing, int which) {
        if (which != 0) {
            (Filing.group(filing) == 0 ? group0 : group1).addAll(Filing.key(filing), which);
        }
    }

    /**
     * Makes interrupts no longer deliverable that are filed alike, but for their INTIDs.
     *
     * @param filing of the first of 32, whose INTID is a multiple of 32
     * @param which which of the 32, by bits; all were added under it
     */
    public void removeAll(int filing, int which) {
        if (which != 0) {
            (Filing.group(filing) == 0 ? group0 : group1).removeAll(Filing.key(filing), which);
        }
    }

    /**
     * Sets which groups the distributor forwards.
     *
     * @param groups bit 0: group 0, bit 1: group 1
     */
    public void forward(int groups) {
        hidden0 = (groups & 1) != 0 ? 0 : NONE;
        hidden1 = (groups & 2) != 0 ? 0 : NONE;
    }

    /** The key of the best forwarded interrupt of group 0; where there is none, {@link PendingSet#NONE} or above. */
    public int best0() {
        return group0.least() | hidden0;
    }

    /** The key of the best forwarded interrupt of group 1; where there is none, {@link PendingSet#NONE} or above. */
    public int best1() {
        return group1.least() | hidden1;
    }
}

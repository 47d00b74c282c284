package org.gic4j.emulated.interrupt;

import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.emulated.delivery.Filing;

/**
 * The SGIs and PPIs of one redistributor of a GICv3, INTIDs 0 to 31, and the best of them by group. Guarded by the lock
 * of the vCPU's CPU interface.
 *
 * <p>With so few, the best one is found by looking at those that are deliverable: one word. No vCPU needs a set of its
 * own before a shared interrupt is delivered to it.
 */
public final class RedistributorInterrupts extends InterruptBank {
    private static final int SGIS = 0xFFFF;
    private static final int CONFIGURATION_WORD_OF_PPIS = 1;

    private final int configurablePpis;
    /** The interrupts that count for the best ones. */
    private int filed;

    private int best0 = Filing.NONE;
    private int best1 = Filing.NONE;

    /**
     * Makes the interrupts at reset.
     *
     * @param profile the implementation
     */
    public RedistributorInterrupts(GicProfile profile) {
        super(0, 1, profile.gicv3().priorityBits(), profile);
        configurablePpis = profile.privateConfiguration() == GicProfile.PrivateConfiguration.WRITABLE ? -1 : 0;
        bits[GROUP] = profile.gicv3().groupsAtReset() ? -1 : 0;
        bits[ENABLED] = profile.gicv3().softwareEnabledAtReset() ? SGIS : 0;
        bits[EDGE] = SGIS;
        fileAll();
    }

    /** The key of the best interrupt of group 0, or {@link Filing#NONE}. */
    public int best0() {
        return best0;
    }

    /** The key of the best interrupt of group 1, or {@link Filing#NONE}. */
    public int best1() {
        return best1;
    }

    /**
     * Makes an SGI pending, if its group is one of those that the request may reach.
     *
     * @param sgi 0 to 15
     * @param groups bit 0: group 0, bit 1: group 1
     */
    public void request(int sgi, int groups) {
        if ((groups >>> (bits[GROUP] >>> sgi & 1) & 1) != 0) {
            bits[LATCH] |= 1 << sgi;
            refreshOne(sgi);
        }
    }

    /**
     * Makes a pending interrupt active.
     *
     * @param intid 0 to 31
     */
    public void acknowledge(int intid) {
        activate(intid);
    }

    @Override
    void deliver(int word, int flips, int now) {
        filed = filed & ~flips | flips & now;
        rank(filed, Filing.NONE, Filing.NONE);
    }

    @Override
    void deliver(int intid, boolean deliverable) {
        int bit = 1 << intid;
        if (deliverable) {
            filed |= bit;
            rank(bit, best0, best1);
        } else {
            filed &= ~bit;
            rank(filed, Filing.NONE, Filing.NONE);
        }
    }

    @Override
    void moved(int intid, int was) {
        rank(filed, Filing.NONE, Filing.NONE);
    }

    /** Finds the best of some interrupts, and of what was best among the others. */
    private void rank(int intids, int first0, int first1) {
        int least0 = first0;
        int least1 = first1;
        for (int rest = intids; rest != 0; rest &= rest - 1) {
            int filing = this.filing[Integer.numberOfTrailingZeros(rest)];
            if (Filing.group(filing) == 0) {
                least0 = Math.min(least0, Filing.key(filing));
            } else {
                least1 = Math.min(least1, Filing.key(filing));
            }
        }
        best0 = least0;
        best1 = least1;
    }

    @Override
    int destination(int position) {
        return Filing.NOWHERE;
    }

    @Override
    int writable(InterruptProperty property, int word) {
        return switch (property) {
            case CONFIGURATION -> word == CONFIGURATION_WORD_OF_PPIS ? configurablePpis : 0;
            case LINE -> ~SGIS;
            case TARGETS, ROUTE, SGI_SOURCES -> 0;
            case GROUP, ENABLED, PENDING, LATCH, ACTIVE, PRIORITY -> -1;
        };
    }
}

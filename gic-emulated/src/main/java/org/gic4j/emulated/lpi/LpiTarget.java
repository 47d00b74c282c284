package org.gic4j.emulated.lpi;

/**
 * What LPIs need of the vCPU that they go to. Called under the distributor's lock; takes the lock of the vCPU's CPU
 * interface.
 */
public interface LpiTarget {
    /** The vCPU's creation index. */
    int index();

    /** GICR_CTLR.EnableLPIs. */
    boolean takesLpis();

    /** Sets GICR_CTLR.EnableLPIs. */
    void takeLpis(boolean enabled);

    /** What the vCPU is to give back when it next leaves its guest. */
    LpiReturns returns();

    /** Whether the distributor forwards LPIs: it has their group enabled. */
    boolean forwardsLpis();

    /** Where its pending table begins. */
    long pendingTable();

    /** Whether its pending table is said to hold no pending LPI: GICR_PENDBASER.PTZ. */
    boolean pendingTableIsZero();

    /**
     * Makes an LPI deliverable.
     *
     * @param intid its INTID
     * @param priority 0 to 252
     */
    void present(int intid, int priority);

    /**
     * Makes an LPI no longer deliverable.
     *
     * @param intid its INTID
     * @param priority what it was presented with
     */
    void withdraw(int intid, int priority);

    /** Makes all LPIs no longer deliverable. */
    void withdrawAll();
}

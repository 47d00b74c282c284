package org.gic4j.emulated.interrupt;

import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Geometry;

/** The SPIs of an interrupt controller of either version: INTIDs 32 and up. Guarded by the distributor's lock. */
public abstract class SharedBank extends InterruptBank {
    SharedBank(Geometry geometry, int priorityBits, GicProfile profile) {
        super(Geometry.PRIVATE_INTERRUPTS, geometry.interrupts() / Integer.SIZE - 1, priorityBits, profile);
    }

    /**
     * Whether an INTID is one of these.
     *
     * @param intid any INTID
     */
    public final boolean has(int intid) {
        return intid >= Geometry.PRIVATE_INTERRUPTS && position(intid) < filing.length;
    }

    /**
     * The position of an INTID.
     *
     * @param intid one of these
     */
    public static int position(int intid) {
        return intid - Geometry.PRIVATE_INTERRUPTS;
    }

    /**
     * Makes a pending interrupt active.
     *
     * @param intid one of these
     */
    public final void acknowledge(int intid) {
        activate(position(intid));
    }
}

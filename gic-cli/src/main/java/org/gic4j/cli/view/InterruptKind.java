package org.gic4j.cli.view;

import org.gic4j.api.registers.Geometry;

/** The kinds of interrupts, by INTID. */
public enum InterruptKind {
    /** Software generated: INTIDs 0 to 15, private to each vCPU. */
    SGI(0),
    /** Private peripheral: INTIDs 16 to 31, private to each vCPU. */
    PPI(16),
    /** Shared peripheral: INTIDs from 32. */
    SPI(32),
    /** Locality-specific: INTIDs from 8192, messages that an ITS translates. */
    LPI(8192);

    private final int firstIntid;

    InterruptKind(int firstIntid) {
        this.firstIntid = firstIntid;
    }

    /**
     * The kind of an interrupt.
     *
     * @param intid 0 to 1019, or 8192 and up
     */
    public static InterruptKind of(int intid) {
        return intid >= LPI.firstIntid ? LPI : intid >= SPI.firstIntid ? SPI : intid >= PPI.firstIntid ? PPI : SGI;
    }

    /**
     * The number within the kind: INTID 27 is PPI 11, INTID 33 is SPI 1. LPIs go by their INTIDs.
     *
     * @param intid an INTID of this kind
     */
    public int number(int intid) {
        return this == LPI ? intid : intid - firstIntid;
    }

    /**
     * Whether each vCPU has an interrupt of its own.
     *
     * @param intid 0 to 1019
     */
    public static boolean isPrivate(int intid) {
        return intid < Geometry.PRIVATE_INTERRUPTS;
    }
}

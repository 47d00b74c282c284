package org.gic4j.cli.view;

import org.gic4j.api.registers.Geometry;

/** The kinds of interrupts, by INTID. */
public enum InterruptKind {
    /** Software generated: INTIDs 0 to 15, private to each vCPU. */
    SGI(0),
    /** Private peripheral: INTIDs 16 to 31, private to each vCPU. */
    PPI(16),
    /** Shared peripheral: INTIDs from 32. */
    SPI(32);

    private final int firstIntid;

    InterruptKind(int firstIntid) {
        this.firstIntid = firstIntid;
    }

    /**
     * The kind of an interrupt.
     *
     * @param intid 0 to 1019
     */
    public static InterruptKind of(int intid) {
        return intid >= SPI.firstIntid ? SPI : intid >= PPI.firstIntid ? PPI : SGI;
    }

    /**
     * The number within the kind: INTID 27 is PPI 11, INTID 33 is SPI 1.
     *
     * @param intid an INTID of this kind
     */
    public int number(int intid) {
        return intid - firstIntid;
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

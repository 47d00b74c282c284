package org.gic4j.api.registers;

/**
 * When a register is written on restore. The constants are in order; the order is part of the contract.
 */
public enum RestorePhase {
    /** GICD_IIDR: it unlocks the groups of a GICv2. */
    IDENTIFICATION,
    /** GICD_CTLR, before any pending bit, or pending interrupts would stay undelivered. */
    DISTRIBUTOR_CONTROL,
    /** GICD_ICFGRn. */
    CONFIGURATION,
    /** Input lines. */
    LINE_LEVELS,
    /** GICD_IGROUPRn. */
    GROUPS,
    /** GICD_IPRIORITYRn. */
    PRIORITIES,
    /** GICD_ITARGETSRn. */
    TARGETS,
    /** GICD_ISENABLERn. */
    ENABLES,
    /** GICD_SPENDSGIRn: never through the SGI bits of GICD_ISPENDR0, which would add the accessing vCPU as a source. */
    SGI_SOURCES,
    /** GICD_ISPENDRn. */
    PENDING,
    /** The CPU interface's control, masks and binary points. */
    CPU_INTERFACE,
    /** GICC_APRn. */
    ACTIVE_PRIORITIES,
    /** GICD_ISACTIVERn. */
    ACTIVE
}

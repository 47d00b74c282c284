package org.gic4j.api.registers;

/**
 * When a register is written on restore. The constants are in order; the order is part of the contract.
 */
public enum RestorePhase {
    /** GICD_IIDR: it unlocks the groups of a GICv2. */
    IDENTIFICATION,
    /** GICD_CTLR, before any pending bit, or pending interrupts would stay undelivered. */
    DISTRIBUTOR_CONTROL,
    /** ICC_SRE_EL1, before any pending bit as well. */
    SYSTEM_REGISTER_ENABLE,
    /** GICR_PROPBASER and GICR_PENDBASER, which enabled LPIs make read-only. */
    LPI_TABLES,
    /** GICD_ICFGRn. */
    CONFIGURATION,
    /** GICD_IGROUPRn. */
    GROUPS,
    /** GICD_IPRIORITYRn. */
    PRIORITIES,
    /** GICD_ITARGETSRn and GICD_IROUTERn. */
    TARGETS,
    /** GICD_ISENABLERn. */
    ENABLES,
    /** Input lines, after the triggers: an edge-triggered interrupt would latch them. */
    LINE_LEVELS,
    /** GICD_SPENDSGIRn: never through the SGI bits of GICD_ISPENDR0, which would add the accessing vCPU as a source. */
    SGI_SOURCES,
    /** GICD_ISPENDRn. */
    PENDING,
    /** The CPU interface's masks, binary points and control. */
    CPU_INTERFACE,
    /** GICC_APRn, ICC_AP0Rn_EL1, ICC_AP1Rn_EL1. */
    ACTIVE_PRIORITIES,
    /** GICD_ISACTIVERn. */
    ACTIVE,
    /** GICR_CTLR: enabling LPIs reads the tables that the registers before it name. */
    REDISTRIBUTOR_CONTROL,
    /** GITS_IIDR: the revision of the tables. */
    ITS_IDENTIFICATION,
    /** GITS_CBASER: it clears the registers that say how far the queue has been read. */
    ITS_COMMAND_QUEUE,
    /** GITS_CREADR, GITS_CWRITER and GITS_BASERn. */
    ITS_REGISTERS,
    /** No register: the tables are read from guest memory, after the LPIs were enabled. */
    ITS_TABLES,
    /** GITS_CTLR: enabling it runs what the queue still holds. */
    ITS_CONTROL
}

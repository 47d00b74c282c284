package org.gic4j.api.registers;

/** The property of an interrupt that a register with fields per INTID shows. */
public enum InterruptProperty {
    /** Group 0 or 1. */
    GROUP,
    /** Whether it is forwarded. */
    ENABLED,
    /** Pending: latch, or level-sensitive with its line high. */
    PENDING,
    /** Active: acknowledged and not yet deactivated. */
    ACTIVE,
    /** Priority, 0 highest. */
    PRIORITY,
    /** The vCPUs that it targets, one bit for each, by creation index. */
    TARGETS,
    /** The affinity that an SPI is routed to, GICv3: 64 bits. */
    ROUTE,
    /** Two bits: 0b10 edge-triggered, 0b00 level-sensitive. */
    CONFIGURATION,
    /** The vCPUs from which a software generated interrupt is pending, one bit for each. */
    SGI_SOURCES,
    /** The level of the input line. */
    LINE,
    /** The pending latch alone, apart from the line. */
    LATCH
}

package org.gic4j.cli.view;

/** How an interrupt is triggered. */
public enum Trigger {
    /** Pending as long as its line is high. */
    LEVEL,
    /** Latched when its line rises. */
    EDGE;

    /**
     * Decodes the two bits of GICD_ICFGRn.
     *
     * @param configuration bit 1 is set for edge-triggered
     */
    static Trigger ofConfiguration(int configuration) {
        return (configuration & 0b10) != 0 ? EDGE : LEVEL;
    }
}

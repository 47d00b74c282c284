package org.gic4j.serialization.qemu;

/** Which interrupts a section shows to be there, where it does not say how many there are. */
interface InterruptUsage {
    /** INTIDs that the section has room for. */
    int intids();

    /** Whether an interrupt does something: it is enabled, pending, active or has its line high. */
    boolean inUse(int intid);

    /** Whether an interrupt is set up to do something: its group, trigger, priority or target is not at reset. */
    boolean configured(int intid);
}

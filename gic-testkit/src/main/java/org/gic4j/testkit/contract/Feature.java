package org.gic4j.testkit.contract;

/** What an implementation may lack. */
public enum Feature {
    /** The facet that performs a guest's accesses. */
    GUEST_ACCESS,
    /** The facet's count of accesses that nothing takes. */
    IGNORED_ACCESSES,
    /** The facet's news of outputs. */
    OUTPUT_LISTENER,
    /** The facet's refusal of accesses where there is no interrupt controller. */
    GUEST_ACCESS_REFUSALS,
    /** Marks that stand for a vCPU inside its run. */
    EXECUTION_MARKS,
    /** The profile of QEMU's machine virt, beside KVM's. */
    QEMU_PROFILE,
    /** Save and restore: {@code gic-serialization} is there. */
    SNAPSHOTS,
    /** The ITS device of a GICv3. */
    ITS,
    /** An ITS that may be asked to save events whose collection is gone, which crashes a real kernel. */
    LOST_COLLECTIONS,
    /**
     * The delivery of what became pending while nobody could have it, because the distributor was disabled or the route led
     * nowhere.
     */
    LATE_DELIVERY,
    /** Of equal priorities the lowest INTID first. */
    LOWEST_INTID_FIRST,
    /** Ends that name another interrupt than the highest that is active: an earlier one, or one of the other group. */
    ENDS_OUT_OF_ORDER,
    /** Deactivation by another vCPU than the one that took the interrupt. */
    DEACTIVATION_BY_ANY_VCPU,
    /** Any number of active interrupts of one vCPU that leave room for pending ones. */
    MANY_ACTIVE_INTERRUPTS,
    /** The aliased registers of a GICv2: GICC_AIAR, GICC_AEOIR, GICC_AHPPIR. */
    ALIASED_REGISTERS,
    /** The highest pending interrupt whatever the priority mask is, with the source of an SGI. */
    UNMASKED_HIGHEST_PENDING,
    /** A GICv2's CPU interface that takes words alone. */
    GICC_WORDS_ALONE,
    /** Timers of the kernel that drive PPIs 27 and 30 once a vCPU has run, so that interrupt lines cannot. */
    KERNEL_TIMERS
}

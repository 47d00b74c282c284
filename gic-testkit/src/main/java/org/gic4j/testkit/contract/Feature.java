package org.gic4j.testkit.contract;

/** What an implementation may lack. */
public enum Feature {
    /** The facet that performs a guest's accesses. */
    GUEST_ACCESS,
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
    /** Timers of the kernel that drive PPIs 27 and 30 once a vCPU has run, so that interrupt lines cannot. */
    KERNEL_TIMERS
}

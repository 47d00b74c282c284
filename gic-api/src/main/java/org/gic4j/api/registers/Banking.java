package org.gic4j.api.registers;

/** How many instances of a register family there are. */
public enum Banking {
    /** One for all vCPUs. */
    SHARED,
    /** One for each vCPU. */
    PER_VCPU,
    /** The words of INTIDs 0 to 31 for each vCPU, the others once. */
    PRIVATE_INTIDS,
    /** The words of INTIDs 0 to 31 read 0 and ignore writes, since redistributors have them; the others once. */
    SHARED_INTIDS
}

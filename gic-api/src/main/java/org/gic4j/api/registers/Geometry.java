package org.gic4j.api.registers;

/**
 * What the extent of a register family depends on.
 *
 * @param interrupts the number of INTIDs, the 32 private ones included: a multiple of 32, 32 to 992
 * @param vcpus the number of vCPUs
 */
public record Geometry(int interrupts, int vcpus) {
    /** The number of INTIDs that each vCPU has for itself. */
    public static final int PRIVATE_INTERRUPTS = 32;
    /** The largest number of INTIDs that the kernel accepts. */
    public static final int MAXIMUM_INTERRUPTS = 992;
}

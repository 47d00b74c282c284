package org.gic4j.cli.view;

import org.gic4j.api.Affinity;
import org.gic4j.api.Gicv3Profile;
import org.gic4j.api.snapshot.VcpuDescription;

/**
 * Where a GICv3 routes a shared interrupt.
 *
 * @param any to any CPU that takes part (1 of N); then the affinity means nothing
 * @param affinity to the CPU of this affinity
 */
public record Route(boolean any, Affinity affinity) {
    /**
     * Decodes GICD_IROUTERn.
     *
     * @param value all 64 bits
     */
    static Route ofRegister(long value) {
        return new Route((value & Gicv3Profile.ROUTE_TO_ANY) != 0, Affinity.ofMpidr(value));
    }

    /**
     * Whether it may reach a vCPU.
     *
     * @param vcpu a vCPU
     */
    public boolean reaches(VcpuDescription vcpu) {
        return any || vcpu.affinity().equals(affinity);
    }
}

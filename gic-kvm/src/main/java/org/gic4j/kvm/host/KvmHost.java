package org.gic4j.kvm.host;

import java.util.Map;
import java.util.Set;
import org.gic4j.api.VirtualMachineConfiguration;

/**
 * What a look at this machine found.
 *
 * @param offers the virtual interrupt controllers that its KVM can create; none where there is no KVM
 * @param addressLimit the largest size of guest physical addresses, in bits
 * @param cpus the number of CPUs that it recommends as the largest number of vCPUs
 * @param reason in words: what there is, or why there is nothing and what to do
 */
public record KvmHost(OfferedDevices offers, int addressLimit, int cpus, String reason) {
    /**
     * A machine without a virtual interrupt controller.
     *
     * @param reason why, and what to do
     */
    static KvmHost without(String reason) {
        return new KvmHost(new OfferedDevices(Set.of(), Map.of()), 0, 0, reason);
    }

    /** Whether virtual machines with an interrupt controller can be had. */
    public boolean isUsable() {
        return !offers.types().isEmpty();
    }

    /**
     * What a virtual machine is like that was asked for: facts of an emulated host give way to this one's.
     *
     * @param asked what was asked for
     */
    public VirtualMachineConfiguration configure(VirtualMachineConfiguration asked) {
        return new VirtualMachineConfiguration(asked.host(), asked.machineType(), addressLimit, cpus, asked.profile());
    }
}

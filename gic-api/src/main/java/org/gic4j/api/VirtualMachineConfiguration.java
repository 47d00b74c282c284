package org.gic4j.api;

/**
 * What a virtual machine is made with: an immutable value. The limit of addresses and the number of CPUs describe a host
 * that is emulated; a backend on a real host goes by what that has, refuses no configuration for them, and tells them in
 * {@link VirtualMachine#configuration}.
 *
 * @param host which interrupt controllers the host can offer
 * @param machineType the argument of {@code KVM_CREATE_VM}: bits 7 to 0 are the size of guest physical addresses in
 *     bits, 0 for 40. Checked by the backend (EINVAL), not here
 * @param addressLimit the largest such size that the host has, in bits
 * @param hostCpus the host's number of CPUs, which {@link Capability#NR_VCPUS} answers
 * @param profile the implementation to be like
 */
public record VirtualMachineConfiguration(
        HostKind host, long machineType, int addressLimit, int hostCpus, GicProfile profile) {

    /** A GICv2 host with KVM's profile. */
    public static final VirtualMachineConfiguration KVM_GICV2 =
            new VirtualMachineConfiguration(HostKind.GICV2, 0, 44, 1, GicProfile.KVM);

    /** A GICv3 host with KVM's profile. */
    public static final VirtualMachineConfiguration KVM_GICV3 =
            new VirtualMachineConfiguration(HostKind.GICV3, 0, 44, 1, GicProfile.KVM);

    /** A GICv2 as QEMU's machine {@code virt} has it. */
    public static final VirtualMachineConfiguration QEMU_VIRT_GICV2 =
            new VirtualMachineConfiguration(HostKind.GICV2, 0, 44, 1, GicProfile.QEMU_VIRT);

    /** A GICv3 as QEMU's machine {@code virt} has it. */
    public static final VirtualMachineConfiguration QEMU_VIRT_GICV3 =
            new VirtualMachineConfiguration(HostKind.GICV3, 0, 44, 1, GicProfile.QEMU_VIRT);

    /** The size of guest physical addresses, in bits. */
    public int addressBits() {
        int bits = (int) (machineType & 0xFF);
        return bits == 0 ? 40 : bits;
    }

    /**
     * The same on another host.
     *
     * @param newHost the host
     */
    public VirtualMachineConfiguration withHost(HostKind newHost) {
        return new VirtualMachineConfiguration(newHost, machineType, addressLimit, hostCpus, profile);
    }

    /**
     * The same with another machine type.
     *
     * @param newMachineType the argument of {@code KVM_CREATE_VM}
     */
    public VirtualMachineConfiguration withMachineType(long newMachineType) {
        return new VirtualMachineConfiguration(host, newMachineType, addressLimit, hostCpus, profile);
    }

    /**
     * The same with another profile.
     *
     * @param newProfile the implementation to be like
     */
    public VirtualMachineConfiguration withProfile(GicProfile newProfile) {
        return new VirtualMachineConfiguration(host, machineType, addressLimit, hostCpus, newProfile);
    }
}

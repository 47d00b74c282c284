package org.gic4j.kvm.fake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gic4j.api.Errno;
import org.gic4j.api.GicProfile;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.DeviceType;
import org.gic4j.kvm.call.KvmRequest;

/** What the machine of a fake kernel is like. */
final class FakeHost {
    int openErrno;
    int closeErrno;
    int apiVersion = KvmRequest.API_VERSION;
    int addressBits;
    int cpus = 1;
    /** Fields of ICC_CTLR_EL1 that the host's CPUs decide; -1 for those of the profile. */
    int cpuInterfaceControl = -1;
    int typeErrno = Errno.ENODEV;
    final Set<Integer> deviceTypes = new HashSet<>();
    final Deque<Integer> machineErrnos = new ArrayDeque<>();
    final List<Long> machineTypes = new ArrayList<>();

    /** Whether devices of a type can be created. */
    boolean offers(int type) {
        return deviceTypes.contains(type);
    }

    /** What emulates a virtual machine of this host. */
    VirtualMachineConfiguration configuration(long machineType) {
        VirtualMachineConfiguration standard = offers(DeviceType.VGIC_V3.number()) && !offers(DeviceType.VGIC_V2.number())
                ? VirtualMachineConfiguration.KVM_GICV3
                : VirtualMachineConfiguration.KVM_GICV2;
        return new VirtualMachineConfiguration(
                standard.host(),
                machineType,
                addressBits == 0 ? standard.addressLimit() : addressBits,
                cpus,
                profile(standard.profile()));
    }

    private GicProfile profile(GicProfile standard) {
        return cpuInterfaceControl == -1
                ? standard
                : standard.withGicv3(standard.gicv3().withCpuInterfaceControl(cpuInterfaceControl));
    }
}

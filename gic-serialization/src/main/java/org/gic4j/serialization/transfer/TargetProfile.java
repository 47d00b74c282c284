package org.gic4j.serialization.transfer;

import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;

import org.gic4j.api.Errno;
import org.gic4j.api.GicProfile;
import org.gic4j.api.Gicv3Profile;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.registers.CpuInterfaceControl;

/**
 * The profile of a virtual machine, with what its hardware decides. KVM takes no other SEIS and A3V of ICC_CTLR_EL1 than
 * those of the host's CPUs (CONTRACT 5.3, DEV-18), which no profile knows; the register itself tells.
 */
final class TargetProfile {
    private static final int HARDWARE = CpuInterfaceControl.SYSTEM_ERRORS | CpuInterfaceControl.AFFINITY_3_VALID;

    private TargetProfile() {}

    /** That of a virtual machine; as configured where the register does not answer. */
    static GicProfile of(VirtualMachine vm) {
        GicProfile configured = vm.configuration().profile();
        for (Device device : vm.devices()) {
            if (device.type() == DeviceType.VGIC_V3 && !vm.vcpus().isEmpty()) {
                return withHardware(configured, device, vm.vcpus().getFirst());
            }
        }
        return configured;
    }

    private static GicProfile withHardware(GicProfile configured, Device device, Vcpu first) {
        long[] control = new long[1];
        int errno = device.tryGet(
                ICC_CTLR_EL1.frame().attributeGroup(),
                ICC_CTLR_EL1.attribute(ICC_CTLR_EL1.frame().vcpuKey(first.id(), first.affinity()), 0),
                control,
                0);
        Gicv3Profile gicv3 = configured.gicv3();
        int told = gicv3.cpuInterfaceControl() & ~HARDWARE | (int) control[0] & HARDWARE;
        return errno != Errno.OK || told == gicv3.cpuInterfaceControl()
                ? configured
                : configured.withGicv3(gicv3.withCpuInterfaceControl(told));
    }
}

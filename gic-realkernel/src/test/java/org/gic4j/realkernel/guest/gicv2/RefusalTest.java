package org.gic4j.realkernel.guest.gicv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.gic4j.api.Errno;
import org.gic4j.api.GicBackends;
import org.gic4j.api.GicException;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.realkernel.guest.processor.LoopingVcpu;
import org.gic4j.testkit.guest.GuestMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said where the real kernel refuses. */
class RefusalTest {
    private final VirtualMachine vm =
            GicBackends.find().named("kvm").createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2);

    @AfterEach
    void close() {
        vm.close();
    }

    @Test
    void shouldSayThatAVcpuIsInsideItsRun() {
        Vcpu vcpu = vm.createVcpu(0);
        vcpu.initialize();
        Device device = vm.createDevice(DeviceType.VGIC_V2);
        device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_DISTRIBUTOR, GuestMap.DISTRIBUTOR);
        device.set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_V2_CPU, GuestMap.CPU_INTERFACE);
        LoopingVcpu execution = new LoopingVcpu();
        assertThat(execution.begin(vm, vcpu)).isZero();

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> device.get(AttributeGroup.DISTRIBUTOR_REGISTERS, 0))
                .withMessage("EBUSY: KVM_GET_DEVICE_ATTR of GICD_CTLR of vCPU 0: a vCPU is inside its run; stop all vCPUs"
                        + " first");
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(vm::quiesce)
                .withMessage("EBUSY: quiesce: a vCPU is inside KVM_RUN; stop all vCPUs first");
        assertThat(vm.tryInterruptLine(InterruptLine.spi(40), 1)).isEqualTo(Errno.OK);
        execution.end(vcpu);
        vm.quiesce().close();
        assertThat(device.tryGet(AttributeGroup.DISTRIBUTOR_REGISTERS, 0, new long[1], 0)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldSayThatTheMachineDied() {
        Vcpu vcpu = vm.createVcpu(0);
        vcpu.initialize();
        Device device = vm.createDevice(DeviceType.VGIC_V2);

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(vcpu::validateFirstRun)
                .withMessageContaining("the virtual machine is dead now: close it, make another");
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> device.get(AttributeGroup.DISTRIBUTOR_REGISTERS, 0))
                .withMessage("EIO: KVM_GET_DEVICE_ATTR of GICD_CTLR of vCPU 0: this virtual machine died when a vCPU's first"
                        + " run failed; close it and make another");
    }

    @Test
    void shouldSayThatAHandleIsClosed() {
        vm.createVcpu(0);
        Device device = vm.createDevice(DeviceType.VGIC_V2);
        device.close();

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> device.get(AttributeGroup.DISTRIBUTOR_REGISTERS, 0))
                .withMessage("EBADF: KVM_GET_DEVICE_ATTR of GICD_CTLR of vCPU 0: the device or its virtual machine is closed");
    }

    @Test
    void shouldSayWhatTheKernelOffersInstead() {
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> vm.createDevice(DeviceType.VGIC_V3))
                .withMessage("ENODEV: KVM_CREATE_DEVICE of VGICv3: this host's kernel does not offer it; it offers VGICv2");
    }
}

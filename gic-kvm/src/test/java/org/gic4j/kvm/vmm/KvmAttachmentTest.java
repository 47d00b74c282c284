package org.gic4j.kvm.vmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import java.util.Set;
import org.gic4j.api.Affinity;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.HostKind;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.kvm.Backends;
import org.gic4j.kvm.call.Arguments;
import org.gic4j.kvm.call.KernelCalls;
import org.gic4j.kvm.call.KvmRequest;
import org.gic4j.kvm.fake.FakeKernel;
import org.gic4j.kvm.fake.RefusedCalls;
import org.gic4j.kvm.host.Platform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A VMM makes its machine by plain calls and hands it over. */
class KvmAttachmentTest {
    private final FakeKernel kernel = FakeKernel.ofGicv2Host();
    private final int kvm = kernel.open("/dev/kvm", KernelCalls.O_RDWR | KernelCalls.O_CLOEXEC);
    private final int machine = kernel.ioctl(kvm, KvmRequest.CREATE_VM, 36);
    private final int second = createVcpu(5);
    private final int first = createVcpu(1);
    private final int gic = createDevice(DeviceType.VGIC_V2);

    @AfterEach
    void descriptorsStayTheOwners() {
        assertThat(kernel.leaked()).isEqualTo(Set.of(kvm, machine, first, second, gic));
        assertThat(kernel.leakedMappings()).isZero();
        assertThat(kernel.faults()).isEmpty();
    }

    @Test
    void shouldReachStateThroughTheOwnersDescriptors() {
        try (VirtualMachine vm = handed().attach()) {
            Device device = vm.devices().getFirst();
            device.set(AttributeGroup.ADDRESS, 0, 0x0800_0000L);
            device.set(AttributeGroup.ADDRESS, 1, 0x0801_0000L);
            device.initialize();

            assertThat(device.get(AttributeGroup.DISTRIBUTOR_REGISTERS, AttributeGroup.banked(5, 4))).isEqualTo(0x27);
            assertThat(vm.vcpus())
                    .extracting(vcpu -> vcpu.id().value() + ":" + vcpu.index().value())
                    .containsExactly("5:0", "1:1");
            assertThat(vm.tryInterruptLine(0x0100_0028, 1)).isEqualTo(Errno.OK);
            vm.vcpus().getFirst().initialize();
            assertThat(vm.vcpus().getFirst().affinity()).isEqualTo(new Affinity(5));
            assertThat(vm.vcpus().getFirst().tryValidateFirstRun()).isEqualTo(Errno.OK);
        }
    }

    @Test
    void shouldMoveAStateToAMachineOfTheBackend() {
        try (VirtualMachine vm = handed().attach();
                VirtualMachine target =
                        Backends.on(kernel).createVirtualMachine(vm.configuration().withMachineType(0))) {
            Device device = vm.devices().getFirst();
            device.set(AttributeGroup.NUMBER_OF_INTERRUPTS, 0, 64);
            device.initialize();
            device.set(AttributeGroup.DISTRIBUTOR_REGISTERS, AttributeGroup.banked(5, 0x104), 0x300);
            Snapshot snapshot = Snapshots.save(vm);
            Snapshots.prepare(target, snapshot);

            assertThat(Snapshots.restore(target, snapshot)).isEmpty();
            assertThat(Snapshots.save(target).state()).isEqualTo(snapshot.state());
        }
    }

    @Test
    void shouldTellWhatTheMachineIs() {
        try (VirtualMachine vm = handed().attach()) {
            assertThat(vm.configuration())
                    .isEqualTo(VirtualMachineConfiguration.KVM_GICV2.withMachineType(36).withHost(HostKind.GICV2));
        }
    }

    @Test
    void shouldAnswerNothingAfterClose() {
        VirtualMachine vm = handed().attach();
        Device device = vm.devices().getFirst();
        vm.close();
        vm.close();

        assertThat(device.tryHas(AttributeGroup.ADDRESS, 0)).isEqualTo(Errno.EBADF);
        assertThat(vm.vcpus().getFirst().tryValidateFirstRun()).isEqualTo(Errno.EBADF);
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> vm.memory().map(0, Arena.global().allocate(4096, 4096)))
                .satisfies(refusal -> assertThat(refusal.errno()).isEqualTo(Errno.EBADF));
    }

    @Test
    void shouldCloseWhatIsCreatedThroughIt() {
        try (VirtualMachine vm = handed().attach()) {
            assertThat(vm.createVcpu(0).index().value()).isEqualTo(2);
            assertThat(kernel.leaked()).hasSize(6);
        }
    }

    @Test
    void shouldLeaveMemorySlotsToTheOwner() {
        try (VirtualMachine vm = handed().attach()) {
            int before = kernel.calls();
            vm.memory().map(0x4000_0000L, Arena.global().allocate(4096, 4096));
            vm.memory().writeLong(0x4000_0000L, 7);

            assertThat(vm.memory().readLong(0x4000_0000L)).isEqualTo(7);
            assertThat(kernel.calls()).isEqualTo(before);
        }
    }

    @Test
    void shouldFindWhatIsNoVirtualMachine() {
        assertRefused(attachment(gic), "EINVAL: descriptor " + gic + " is no virtual machine of KVM (ENOTTY)");
        forgiveUnknownRequests();
    }

    @Test
    void shouldFindWhatIsNoVcpu() {
        assertRefused(
                attachment(machine).vcpu(1, gic), "EINVAL: descriptor " + gic + " is no vCPU of KVM (ENOTTY)");
        assertRefused(
                attachment(machine).vcpu(1, machine), "EINVAL: descriptor " + machine + " is no vCPU of KVM (ENODEV)");
    }

    @Test
    void shouldFindAMappableFileThatIsNoVcpu() {
        int file = kernel.openOther();
        assertRefused(
                attachment(machine).vcpu(1, file), "EINVAL: descriptor " + file + " is no vCPU of KVM (ENOTTY)");
        kernel.close(file);
    }

    @Test
    void shouldFindWhatIsNoDevice() {
        assertRefused(
                attachment(machine).device(DeviceType.VGIC_V2, first),
                "EINVAL: descriptor " + first + " is no VGICv2 of KVM (ENOTTY)");
        forgiveUnknownRequests();
    }

    @Test
    void shouldFindADeviceOfAnotherType() {
        assertRefused(
                attachment(machine).device(DeviceType.VGIC_V3, gic),
                "EINVAL: descriptor " + gic + " is no VGICv3 of KVM (ENXIO)");
    }

    @Test
    void shouldSayThatADescriptorIsNotOpen() {
        assertRefused(attachment(99), "EBADF: descriptor 99, virtual machine: it is not open");
        forgiveUnknownRequests();
    }

    @Test
    void shouldRefuseAVcpuTwice() {
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> attachment(machine).vcpu(1, first).vcpu(1, second))
                .withMessage("EEXIST: the vCPU of id 1 is handed over twice");
    }

    @Test
    void shouldSayWhereKvmCannotBeCalled() {
        assertRefused(
                new KvmAttachment(kernel, new Platform("Mac OS X", "aarch64"), machine),
                "ENODEV: KVM cannot be called: KVM is a part of Linux, and this is Mac OS X");
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(new KvmAttachment(new RefusedCalls(), Backends.ARM64, machine)::attach)
                .withMessageContaining("--enable-native-access=org.gic4j.kvm");
    }

    @Test
    void shouldCallNothingBeforeItAttaches() {
        assertThat(KvmAttachment.to(1000).machineType(40).vcpu(0, 1001)).isNotNull();
    }

    private KvmAttachment handed() {
        return attachment(machine).machineType(36).vcpu(5, second).vcpu(1, first).device(DeviceType.VGIC_V2, gic);
    }

    private KvmAttachment attachment(int descriptor) {
        return new KvmAttachment(kernel, Backends.ARM64, descriptor);
    }

    private static void assertRefused(KvmAttachment attachment, String message) {
        assertThatExceptionOfType(GicException.class).isThrownBy(attachment::attach).withMessage(message);
    }

    /** These tests ask what no sound program asks. */
    private void forgiveUnknownRequests() {
        kernel.forgive();
    }

    private int createVcpu(int id) {
        return kernel.ioctl(machine, KvmRequest.CREATE_VCPU, id);
    }

    private int createDevice(DeviceType type) {
        Arguments arguments = Arguments.ofThisThread();
        assertThat(kernel.ioctl(machine, KvmRequest.CREATE_DEVICE, arguments.createDevice(type.number(), 0)))
                .isZero();
        return arguments.createdDescriptor();
    }
}

package org.gic4j.kvm.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.gic4j.api.Capability;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.DeviceType;
import org.gic4j.kvm.Allocation;
import org.gic4j.kvm.call.Descriptor;
import org.gic4j.kvm.call.LinuxCalls;
import org.gic4j.kvm.host.KvmSystem;
import org.gic4j.kvm.host.KvmUnavailableException;
import org.gic4j.kvm.host.OfferedDevices;
import org.gic4j.kvm.host.Platform;
import org.gic4j.kvm.vmm.KvmVcpu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What is the same on every architecture, on the real KVM of the machine that builds, where it has one: descriptors,
 * memory slots, the shared run area, runs, and errnos. An arm64 kernel is tested elsewhere, in a guest.
 */
@EnabledIfSystemProperty(named = "os.arch", matches = "amd64|x86_64", disabledReason = "arm64 has its own tests")
class ThisHostsKernelTest {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Path MAPPINGS = Path.of("/proc/self/maps");

    @Test
    void shouldDriveTheRealKernelAndLeaveNothingOpen() throws IOException {
        try (KvmMachine vm = machine();
                Arena arena = Arena.ofShared()) {
            vm.memory().map(0, arena.allocate(0x10000, 4096));
            KvmVcpu vcpu = KvmVcpu.of(vm.createVcpu(0));
            vcpu.requestExit();
            assertThat(vcpu.run()).isEqualTo(-Errno.EINTR);
            assertThat(vcpu.tryValidateFirstRun()).isEqualTo(Errno.OK);
            assertThat(open("kvm-vm")).isEqualTo(1);
            assertThat(open("kvm-vcpu")).isEqualTo(1);
            assertThat(mapped("kvm-vcpu")).isEqualTo(1);
            assertThat(vm.checkExtension(Capability.IMMEDIATE_EXIT.number())).isEqualTo(1);
            assertThat(vm.checkExtension(9999)).isZero();
            vm.quiesce().close();
        }
        assertThat(open("kvm-vm") + open("kvm-vcpu")).isZero();
        assertThat(mapped("kvm-vcpu")).isZero();
    }

    @Test
    void shouldTellTheRealKernelsErrnos() {
        try (KvmMachine vm = machine();
                Arena arena = Arena.ofShared()) {
            vm.createVcpu(0);
            assertRefused(Errno.EEXIST, () -> vm.createVcpu(0));
            assertRefused(Errno.EINVAL, () -> vm.createVcpu(-1));
            assertRefused(Errno.ENODEV, () -> vm.createDevice(DeviceType.VGIC_V2));
            assertRefused(Errno.ENOTTY, () -> vm.vcpus().getFirst().initialize());
            vm.memory().map(0, arena.allocate(4096, 4096));
            assertRefused(Errno.EEXIST, () -> vm.memory().map(0, arena.allocate(4096, 4096)));
            assertThat(vm.vcpus()).hasSize(1);
        }
    }

    @Test
    void shouldAllocateNothingForLinesAndRuns() {
        try (KvmMachine vm = machine()) {
            KvmVcpu vcpu = KvmVcpu.of(vm.createVcpu(0));

            assertThat(Allocation.of(() -> vm.tryInterruptLine(40, 1))).isZero();
            assertThat(Allocation.of(() -> vm.trySignalMsi(0, 0, 0, 0))).isZero();
            assertThat(Allocation.of(() -> {
                        vcpu.requestExit();
                        vcpu.run();
                    }))
                    .isZero();
        }
    }

    private static void assertRefused(int errno, Runnable call) {
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(call::run)
                .satisfies(refusal -> assertThat(refusal.errno()).isEqualTo(errno));
    }

    private static KvmMachine machine() {
        LinuxCalls calls = new LinuxCalls();
        try (KvmSystem system = KvmSystem.open(calls, Platform.current())) {
            int created = system.createVirtualMachine(0);
            assumeTrue(created >= 0, () -> "KVM_CREATE_VM: " + Errno.name(-created));
            return KvmMachine.created(
                    Descriptor.owned(calls, created),
                    VirtualMachineConfiguration.KVM_GICV2,
                    new OfferedDevices(Set.of(), Map.of()));
        } catch (KvmUnavailableException unavailable) {
            assumeTrue(false, unavailable.reason());
            throw new IllegalStateException(unavailable);
        }
    }

    private static long open(String kind) throws IOException {
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            List<Path> descriptors = all.toList();
            return descriptors.stream().filter(file -> linkOf(file).contains(kind)).count();
        }
    }

    private static String linkOf(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static long mapped(String kind) throws IOException {
        return Files.readAllLines(MAPPINGS).stream().filter(line -> line.contains(kind)).count();
    }
}

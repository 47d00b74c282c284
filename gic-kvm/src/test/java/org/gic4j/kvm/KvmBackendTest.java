package org.gic4j.kvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.gic4j.api.ApiVersion;
import org.gic4j.api.Errno;
import org.gic4j.api.GicBackends;
import org.gic4j.api.GicException;
import org.gic4j.api.GicProfile;
import org.gic4j.api.HostKind;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.kvm.call.KernelCalls;
import org.gic4j.kvm.fake.FakeKernel;
import org.gic4j.kvm.fake.RefusedCalls;
import org.gic4j.kvm.host.Platform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KvmBackendTest {
    private static final Platform ARM64 = new Platform("Linux", "aarch64");
    private static final Platform X86 = new Platform("Linux", "amd64");

    private final FakeKernel kernel = new FakeKernel();

    @AfterEach
    void everyDescriptorIsClosedOnceAndNoCallIsUnsound() {
        assertThat(kernel.faults()).isEmpty();
        assertThat(kernel.leaked()).isEmpty();
        assertThat(kernel.leakedMappings()).isZero();
        assertThat(kernel.closed()).isEqualTo(kernel.opened());
    }

    @Test
    void shouldTouchNoSymbolBeforeProbe() {
        KvmBackend backend = new KvmBackend(kernel, ARM64);

        assertThat(backend.name()).isEqualTo("kvm");
        assertThat(backend.preference()).isGreaterThan(10);
        assertThat(backend.version()).isEqualTo(ApiVersion.CURRENT);
        assertThat(kernel.calls()).isZero();
    }

    @Test
    void shouldSayWhatToDoWhenThereIsNoKvm() {
        assertThat(reason(kernel.refusingToOpen(Errno.ENOENT), X86))
                .contains("there is no /dev/kvm (ENOENT)", "load the kernel's kvm module");
    }

    @ParameterizedTest
    @CsvSource({"13, EACCES", "1, EPERM"})
    void shouldNameTheGroupWhenPermissionIsMissing(int errno, String name) {
        assertThat(reason(kernel.refusingToOpen(errno), ARM64)).contains("/dev/kvm (" + name + ")", "group kvm");
    }

    @Test
    void shouldSayThatNothingIsBehindTheDeviceFile() {
        assertThat(reason(kernel.refusingToOpen(Errno.ENODEV), X86)).contains("no KVM behind it (ENODEV)", "firmware");
    }

    @Test
    void shouldSayWhenTheProcessHasTooManyOpenFiles() {
        assertThat(reason(kernel.refusingToOpen(Errno.EMFILE), X86)).contains("(EMFILE)", "ulimit -n");
    }

    @Test
    void shouldNameAnyOtherErrorOfOpen() {
        assertThat(reason(kernel.refusingToOpen(Errno.EINTR), X86)).isEqualTo("/dev/kvm cannot be opened (EINTR)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mac OS X", "Windows 11"})
    void shouldCallNothingWhereTheSystemIsNotLinux(String system) {
        assertThat(reason(kernel, new Platform(system, "aarch64"))).contains("a part of Linux", system);
        assertThat(kernel.calls()).isZero();
    }

    @Test
    void shouldCallNothingOnAnArchitectureWithOtherNumbers() {
        assertThat(reason(kernel, new Platform("Linux", "ppc64le"))).contains("ppc64le");
        assertThat(kernel.calls()).isZero();
    }

    @Test
    void shouldRefuseAnotherVersionOfTheInterface() {
        assertThat(reason(kernel.answeringVersion(11), ARM64)).contains("version 11", "not 12");
    }

    @Test
    void shouldSayWhenTheFileIsNoKvm() {
        assertThat(reason(kernel.answeringVersion(-Errno.ENOTTY), ARM64)).contains("does not answer as KVM", "ENOTTY");
    }

    @Test
    void shouldNameTheErrorOfCreatingAVirtualMachine() {
        assertThat(reason(kernel.refusingVirtualMachines(Errno.ENOMEM), ARM64)).contains("KVM_CREATE_VM: ENOMEM");
    }

    @Test
    void shouldTryAgainWhenASignalInterruptsCreation() {
        assertThat(reason(kernel.refusingVirtualMachines(Errno.EINTR, Errno.EINTR).offering(7), ARM64))
                .contains("offers VGICv3");
        assertThat(kernel.machineTypes()).containsExactly(0L, 0L, 0L);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "36, 36", "40, 0", "44, 0"})
    void shouldAskForNoLargerAddressesThanTheHostHas(int hostBits, long machineType) {
        assertThat(reason(kernel.withAddressBits(hostBits).offering(7), ARM64)).contains("offers VGICv3");
        assertThat(kernel.machineTypes()).containsExactly(machineType);
    }

    @Test
    void shouldSayThatAnX86HostHasNoVgic() {
        assertThat(reason(kernel, X86))
                .isEqualTo("this host's KVM offers no VGIC: it is not an arm64 machine; use backend 'emulated', or a guest of QEMU"
                        + " that is one");
    }

    @Test
    void shouldSayWhatAnArm64HostWithoutVgicAnswered() {
        assertThat(reason(kernel.refusingTypesWith(Errno.ENOTTY), ARM64))
                .contains("offers no VGIC (KVM_CREATE_DEVICE answers ENOTTY for VGICv2, ENOTTY for VGICv3)");
    }

    @ParameterizedTest
    @CsvSource({"5, VGICv2", "7, VGICv3"})
    void shouldDetectTheVgicThatTheHostOffers(int type, String name) {
        assertThat(reason(kernel.offering(type), ARM64))
                .isEqualTo("this host's KVM offers " + name);
    }

    @Test
    void shouldDetectBothOnAHostWithCompatibility() {
        assertThat(reason(kernel.offering(5, 7), ARM64)).endsWith("offers VGICv2 and VGICv3");
    }

    @Test
    void shouldCloseOnceEvenWhenCloseFails() {
        assertThat(reason(kernel.failingToClose(Errno.EINTR).offering(7), ARM64)).contains("VGICv3");
        assertThat(kernel.closed()).isEqualTo(2);
    }

    @Test
    void shouldRefuseAVirtualMachineWhereThereIsNoVgic() {
        KvmBackend backend = new KvmBackend(kernel, X86);

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> backend.createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2))
                .withMessageContaining("backend 'kvm' is not available: this host's KVM offers no VGIC")
                .satisfies(refusal -> assertThat(refusal.errno()).isEqualTo(Errno.ENODEV));
    }

    @Test
    void shouldBeAvailableWhereAVgicIsOffered() {
        assertThat(new KvmBackend(kernel.offering(5), ARM64).probe().available()).isTrue();
    }

    @Test
    void shouldRefuseAKindOfHostThatThisIsNot() {
        KvmBackend backend = new KvmBackend(kernel.offering(7), ARM64);

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> backend.createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2))
                .withMessageContaining("KVM offers VGICv3, so it cannot be a host of kind GICV2")
                .satisfies(refusal -> assertThat(refusal.errno()).isEqualTo(Errno.EOPNOTSUPP));
    }

    @Test
    void shouldRefuseAnotherProfileByName() {
        KvmBackend backend = new KvmBackend(kernel.offering(5), ARM64);

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> backend.createVirtualMachine(VirtualMachineConfiguration.QEMU_VIRT_GICV2))
                .withMessageContaining("KVM cannot be like profile 'qemu-virt': ask for 'kvm'")
                .satisfies(refusal -> assertThat(refusal.errno()).isEqualTo(Errno.EOPNOTSUPP));
    }

    @Test
    void shouldSayWhichMachineTypesTheHostHas() {
        KvmBackend backend = new KvmBackend(kernel.offering(5).withAddressBits(36), ARM64);

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> backend.createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2))
                .withMessage("EINVAL: KVM_CREATE_VM of machine type 0x0: the size of guest addresses is 0 (for 40) or"
                        + " 32 to 36 bits on this host");
    }

    @Test
    void shouldTellFactsOfTheHostInTheConfiguration() {
        KvmBackend backend = new KvmBackend(kernel.offering(5).withAddressBits(40).withCpus(6), ARM64);

        try (VirtualMachine vm =
                backend.createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2.withMachineType(36))) {
            assertThat(vm.configuration())
                    .isEqualTo(new VirtualMachineConfiguration(HostKind.GICV2, 36, 40, 6, GicProfile.KVM));
        }
    }

    @Test
    void shouldLookAtTheHostOnce() {
        KvmBackend backend = new KvmBackend(kernel.offering(5), ARM64);
        backend.probe();
        backend.createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2).close();
        backend.createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2).close();

        assertThat(kernel.machineTypes()).hasSize(3);
    }

    @Test
    void shouldSayWhenKvmHasGone() {
        KvmBackend backend = new KvmBackend(kernel.offering(5), ARM64);
        backend.probe();
        kernel.refusingToOpen(Errno.EACCES);

        assertThatExceptionOfType(GicException.class)
                .isThrownBy(() -> backend.createVirtualMachine(VirtualMachineConfiguration.KVM_GICV2))
                .withMessageStartingWith("ENODEV: backend 'kvm' is not available: no permission to open /dev/kvm");
    }

    @Test
    void shouldExplainRefusedNativeAccess() {
        KernelCalls refused = new RefusedCalls();

        assertThat(new KvmBackend(refused, ARM64).probe().reason())
                .contains("native calls are refused (Illegal native access)", "--enable-native-access=org.gic4j.kvm");
    }

    @Test
    void shouldProbeThisMachineWithoutThrowing() {
        assertThat(new KvmBackend().probe().reason()).isNotBlank();
    }

    @Test
    void shouldBeFoundByName() {
        assertThat(GicBackends.find().entries())
                .filteredOn(entry -> entry.name().equals("kvm"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.reason()).isNotBlank());
    }

    private static String reason(FakeKernel kernel, Platform platform) {
        return new KvmBackend(kernel, platform).probe().reason();
    }
}

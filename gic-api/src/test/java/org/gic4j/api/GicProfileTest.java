package org.gic4j.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GicProfileTest {
    @Test
    void shouldListThePresetsForAnUnknownProfile() {
        assertThat(GicProfile.preset("qemu-virt")).isSameAs(GicProfile.QEMU_VIRT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GicProfile.preset("xen"))
                .withMessage("no profile 'xen'; there are: kvm, qemu-virt");
    }

    @ParameterizedTest
    @CsvSource({"5, 0xF8, 3, 3", "7, 0xFE, 1, 1", "8, 0xFF, 0, 1"})
    void shouldDeriveMasksFromThePriorityBits(int bits, int mask, int shift, int activeShift) {
        GicProfile profile = withPriorityBits(bits);

        assertThat(profile.priorityMask()).isEqualTo(mask);
        assertThat(profile.priorityShift()).isEqualTo(shift);
        assertThat(profile.activePriorityShift()).isEqualTo(activeShift);
    }

    @ParameterizedTest
    @CsvSource({"4", "9"})
    void shouldRefusePriorityBitsThatNoGicHas(int bits) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withPriorityBits(bits))
                .withMessageContaining("5 to 8, not " + bits);
    }

    private static GicProfile withPriorityBits(int bits) {
        GicProfile kvm = GicProfile.KVM;
        return new GicProfile(
                "test",
                bits,
                kvm.minimumBinaryPoint(),
                kvm.distributorIdentification(),
                kvm.acceptedRevisions(),
                kvm.cpuInterfaceIdentification(),
                kvm.guestCpuInterfaceIdentification(),
                kvm.peripheralIdentification(),
                kvm.distributorControl(),
                kvm.groupEnables(),
                kvm.softwareEnables(),
                kvm.spisResetToEdge(),
                kvm.privateConfiguration(),
                kvm.targeting(),
                kvm.uniprocessorTargets(),
                kvm.latchClearing(),
                kvm.edgeDetection(),
                kvm.distributorAccess(),
                kvm.groupActivePriorities(),
                kvm.gicv3());
    }
}

package org.gic4j.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IIDR;

import java.util.Optional;
import org.gic4j.api.GicProfile;
import org.gic4j.api.snapshot.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImplementationRulesTest {
    @Test
    void shouldKnowAnImplementationByItsIdentificationWhateverTheRevision() {
        assertThat(rules("somebody", StateOf.vcpus(1).word(GICD_IIDR, 0, 0, 0x4B00_243B))).contains(GicProfile.KVM);
    }

    @Test
    void shouldGoByPriorityBitsWithoutIdentification() {
        assertThat(rules("somebody", StateOf.vcpus(1).priorityBits(8))).contains(GicProfile.QEMU_VIRT);
        assertThat(rules("somebody", StateOf.vcpus(1).priorityBits(5))).contains(GicProfile.KVM);
    }

    @Test
    void shouldBeCertainOfNothingElse() {
        assertThat(rules("somebody", StateOf.vcpus(1).priorityBits(6))).isEmpty();
        assertThat(rules("somebody", StateOf.vcpus(1).word(GICD_IIDR, 0, 0, 0x0102_143B))).isEmpty();
    }

    /** Of a GICv3 with GICD_CTLR 0x52 and five priority bits the state alone looks like KVM's. */
    @ParameterizedTest
    @CsvSource({
        "qemu virt-7.2 tcg, 5, qemu-virt",
        "qemu virt-5.2 tcg, 8, qemu-virt",
        "qemu virt-10.0 kvm, 7, kvm",
        "qemu virt-10.0 kvm without its interrupt controller, 5, qemu-virt",
        "firecracker 1.10, 7, kvm",
        "cloud-hypervisor 40, 6, kvm",
        "crosvm, 5, kvm"
    })
    void shouldKnowAnImplementationByItsProducer(String producer, int priorityBits, String profile) {
        assertThat(rules(producer, StateOf.gicv3(1).priorityBits(priorityBits)))
                .map(GicProfile::name)
                .contains(profile);
    }

    /** A snapshot that gic4j took on the backend kvm has the identification of what was there. */
    @Test
    void shouldNotTakeABackendsNameForAnImplementation() {
        assertThat(rules("gic4j 0.1.0 kvm", StateOf.vcpus(1).word(GICD_IIDR, 0, 0, 0x0000_043B)))
                .contains(GicProfile.QEMU_VIRT);
    }

    private static Optional<GicProfile> rules(String producer, StateOf state) {
        return ImplementationRules.of(new Snapshot(producer, state.state()));
    }
}

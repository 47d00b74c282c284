package org.gic4j.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IIDR;

import org.gic4j.api.GicProfile;
import org.junit.jupiter.api.Test;

class ImplementationRulesTest {
    @Test
    void shouldKnowAnImplementationByItsIdentificationWhateverTheRevision() {
        assertThat(ImplementationRules.of(
                        StateOf.vcpus(1).word(GICD_IIDR, 0, 0, 0x4B00_243B).state()))
                .contains(GicProfile.KVM);
    }

    @Test
    void shouldGoByPriorityBitsWithoutIdentification() {
        assertThat(ImplementationRules.of(StateOf.vcpus(1).priorityBits(8).state()))
                .contains(GicProfile.QEMU_VIRT);
        assertThat(ImplementationRules.of(StateOf.vcpus(1).priorityBits(5).state()))
                .contains(GicProfile.KVM);
    }

    @Test
    void shouldBeCertainOfNothingElse() {
        assertThat(ImplementationRules.of(StateOf.vcpus(1).priorityBits(6).state()))
                .isEmpty();
        assertThat(ImplementationRules.of(
                        StateOf.vcpus(1).word(GICD_IIDR, 0, 0, 0x0102_143B).state()))
                .isEmpty();
    }
}

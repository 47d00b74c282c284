package org.gic4j.api.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import org.gic4j.api.GicVersion;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GicStateTest {
    @Test
    void shouldKeepBankedWordsApartAndSharedOnesTogether() {
        GicState state = States.small()
                .word(Gicv2Distributor.GICD_ISENABLER, 0, 0, 0xA)
                .word(Gicv2Distributor.GICD_ISENABLER, 1, 0, 0xB)
                .word(Gicv2Distributor.GICD_ISENABLER, 1, 1, 0xC)
                .build();

        assertThat(state.word(Gicv2Distributor.GICD_ISENABLER, 0, 0)).isEqualTo(0xA);
        assertThat(state.word(Gicv2Distributor.GICD_ISENABLER, 1, 0)).isEqualTo(0xB);
        assertThat(state.word(Gicv2Distributor.GICD_ISENABLER, 0, 1)).isEqualTo(0xC);
        assertThat(state.words(Gicv2Distributor.GICD_ISENABLER)).containsExactly(0xA, 0xB, 0xC);
    }

    @Test
    void shouldTellAbsentFromZero() {
        GicState state = States.small().word(Gicv2Distributor.GICD_CTLR, 0, 0, 0).build();

        assertThat(state.has(Gicv2Distributor.GICD_CTLR)).isTrue();
        assertThat(state.has(Gicv2Distributor.GICD_IGROUPR)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> state.word(Gicv2Distributor.GICD_IGROUPR, 0, 0))
                .withMessage("GICD_IGROUPR was not saved");
    }

    @Test
    void shouldListRegistersInRestoreOrderHoweverTheyWereStated() {
        GicState.Builder builder = States.small();
        for (Register register : Registers.state(GicVersion.GICV2).reversed()) {
            builder.words(register, new int[register.stateWords(builder.geometry())]);
        }

        assertThat(builder.build().registers()).containsExactlyElementsOf(Registers.state(GicVersion.GICV2));
    }

    @Test
    void shouldNotFollowArraysThatItWasGivenOrGave() {
        int[] words = {1, 2, 3};
        GicState state =
                States.small().words(Gicv2Distributor.GICD_ISENABLER, words).build();
        words[0] = 99;
        state.words(Gicv2Distributor.GICD_ISENABLER)[1] = 99;

        assertThat(state.words(Gicv2Distributor.GICD_ISENABLER)).containsExactly(1, 2, 3);
    }

    @Test
    void shouldNotFollowItsBuilder() {
        GicState.Builder builder = States.small().word(Gicv2Distributor.GICD_CTLR, 0, 0, 1);
        GicState state = builder.build();

        assertThatIllegalStateException()
                .isThrownBy(() -> builder.word(Gicv2Distributor.GICD_CTLR, 0, 0, 0))
                .withMessageContaining("toBuilder");
        assertThat(state.word(Gicv2Distributor.GICD_CTLR, 0, 0)).isEqualTo(1);
    }

    @Test
    void shouldBeginAgainWithEverythingThatIsThere() {
        GicState state = States.small()
                .priorityBits(8)
                .address(AttributeGroup.ADDRESS_V2_DISTRIBUTOR, 0x800_0000)
                .word(Gicv2CpuInterface.GICC_PMR, 1, 0, 0xF0)
                .build();

        assertThat(state.toBuilder().build()).isEqualTo(state).hasSameHashCodeAs(state);
        assertThat(state.toBuilder().without(Gicv2CpuInterface.GICC_PMR).build()).isNotEqualTo(state);
        assertThat(state.toBuilder().priorityBits(5).build()).isNotEqualTo(state);
        assertThat(state.toBuilder().word(Gicv2CpuInterface.GICC_PMR, 1, 0, 0).build())
                .isNotEqualTo(state);
        assertThat(state.addresses()).isEqualTo(Map.of(0L, 0x800_0000L));
    }

    @Test
    void shouldCopyWordsIntoALongerArray() {
        GicState state = States.small()
                .words(Gicv2Distributor.GICD_ISENABLER, new int[] {1, 2, 3})
                .build();
        int[] target = {9, 9, 9, 9};

        state.copyWords(Gicv2Distributor.GICD_ISENABLER, target);

        assertThat(target).containsExactly(1, 2, 3, 9);
    }

    @Test
    void shouldRefuseAVcpuThatDoesNotExist() {
        GicState.Builder builder = States.small();

        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> builder.word(Gicv2Distributor.GICD_ISENABLER, 2, 0, 1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> builder.word(Gicv2Distributor.GICD_ISENABLER, -1, 0, 1));
    }

    @Test
    void shouldRefuseAWordThatDoesNotExist() {
        GicState state = States.small()
                .words(Gicv2Distributor.GICD_ISENABLER, new int[3])
                .words(Gicv2CpuInterface.GICC_APR, new int[8])
                .build();

        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> state.word(Gicv2Distributor.GICD_ISENABLER, 0, 2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> state.word(Gicv2CpuInterface.GICC_APR, 0, 4));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> state.word(Gicv2CpuInterface.GICC_APR, 1, -1));
    }

    @Test
    void shouldRefuseAnArrayOfAnotherLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> States.small().words(Gicv2Distributor.GICD_ISENABLER, new int[4]))
                .withMessage("GICD_ISENABLER has 3 words here, not 4");
    }

    @Test
    void shouldRefuseARegisterThatIsNotPartOfTheState() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> States.small().word(Gicv2Distributor.GICD_ICENABLER, 0, 0, 1))
                .withMessage("GICD_ICENABLER is not part of the state of a GICv2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GicState.Builder(GicVersion.GICV3, 64, VcpuDescription.consecutive(1))
                        .word(Gicv2Distributor.GICD_CTLR, 0, 0, 1))
                .withMessage("GICD_CTLR is not part of the state of a GICv3");
    }

    @ParameterizedTest
    @ValueSource(ints = {-32, 0, 31, 33, 1000, 1024})
    void shouldRefuseNumbersOfInterruptsThatNoGicHas(int interrupts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GicState.Builder(GicVersion.GICV2, interrupts, VcpuDescription.consecutive(1)))
                .withMessageContaining("not " + interrupts);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 9})
    void shouldRefusePriorityBitsThatNoGicHas(int bits) {
        assertThatIllegalArgumentException().isThrownBy(() -> States.small().priorityBits(bits));
    }

    @Test
    void shouldRefuseMoreVcpusThanTheArchitectureHas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GicState.Builder(GicVersion.GICV2, 64, VcpuDescription.consecutive(9)))
                .withMessage("a GICv2 has at most 8 vCPUs, not 9");
    }

    @Test
    void shouldRefuseVcpusOutOfOrder() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> States.with(States.vcpu(0, 0), States.vcpu(3, 2)))
                .withMessageContaining("at place 1", "vCPU id 3");
    }

    @Test
    void shouldCountVcpusByCreationWhateverTheirIds() {
        GicState state = States.with(States.vcpu(0, 0), States.vcpu(5, 1)).build();

        assertThat(state.vcpus()).extracting(vcpu -> vcpu.id().value()).containsExactly(0, 5);
        assertThat(state).hasToString("GICv2 with 64 interrupts and 2 vCPUs");
    }

    @Test
    void shouldTellIdentificationFromState() {
        assertThat(GicState.identifies(Gicv2Distributor.GICD_IIDR)).isTrue();
        assertThat(GicState.identifies(Gicv2Distributor.GICD_CTLR)).isFalse();
        assertThat(GicState.identifies(Gicv2CpuInterface.GICC_IIDR)).isFalse();
    }
}

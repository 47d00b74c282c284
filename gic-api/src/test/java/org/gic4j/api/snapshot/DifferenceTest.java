package org.gic4j.api.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv2Distributor;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private final GicState state = States.small()
            .word(Gicv2Distributor.GICD_CTLR, 0, 0, 1)
            .word(Gicv2Distributor.GICD_ISENABLER, 1, 0, 0xFFFF)
            .word(Gicv2CpuInterface.GICC_PMR, 1, 0, 0x1E)
            .build();

    @Test
    void shouldFindNoneBetweenEqualStates() {
        assertThat(Difference.between(state, state.toBuilder().build())).isEmpty();
    }

    @Test
    void shouldNameTheRegisterAndTheVcpuInRestoreOrder() {
        GicState other = state.toBuilder()
                .word(Gicv2CpuInterface.GICC_PMR, 1, 0, 0x10)
                .word(Gicv2Distributor.GICD_ISENABLER, 1, 0, 0xFFFE)
                .word(Gicv2Distributor.GICD_ISENABLER, 0, 1, 0x8000_0000)
                .build();

        assertThat(Difference.between(state, other))
                .extracting(Difference::toString)
                .containsExactly(
                        "GICD_ISENABLER0 of vCPU 1: 0xffff -> 0xfffe",
                        "GICD_ISENABLER1: 0x0 -> 0x80000000",
                        "GICC_PMR of vCPU 1: 0x1e -> 0x10");
    }

    @Test
    void shouldNameAVcpuByItsIdNotItsPlace() {
        GicState.Builder gap = States.with(States.vcpu(0, 0), States.vcpu(6, 1));
        GicState left = gap.word(Gicv2CpuInterface.GICC_BPR, 1, 0, 2).build();
        GicState right = left.toBuilder().word(Gicv2CpuInterface.GICC_BPR, 1, 0, 3).build();

        List<Difference> differences = Difference.between(left, right);

        assertThat(differences).singleElement().hasToString("GICC_BPR of vCPU 6: 0x2 -> 0x3");
        assertThat(differences.getFirst().vcpu()).isEqualTo(States.vcpu(6, 1));
    }

    @Test
    void shouldLeaveOutWhatOneDoesNotHave() {
        GicState other = state.toBuilder().without(Gicv2Distributor.GICD_CTLR).build();

        assertThat(Difference.between(state, other)).isEmpty();
        assertThat(Difference.between(other, state)).isEmpty();
    }

    @Test
    void shouldRefuseStatesOfUnequalExtent() {
        GicState wider = new GicState.Builder(GicVersion.GICV2, 96, VcpuDescription.consecutive(2)).build();

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> Difference.between(state, wider))
                .withMessageContaining("64 interrupts", "96 interrupts")
                .satisfies(e -> assertThat(e.offset()).isEmpty());
    }

    @Test
    void shouldRefuseStatesOfDifferentVcpus() {
        GicState other = States.with(States.vcpu(0, 0), States.vcpu(2, 1)).build();

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> Difference.between(state, other))
                .withMessageContaining("at place 1", "vCPU id 1", "vCPU id 2");
    }
}

package org.gic4j.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_APR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_BPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_CTLR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_NSAPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_PMR;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP0R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP1R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_PMR_EL1;

import org.junit.jupiter.api.Test;

class CpuInterfaceTest {
    @Test
    void shouldShowThePriorityMaskAsTheGuestSeesIt() {
        assertThat(only(StateOf.vcpus(1).word(GICC_PMR, 0, 0, 0x1E)).priorityMask()).hasValue(0xF0);
        assertThat(only(StateOf.vcpus(1).priorityBits(8).word(GICC_PMR, 0, 0, 0xF0)).priorityMask())
                .hasValue(0xF0);
    }

    @Test
    void shouldDecodeActivePrioritiesOfFivePriorityBits() {
        CpuInterface face = only(StateOf.vcpus(1).word(GICC_APR, 0, 0, 1 << 2 | 1 << 20));

        assertThat(face.activePriorities()).containsExactly(0x10, 0xA0);
        assertThat(face.runningPriority()).hasValue(0x10);
    }

    @Test
    void shouldDecodeActivePrioritiesOfEightPriorityBitsOverAllWordsAndBothGroups() {
        CpuInterface face = only(StateOf.vcpus(1)
                .priorityBits(8)
                .word(GICC_APR, 0, 3, 1)
                .word(GICC_NSAPR, 0, 1, 1 << 4));

        assertThat(face.activePriorities()).containsExactly((32 + 4) << 1, 96 << 1);
        assertThat(face.runningPriority()).hasValue((32 + 4) << 1);
    }

    @Test
    void shouldBeIdleWithoutActivePriorities() {
        assertThat(only(StateOf.vcpus(1).word(GICC_APR, 0, 0, 0)).runningPriority())
                .hasValue(CpuInterface.IDLE);
    }

    @Test
    void shouldNotKnowTheRunningPriorityWithoutActivePriorityRegisters() {
        assertThat(only(StateOf.vcpus(1)).runningPriority()).isEmpty();
    }

    @Test
    void shouldKeepVcpusApart() {
        assertThat(CpuInterface.allOf(StateOf.vcpus(2)
                        .word(GICC_CTLR, 1, 0, 0x203)
                        .word(GICC_BPR, 1, 0, 3)
                        .state()))
                .satisfiesExactly(
                        first -> assertThat(first.control()).hasValue(0),
                        second -> {
                            assertThat(second.control()).hasValue(0x203);
                            assertThat(second.binaryPoint()).hasValue(3);
                        });
    }

    @Test
    void shouldShowAGicv3AsItsSystemRegistersHaveIt() {
        CpuInterface face = only(StateOf.gicv3(1)
                .word(ICC_CTLR_EL1, 0, 0, 0x8C02)
                .word(ICC_PMR_EL1, 0, 0, 0xF0)
                .word(ICC_BPR0_EL1, 0, 0, 2)
                .word(ICC_BPR1_EL1, 0, 0, 3)
                .word(ICC_IGRPEN0_EL1, 0, 0, 0)
                .word(ICC_IGRPEN1_EL1, 0, 0, 1)
                .word(ICC_AP0R_EL1, 0, 0, 1 << 20)
                .word(ICC_AP1R_EL1, 0, 0, 1 << 2));

        assertThat(face.control()).hasValue(0x8C02);
        assertThat(face.priorityMask()).hasValue(0xF0);
        assertThat(face.binaryPoint()).hasValue(2);
        assertThat(face.aliasedBinaryPoint()).hasValue(3);
        assertThat(face.enabledGroups()).hasValue(0b10);
        assertThat(face.activePriorities()).containsExactly(0x10, 0xA0);
        assertThat(face.runningPriority()).hasValue(0x10);
    }

    private static CpuInterface only(StateOf state) {
        return CpuInterface.allOf(state.state()).getFirst();
    }
}

package org.gic4j.serialization.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.assertj.core.groups.Tuple;
import org.gic4j.api.VcpuId;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.snapshot.Note;
import org.gic4j.serialization.qemu.stream.StructureEncoder;
import org.junit.jupiter.api.Test;

/** What a stream of a GICv3 has and a state has not: each is told. */
class ArmGicv3LossesTest {
    private final ArmGicv3Encoder gic = new ArmGicv3Encoder(1);

    @Test
    void shouldTellVirtualLpis() {
        gic.cpuSubsections.add(new StructureEncoder("arm_gicv3_cpu/gicv4", 1)
                .number("gicr_vpropbaser", 8, 0x4000_000FL)
                .number("gicr_vpendbaser", 8, 0x8000_0000_4001_0000L));

        assertLosses(
                tuple("virtual-lpis", "GICR_VPROPBASER", new VcpuId(0), 0x4000_000FL),
                tuple("virtual-lpis", "GICR_VPENDBASER", new VcpuId(0), 0x8000_0000_4001_0000L));
    }

    @Test
    void shouldTellSubsectionsThatItDoesNotKnow() {
        gic.cpuSubsections.add(new StructureEncoder("arm_gicv3_cpu/future", 1).number("gicr_new", 8, 0x77));
        gic.subsections.add(new StructureEncoder("arm_gicv3/future", 1).number("gicd_new", 4, 0x77));

        assertLosses(
                tuple("unknown-subsection", "arm_gicv3/future", null, 0L),
                tuple("unknown-subsection", "arm_gicv3_cpu/future", new VcpuId(0), 0L));
    }

    @Test
    void shouldTellSecureCopiesOfRegisters() {
        gic.activePriorities[5] = 0x100;
        gic.binaryPoints[1] = 5;
        gic.groupEnables[1] = 1;

        assertLosses(
                tuple("two-security-states", "ICC_BPR1_EL1 (Secure)", new VcpuId(0), 5L),
                tuple("two-security-states", "ICC_IGRPEN1_EL1 (Secure)", new VcpuId(0), 1L),
                tuple("two-security-states", "ICC_AP1R1_EL1 (Secure)", new VcpuId(0), 0x100L));
    }

    @Test
    void shouldTellNothingOfSecureCopiesAtReset() {
        gic.binaryPoints[1] = 0;
        gic.cpuInterfaceControls[0] = 0x8F00;

        assertLosses();
    }

    @Test
    void shouldTellThatThereAreTwoSecurityStates() {
        gic.control = 0x37;

        assertLosses(tuple("two-security-states", "GICD_CTLR", null, 0x37L));
    }

    @Test
    void shouldTellUpperHalvesOfSystemRegisters() {
        gic.priorityMask = 0x1_0000_00F0L;
        gic.activePriorities[8] = 0xFFFF_FFFF_0000_0001L;

        assertLosses(
                tuple("upper-half", "ICC_PMR_EL1", new VcpuId(0), 0x1_0000_00F0L),
                tuple("upper-half", "ICC_AP1R0_EL1", new VcpuId(0), 0xFFFF_FFFF_0000_0001L));
        assertThat(gic.read().snapshot().state().word(Gicv3CpuInterface.ICC_PMR_EL1, 0, 0))
                .isEqualTo(0xF0);
    }

    private void assertLosses(Tuple... losses) {
        assertThat(gic.read().notes())
                .allMatch(Note::loss)
                .extracting(Note::id, Note::register, Note::vcpu, Note::sourceValue)
                .containsExactlyInAnyOrder(losses);
    }
}

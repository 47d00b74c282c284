package org.gic4j.serialization.lint;

import java.util.List;
import java.util.function.Consumer;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Input;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.VcpuDescription;

/** Healthy states in which no rule finds more than information, to be made ill. */
final class States {
    static final int INTERRUPTS = 64;
    /** An SPI that is enabled, level-sensitive, of priority 0xA0. */
    static final int SPI = 40;
    /** Where its bit stands in the word of its INTID. */
    static final int SPI_BIT = 1 << SPI - 32;
    /** The active priority of 0xA0 with five priority bits. */
    static final int SPI_ACTIVE = 1 << (0xA0 >> 3);

    private static final int VCPUS = 2;

    private States() {}

    /** A GICv2 of two vCPUs. */
    static GicState.Builder gicv2() {
        GicState.Builder state = new GicState.Builder(GicVersion.GICV2, INTERRUPTS, VcpuDescription.consecutive(VCPUS))
                .word(Gicv2Distributor.GICD_CTLR, 0, 0, 1)
                .word(Gicv2Distributor.GICD_IIDR, 0, 0, 0x4B00_343B)
                .word(Gicv2Distributor.GICD_IGROUPR, 0, 1, 0)
                .word(Gicv2Distributor.GICD_ISENABLER, 0, 1, SPI_BIT)
                .word(Gicv2Distributor.GICD_ISPENDR, 0, 1, 0)
                .word(Gicv2Distributor.GICD_ISACTIVER, 0, 1, 0)
                .word(Gicv2Distributor.GICD_IPRIORITYR, 0, SPI / 4, 0xA0)
                .word(Gicv2Distributor.GICD_ITARGETSR, 0, SPI / 4, 1)
                .word(Gicv2Distributor.GICD_ICFGR, 0, 2, 0)
                .word(Gicv2Distributor.GICD_SPENDSGIR, 0, 0, 0);
        for (int vcpu = 0; vcpu < VCPUS; vcpu++) {
            state.word(Gicv2CpuInterface.GICC_CTLR, vcpu, 0, 1)
                    .word(Gicv2CpuInterface.GICC_PMR, vcpu, 0, 0x1E)
                    .word(Gicv2CpuInterface.GICC_BPR, vcpu, 0, 2)
                    .word(Gicv2CpuInterface.GICC_ABPR, vcpu, 0, 3)
                    .word(Gicv2CpuInterface.GICC_APR, vcpu, 0, 0);
        }
        return state;
    }

    /** A GICv3 of two vCPUs. */
    static GicState.Builder gicv3() {
        return gicv3(VcpuDescription.consecutive(VCPUS), INTERRUPTS);
    }

    /** A GICv3 of some vCPUs. */
    static GicState.Builder gicv3(List<VcpuDescription> vcpus, int interrupts) {
        GicState.Builder state = new GicState.Builder(GicVersion.GICV3, interrupts, vcpus)
                .word(Gicv3Distributor.GICD_CTLR, 0, 0, 0x52)
                .word(Gicv3Distributor.GICD_IIDR, 0, 0, 0x4B00_343B)
                .word(Gicv3Distributor.GICD_IGROUPR, 0, 1, -1)
                .word(Gicv3Distributor.GICD_ISENABLER, 0, 1, SPI_BIT)
                .word(Gicv3Distributor.GICD_ISPENDR, 0, 1, 0)
                .word(Gicv3Distributor.GICD_ISACTIVER, 0, 1, 0)
                .word(Gicv3Distributor.GICD_IPRIORITYR, 0, SPI / 4, 0xA0)
                .word(Gicv3Distributor.GICD_ICFGR, 0, 2, 0)
                .wideValue(Gicv3Distributor.GICD_IROUTER, 0, SPI, 0)
                .word(Gicv3Input.LINE_LEVEL, 0, 1, 0);
        for (int vcpu = 0; vcpu < vcpus.size(); vcpu++) {
            state.word(Gicv3RedistributorSgi.GICR_ISENABLER, vcpu, 0, 0xFFFF)
                    .word(Gicv3RedistributorSgi.GICR_IGROUPR, vcpu, 0, -1)
                    .word(Gicv3RedistributorSgi.GICR_ISPENDR, vcpu, 0, vcpu)
                    .word(Gicv3RedistributorSgi.GICR_ISACTIVER, vcpu, 0, 0)
                    .word(Gicv3Redistributor.GICR_CTLR, vcpu, 0, 6)
                    .word(Gicv3CpuInterface.ICC_SRE_EL1, vcpu, 0, 7)
                    .word(Gicv3CpuInterface.ICC_CTLR_EL1, vcpu, 0, 0x8C00)
                    .word(Gicv3CpuInterface.ICC_PMR_EL1, vcpu, 0, 0xF0)
                    .word(Gicv3CpuInterface.ICC_BPR0_EL1, vcpu, 0, 2)
                    .word(Gicv3CpuInterface.ICC_BPR1_EL1, vcpu, 0, 3)
                    .word(Gicv3CpuInterface.ICC_IGRPEN0_EL1, vcpu, 0, 0)
                    .word(Gicv3CpuInterface.ICC_IGRPEN1_EL1, vcpu, 0, 1)
                    .word(Gicv3CpuInterface.ICC_AP0R_EL1, vcpu, 0, 0)
                    .word(Gicv3CpuInterface.ICC_AP1R_EL1, vcpu, 0, 0);
        }
        return state;
    }

    /** LPIs of both vCPUs on, with tables of their own. */
    static GicState.Builder lpis(GicState.Builder state) {
        for (int vcpu = 0; vcpu < VCPUS; vcpu++) {
            state.word(Gicv3Redistributor.GICR_CTLR, vcpu, 0, 7)
                    .wideValue(Gicv3Redistributor.GICR_PROPBASER, vcpu, 0, 0x4044_058FL)
                    .wideValue(Gicv3Redistributor.GICR_PENDBASER, vcpu, 0, 0x4050_0580L + ((long) vcpu << 16));
        }
        return state;
    }

    /** An ITS of the kernel's kind that is enabled and has taken two commands. */
    static ItsState.Builder its() {
        return new ItsState.Builder()
                .value(Its.GITS_CTLR, 0, 0x8000_0001L)
                .value(Its.GITS_IIDR, 0, Its.KERNEL_IDENTIFICATION)
                .value(Its.GITS_CBASER, 0, 0x8000_0000_4060_000FL)
                .value(Its.GITS_CREADR, 0, 0x40)
                .value(Its.GITS_CWRITER, 0, 0x40)
                .value(Its.GITS_BASER, 0, 0x8107_0000_5000_0200L)
                .value(Its.GITS_BASER, 1, 0x8407_0000_5100_0200L);
    }

    /** LPIs of both vCPUs, and an ITS, with guest memory. */
    static Imported withIts(ItsState.Builder its, MemoryBlock... memory) {
        Imported imported = imported(lpis(gicv3()).translationService(its.build()));
        return new Imported(imported.snapshot().withMemory(List.of(memory)), "test", List.of());
    }

    /** As if it were read from a file. */
    static Imported imported(GicState.Builder state) {
        return imported(state, "test", "test");
    }

    /** As if it were read from a file of some format. */
    static Imported imported(GicState.Builder state, String producer, String format, Note... notes) {
        return new Imported(new Snapshot(producer, state.build()), format, List.of(notes));
    }

    /** A healthy GICv2 with something changed. */
    static Imported gicv2With(Consumer<GicState.Builder> change) {
        GicState.Builder state = gicv2();
        change.accept(state);
        return imported(state);
    }

    /** A healthy GICv3 with something changed. */
    static Imported gicv3With(Consumer<GicState.Builder> change) {
        GicState.Builder state = gicv3();
        change.accept(state);
        return imported(state);
    }
}

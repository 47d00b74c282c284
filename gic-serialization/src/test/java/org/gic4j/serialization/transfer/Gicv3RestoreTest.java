package org.gic4j.serialization.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Input;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.serialization.samples.Samples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a GICv3's registers are written: by affinity, ICC_CTLR_EL1 so that nothing is refused. */
class Gicv3RestoreTest {
    private static final int AFFINITY_17 = 0x101;

    private final GicState.Builder state =
            new GicState.Builder(GicVersion.GICV3, 64, List.of(Samples.vcpu(17, 0), Samples.vcpu(0, 1)));
    private final CatalogueMachine machine =
            CatalogueMachine.of(GicVersion.GICV3, 64, Samples.vcpu(17, 0), Samples.vcpu(0, 1));

    @BeforeEach
    void giveTheHostsBits() {
        machine.device().put(Gicv3CpuInterface.ICC_CTLR_EL1, AFFINITY_17, 0, 0x8C00);
        machine.device().put(Gicv3CpuInterface.ICC_CTLR_EL1, 0, 0, 0x8C00);
    }

    @Test
    void shouldWriteRegistersInTheOrderThatDeliversWhatIsPending() {
        state.word(Gicv3Distributor.GICD_IIDR, 0, 0, 0x4B00_343B);
        for (var register : List.of(
                Gicv3Distributor.GICD_CTLR,
                Gicv3CpuInterface.ICC_SRE_EL1,
                Gicv3Distributor.GICD_ISENABLER,
                Gicv3RedistributorSgi.GICR_ISENABLER,
                Gicv3Input.LINE_LEVEL,
                Gicv3Distributor.GICD_ISPENDR,
                Gicv3RedistributorSgi.GICR_ISPENDR,
                Gicv3CpuInterface.ICC_BPR1_EL1,
                Gicv3CpuInterface.ICC_CTLR_EL1,
                Gicv3CpuInterface.ICC_AP1R_EL1,
                Gicv3Distributor.GICD_ISACTIVER,
                Gicv3RedistributorSgi.GICR_ISACTIVER,
                Gicv3Redistributor.GICR_CTLR)) {
            int[] words = new int[register.stateWords(state.geometry())];
            Arrays.fill(words, 1);
            state.words(register, words);
        }
        state.wideValue(Gicv3Redistributor.GICR_PENDBASER, 0, 0, 0x4000_0580L);

        List<String> names = restore().stream()
                .map(entry -> entry.replaceAll(" ?[0-9]*(\\[.*])?( of .*)? = .*", ""))
                .distinct()
                .toList();

        assertThat(names)
                .containsExactly(
                        "GICD_IIDR",
                        "GICD_ICENABLER",
                        "GICR_ICENABLER",
                        "GICD_ICACTIVER",
                        "GICR_ICACTIVER",
                        "GICD_CTLR",
                        "ICC_SRE_EL",
                        "GICR_PENDBASER",
                        "GICD_ISENABLER",
                        "GICR_ISENABLER",
                        "line levels from INTID",
                        "GICD_ISPENDR",
                        "GICR_ISPENDR",
                        "ICC_BPR1_EL",
                        "ICC_CTLR_EL",
                        "ICC_AP1R0_EL",
                        "GICD_ISACTIVER",
                        "GICR_ISACTIVER",
                        "GICR_CTLR");
    }

    @Test
    void shouldNameVcpusByTheirAffinities() {
        state.word(Gicv3RedistributorSgi.GICR_IGROUPR, 0, 0, 7).word(Gicv3RedistributorSgi.GICR_IGROUPR, 1, 0, 9);

        assertThat(restore())
                .contains("GICR_IGROUPR0 of affinity 0.0.1.1 = 7", "GICR_IGROUPR0 of affinity 0.0.0.0 = 9");
    }

    @Test
    void shouldWriteWideRegistersAsTwoWords() {
        state.wideValue(Gicv3Distributor.GICD_IROUTER, 0, 40, 0x0001_0203L);

        assertThat(restore()).containsSubsequence("GICD_IROUTER40[31:0] = 10203", "GICD_IROUTER40[63:32] = 0");
    }

    @Test
    void shouldWriteOnlyTheActivePrioritiesThatExist() {
        state.word(Gicv3CpuInterface.ICC_AP1R_EL1, 0, 0, 0x1001);

        assertThat(restore())
                .contains("ICC_AP1R0_EL1 of affinity 0.0.1.1 = 1001")
                .noneMatch(entry -> entry.startsWith("ICC_AP1R1"));
    }

    @Test
    void shouldNotWriteTablesOfLpisThatWereNeverSet() {
        state.wideValue(Gicv3Redistributor.GICR_PROPBASER, 0, 0, 0).wideValue(Gicv3Redistributor.GICR_PENDBASER, 0, 0, 0);

        assertThat(restore()).noneMatch(entry -> entry.contains("BASER"));
    }

    @Test
    void shouldWriteOneConfigurationTableForAllVcpus() {
        state.word(Gicv3Redistributor.GICR_CTLR, 0, 0, 7);
        state.wideValue(Gicv3Redistributor.GICR_PROPBASER, 0, 0, 0x42A0_078FL);

        assertThat(restore().stream().filter(entry -> entry.startsWith("GICR_PROPBASER")))
                .hasSize(4)
                .contains(
                        "GICR_PROPBASER[31:0] of affinity 0.0.1.1 = 42a0078f",
                        "GICR_PROPBASER[31:0] of affinity 0.0.0.0 = 42a0078f");
    }

    @Test
    void shouldUncoverBinaryPointsBeforeTheyAreWritten() {
        machine.device().put(Gicv3CpuInterface.ICC_CTLR_EL1, 0, 0, 0x8C01);
        state.word(Gicv3CpuInterface.ICC_BPR1_EL1, 1, 0, 4).word(Gicv3CpuInterface.ICC_CTLR_EL1, 1, 0, 0x8C01);

        assertThat(restore())
                .containsSubsequence(
                        "ICC_CTLR_EL1 of affinity 0.0.0.0 = 8c00",
                        "ICC_BPR1_EL1 of affinity 0.0.0.0 = 4",
                        "ICC_CTLR_EL1 of affinity 0.0.0.0 = 8c01");
    }

    @Test
    void shouldTakeTheHostsBitsFromTheHost() {
        machine.device().put(Gicv3CpuInterface.ICC_CTLR_EL1, 0, 0, 0x4C00);
        state.word(Gicv3CpuInterface.ICC_CTLR_EL1, 0, 0, 0x8F02).word(Gicv3CpuInterface.ICC_CTLR_EL1, 1, 0, 0x8C02);
        state.priorityBits(8);

        assertThat(restore())
                .contains("ICC_CTLR_EL1 of affinity 0.0.1.1 = 8c02", "ICC_CTLR_EL1 of affinity 0.0.0.0 = 4c02");
    }

    @Test
    void shouldSetLinesOfEdgeTriggeredInterruptsThoughTheyDoNotReadBack() {
        state.word(Gicv3Distributor.GICD_ICFGR, 0, 2, 0xAAAA_AAAA);
        state.word(Gicv3RedistributorSgi.GICR_ICFGR, 0, 0, 0xAAAA_AAAA);
        state.word(Gicv3Input.LINE_LEVEL, 0, 1, 0x100);

        assertThat(restore()).contains("line levels from INTID 32 of affinity 0.0.1.1 = 100");
    }

    @Test
    void shouldSaveWhatWasRestored() {
        Samples.filled(state, 9).priorityBits(5);
        state.words(Gicv3CpuInterface.ICC_CTLR_EL1, new int[] {0x8C00, 0x8C02});
        AttributeTransfer transfer = new AttributeTransfer();
        GicState expected =
                transfer.conform(state.build(), machine.configuration().profile()).state();

        transfer.restore(machine, new Snapshot("test", expected), false);

        assertThat(transfer.save(machine).state()).isEqualTo(expected);
    }

    private List<String> restore() {
        new AttributeTransfer().restore(machine, new Snapshot("test", state.build()), false);
        return machine.device().log();
    }
}

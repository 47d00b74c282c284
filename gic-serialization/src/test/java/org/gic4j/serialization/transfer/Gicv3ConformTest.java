package org.gic4j.serialization.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP1R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_SRE_EL1;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_ICFGR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IIDR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IROUTER;
import static org.gic4j.api.registers.Gicv3Input.LINE_LEVEL;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_CTLR;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PENDBASER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PROPBASER;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ICFGR;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_IPRIORITYR;

import java.util.List;
import org.gic4j.api.GicProfile;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.StateTransfer.Conformed;
import org.gic4j.serialization.samples.Samples;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A state of QEMU's software GICv3 as KVM would hold it. */
class Gicv3ConformTest {
    private static final String HARDWARE = "(cpu-interface-control: A3V and SEIS are the hardware's, which has no more"
            + " identifier and priority bits, and nothing else but EOImode and CBPR; fewer priority bits would hide active"
            + " priorities)";

    private final GicState.Builder state = new GicState.Builder(
            GicVersion.GICV3, 64, List.of(Samples.vcpu(0, 0), Samples.vcpu(17, 1)));
    private @Nullable GicState built;

    @Test
    void shouldKeepTheEnableOfGroup1() {
        state.word(GICD_CTLR, 0, 0, 0x53);

        assertKept(
                GICD_CTLR,
                new int[] {0x52},
                "GICD_CTLR: 0x53 -> 0x52 (distributor-control: bits that GICD_CTLR does not have here)");
    }

    @Test
    void shouldTellRoutesThatAreLost() {
        state.wideValue(GICD_IROUTER, 0, 33, 0x0001_0203).wideValue(GICD_IROUTER, 0, 48, 0x8000_0000L);
        state.wideValue(GICD_IROUTER, 0, 49, 0x02_0000_0001L);

        Conformed conformed = conformed();

        assertThat(conformed.state().wideValue(GICD_IROUTER, 0, 33)).isEqualTo(0x0001_0203);
        assertThat(conformed.state().wideValue(GICD_IROUTER, 0, 48)).isZero();
        assertThat(conformed.state().wideValue(GICD_IROUTER, 0, 49)).isEqualTo(1);
        assertThat(conformed.notes())
                .extracting(Note::toString)
                .containsExactly(
                        "GICD_IROUTER48[31:0] INTID 48: 0x80000000 -> 0x0 (routing: the bits of Aff3 and of routing to any"
                                + " vCPU that do not exist here)",
                        "GICD_IROUTER49[63:32] INTID 49: 0x2 -> 0x0 (routing: the bits of Aff3 and of routing to any vCPU"
                                + " that do not exist here)");
    }

    @Test
    void shouldMakePpisLevelSensitive() {
        state.words(GICR_ICFGR, new int[] {0, 0x2, 0xAAAA_AAAA, 0});

        assertKept(
                GICR_ICFGR,
                new int[] {0xAAAA_AAAA, 0, 0xAAAA_AAAA, 0},
                "GICR_ICFGR1 of vCPU 0 INTID 16: 0x2 -> 0x0 (configuration: PPIs are level-sensitive here, and the lower bit"
                        + " is 0)");
    }

    @Test
    void shouldMaskPriorities() {
        state.word(GICR_IPRIORITYR, 1, 1, 0xA1);

        assertKept(
                GICR_IPRIORITYR,
                new int[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0xA0, 0, 0, 0, 0, 0, 0},
                "GICR_IPRIORITYR1 of vCPU 17 INTID 4: 0xa1 -> 0xa0 (priority-bits: priorities have 5 bits here)");
    }

    @Test
    void shouldShowThePriorityBitsOfATargetWithFewer() {
        state.priorityBits(8).words(ICC_CTLR_EL1, new int[] {0x8F00, 0x8F03});

        assertKept(
                ICC_CTLR_EL1,
                new int[] {0x8C00, 0x8C03},
                "ICC_CTLR_EL1 of vCPU 0: 0x8f00 -> 0x8c00 " + HARDWARE,
                "ICC_CTLR_EL1 of vCPU 17: 0x8f03 -> 0x8c03 " + HARDWARE);
        assertThat(conformed().state().priorityBits()).isEqualTo(5);
    }

    @Test
    void shouldTellControlBitsThatOtherHardwareHas() {
        state.words(ICC_CTLR_EL1, new int[] {0xDC01, 0x8C02});

        assertKept(
                ICC_CTLR_EL1, new int[] {0x8C01, 0x8C02}, "ICC_CTLR_EL1 of vCPU 0: 0xdc01 -> 0x8c01 " + HARDWARE);
    }

    @Test
    void shouldShowThePriorityBitsOfATargetWithMore() {
        state.priorityBits(5).words(ICC_CTLR_EL1, new int[] {0x8400, 0x8C01});
        GicProfile seven = GicProfile.KVM.withGicv3(GicProfile.KVM.gicv3().withPriorityBits(7));

        Conformed conformed = new AttributeTransfer().conform(state.build(), seven);

        assertThat(conformed.state().words(ICC_CTLR_EL1)).containsExactly(0x8600, 0x8E01);
        assertThat(conformed.state().priorityBits()).isEqualTo(7);
        assertThat(conformed.notes())
                .extracting(Note::toString)
                .containsExactly(
                        "ICC_CTLR_EL1 of vCPU 0: 0x8400 -> 0x8600 " + HARDWARE,
                        "ICC_CTLR_EL1 of vCPU 17: 0x8c01 -> 0x8e01 " + HARDWARE);
    }

    /** With up to five bits there is one word of active priorities, so that nothing is hidden. */
    @Test
    void shouldKeepFewerPriorityBitsThatHideNothing() {
        state.priorityBits(5).words(ICC_CTLR_EL1, new int[] {0x8400, 0x8A00});

        assertKept(ICC_CTLR_EL1, 0x8400, 0x8A00);
    }

    @Test
    void shouldConvertActivePrioritiesToMoreBits() {
        // Priorities 0xA0 and 0xF8 of steps of 8, which become steps of 2.
        state.priorityBits(5).word(ICC_AP1R_EL1, 1, 0, 1 << 20 | 1 << 31);
        GicProfile seven = GicProfile.KVM.withGicv3(GicProfile.KVM.gicv3().withPriorityBits(7));

        Conformed conformed = new AttributeTransfer().conform(state.build(), seven);

        assertThat(conformed.state().words(ICC_AP1R_EL1)).containsExactly(0, 0, 0, 0, 0, 0, 1 << 16, 1 << 28);
        assertThat(conformed.notes()).isEmpty();
    }

    @Test
    void shouldShowTheCommonBinaryPoint() {
        state.words(ICC_CTLR_EL1, new int[] {0x8C01, 0x8C00}).words(ICC_BPR0_EL1, new int[] {2, 2});
        state.words(ICC_BPR1_EL1, new int[] {7, 7});

        assertKept(
                ICC_BPR1_EL1,
                new int[] {3, 7},
                "ICC_BPR1_EL1 of vCPU 0: 0x7 (common-binary-point: the binary point of group 1 is restored, but with CBPR"
                        + " set one more than that of group 0 reads back)");
    }

    @Test
    void shouldShowNoGreaterCommonBinaryPointThan7() {
        state.words(ICC_CTLR_EL1, new int[] {0x8C01, 0x8C01}).words(ICC_BPR0_EL1, new int[] {7, 6});
        state.words(ICC_BPR1_EL1, new int[] {7, 7});

        assertKept(ICC_BPR1_EL1, 7, 7);
    }

    @Test
    void shouldNotShowThatAPendingTableWasZero() {
        state.words(GICR_CTLR, new int[] {6, 6});
        state.wideValue(GICR_PENDBASER, 0, 0, 1L << 62 | 0x4016_0580L).wideValue(GICR_PENDBASER, 1, 0, 0x4017_0580L);

        assertKept(GICR_PENDBASER, 0x4016_0580, 0, 0x4017_0580, 0);
    }

    @Test
    void shouldConvertActivePrioritiesOfEightBits() {
        // Priorities 0x80 and 0xA0 as halves.
        state.priorityBits(8).word(ICC_AP1R_EL1, 1, 2, 1 | 1 << 16);

        assertKept(ICC_AP1R_EL1, 0, 0, 0, 0, 1 << 16 | 1 << 20, 0, 0, 0);
    }

    @Test
    void shouldTellActivePrioritiesBeyondThePriorityBits() {
        state.word(ICC_AP1R_EL1, 0, 1, 0x10);

        assertKept(
                ICC_AP1R_EL1,
                new int[8],
                "ICC_AP1R1_EL1 of vCPU 0: 0x10 -> 0x0 (priority-bits: preemption levels that 5 priority bits tell apart; the"
                        + " others are with the next higher one)");
    }

    @Test
    void shouldShowSystemRegistersAsEnabled() {
        state.words(ICC_SRE_EL1, new int[] {0, 7});

        assertKept(ICC_SRE_EL1, 7, 7);
    }

    @Test
    void shouldShowTheTargetsAbilitiesInTheRedistributors() {
        state.words(GICR_CTLR, new int[] {0, 2});

        assertKept(GICR_CTLR, 6, 6);
    }

    @Test
    void shouldShowNoAbilitiesByTheRevisionThatHasNone() {
        state.word(GICD_IIDR, 0, 0, 0x4B00_243B).words(GICR_CTLR, new int[] {6, 6});

        assertKept(GICR_CTLR, 0, 0);
    }

    @Test
    void shouldLeaveOutTablesOfLpisThatWereNeverSet() {
        state.words(GICR_CTLR, new int[] {6, 6});
        state.words(GICR_PROPBASER, new int[4]).words(GICR_PENDBASER, new int[] {0, 0, 0x580, 0});

        assertThat(conformed().state().has(GICR_PROPBASER)).isFalse();
        // A 0 that is written beside others reads back with memory attributes that can be had.
        assertThat(conformed().state().words(GICR_PENDBASER)).containsExactly(0x180, 0, 0x580, 0);
    }

    @Test
    void shouldKeepTablesOfLpisThatAreEnabled() {
        state.words(GICR_CTLR, new int[] {6, 7}).words(GICR_PENDBASER, new int[4]);
        state.translationService(new ItsState.Builder().build());

        assertThat(conformed().state().has(GICR_PENDBASER)).isTrue();
    }

    @Test
    void shouldGiveAllVcpusTheConfigurationTableOfTheFirstThatTakesLpis() {
        state.translationService(new ItsState.Builder().build());
        state.words(GICR_CTLR, new int[] {6, 7}).words(GICR_PROPBASER, new int[] {0, 0, 0x42A0_078F, 1});

        assertKept(
                GICR_PROPBASER,
                new int[] {0x42A0_078F, 1, 0x42A0_078F, 1},
                "GICR_PROPBASER: 0x142a0078f (one-configuration-table: one register for all vCPUs here: those that have LPIs"
                        + " off show that of vCPU 17 as well)");
    }

    @Test
    void shouldTellConfigurationTablesThatAreLost() {
        state.translationService(new ItsState.Builder().build());
        state.words(GICR_CTLR, new int[] {7, 7}).words(GICR_PROPBASER, new int[] {0x42A0_078F, 0, 0x42A1_078F, 0});

        assertKept(
                GICR_PROPBASER,
                new int[] {0x42A0_078F, 0, 0x42A0_078F, 0},
                "GICR_PROPBASER of vCPU 17: 0x42a1078f -> 0x42a0078f (one-configuration-table: the configuration of LPIs is"
                        + " in one table for all vCPUs here, that of vCPU 0)");
    }

    @Test
    void shouldSayNothingOfAttributesOfTheSameConfigurationTable() {
        state.translationService(new ItsState.Builder().build());
        state.words(GICR_CTLR, new int[] {7, 7}).words(GICR_PROPBASER, new int[] {0x42A0_078F, 0, 0x42A0_058F, 0});

        assertKept(GICR_PROPBASER, 0x42A0_078F, 0, 0x42A0_078F, 0);
    }

    @Test
    void shouldTakeTheConfigurationTableThatIsSetWhereNobodyTakesLpis() {
        state.words(GICR_CTLR, new int[] {6, 6}).words(GICR_PROPBASER, new int[] {0, 0, 0x42A0_078F, 0});

        assertThat(conformed().state().words(GICR_PROPBASER)).containsExactly(0x42A0_078F, 0, 0x42A0_078F, 0);
    }

    @Test
    void shouldKeepConfigurationTablesWhereEachVcpuHasItsOwn() {
        state.words(GICR_CTLR, new int[] {3, 2}).words(GICR_PROPBASER, new int[] {0x42A0_078F, 0, 0x42A1_078F, 0});

        Conformed conformed = new AttributeTransfer().conform(state.build(), GicProfile.QEMU_VIRT);

        assertThat(conformed.state().words(GICR_PROPBASER)).containsExactly(0x42A0_078F, 0, 0x42A1_078F, 0);
        assertThat(conformed.state().words(GICR_CTLR)).containsExactly(3, 2);
        assertThat(conformed.notes()).isEmpty();
    }

    @Test
    void shouldTellThatLpisAreLostWithoutAnIts() {
        state.words(GICR_CTLR, new int[] {3, 2}).words(GICR_PENDBASER, new int[4]);

        assertKept(
                GICR_CTLR,
                new int[] {6, 6},
                "GICR_CTLR of vCPU 0: 0x3 -> 0x6 (lpis-without-its: there is no ITS, and redistributors take LPIs only with"
                        + " one here)");
        assertThat(conformed().state().has(GICR_PENDBASER)).isFalse();
    }

    @Test
    void shouldShowLinesOfLevelSensitiveInterruptsOnly() {
        state.words(GICR_ICFGR, new int[] {0xAAAA_AAAA, 0, 0xAAAA_AAAA, 0}).words(GICD_ICFGR, new int[] {0x2, 0});
        state.words(LINE_LEVEL, new int[] {1 << 27, 0, 0b11});

        assertKept(
                LINE_LEVEL,
                new int[] {1 << 27, 0, 0b10},
                "LINE_LEVEL1 INTID 32: 0x1 (edge-line: the line of an edge-triggered interrupt is restored, but does not read"
                        + " back)");
    }

    @Test
    void shouldChangeNothingOfAStateInTheTargetsOwnForm() {
        GicState kvm = state.word(GICD_CTLR, 0, 0, 0x52)
                .word(GICD_IIDR, 0, 0, 0x4B00_343B)
                .words(ICC_CTLR_EL1, new int[] {0x8C00, 0x8C02})
                .words(GICR_CTLR, new int[] {6, 6})
                .words(GICR_PENDBASER, new int[] {0x580, 0, 0x580, 0})
                .word(ICC_AP1R_EL1, 0, 0, 0x1001)
                .build();

        Conformed conformed = new AttributeTransfer().conform(kvm, GicProfile.KVM);

        assertThat(conformed.state()).isSameAs(kvm);
        assertThat(conformed.notes()).isEmpty();
    }

    private Conformed conformed() {
        GicState source = built == null ? state.build() : built;
        built = source;
        return new AttributeTransfer().conform(source, GicProfile.KVM);
    }

    private void assertKept(Register register, int... words) {
        assertKept(register, words, new String[0]);
    }

    private void assertKept(Register register, int[] words, String... notes) {
        Conformed conformed = conformed();
        assertThat(conformed.state().words(register)).isEqualTo(words);
        assertThat(conformed.notes()).extracting(Note::toString).containsExactly(notes);
    }
}

package org.gic4j.serialization.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_APR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_CTLR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_NSAPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_PMR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICFGR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IIDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IPRIORITYR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ITARGETSR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SPENDSGIR;
import static org.gic4j.api.registers.Gicv2Input.LINE_LEVEL;
import static org.gic4j.api.registers.Gicv2Input.PENDING_LATCH;

import java.util.List;
import org.gic4j.api.GicProfile;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.StateTransfer.Conformed;
import org.gic4j.serialization.samples.Samples;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A state of QEMU's software GICv2, with eight priority bits, as KVM would hold it, and the other way. */
class Gicv2ConformTest {
    private final GicState.Builder state = new GicState.Builder(
                    GicVersion.GICV2, 96, List.of(Samples.vcpu(5, 0), Samples.vcpu(0, 1)))
            .priorityBits(8);
    private @Nullable GicState built;

    @Test
    void shouldShiftThePriorityMaskWithoutLoss() {
        state.words(GICC_PMR, new int[] {0xF0, 0xF8});

        assertKept(GICC_PMR, 0x1E, 0x1F);
    }

    @Test
    void shouldTellBitsOfThePriorityMaskThatAreLost() {
        state.words(GICC_PMR, new int[] {0xF7, 0xFF});

        assertKept(
                GICC_PMR,
                new int[] {0x1E, 0x1F},
                "GICC_PMR of vCPU 5: 0xf7 -> 0xf0 (priority-mask: as a guest reads it; the mask has 5 bits here)",
                "GICC_PMR of vCPU 0: 0xff -> 0xf8 (priority-mask: as a guest reads it; the mask has 5 bits here)");
    }

    @Test
    void shouldGiveThePriorityMaskBackToEightBits() {
        GicState kvm = state.priorityBits(5).words(GICC_PMR, new int[] {0x1E, 0}).build();

        Conformed conformed = new AttributeTransfer().conform(kvm, GicProfile.QEMU_VIRT);

        assertThat(conformed.state().words(GICC_PMR)).containsExactly(0xF0, 0);
        assertThat(conformed.state().priorityBits()).isEqualTo(8);
        assertThat(conformed.notes()).isEmpty();
    }

    @Test
    void shouldPutActivePrioritiesOfBothGroupsIntoOneWord() {
        // Priorities 0x80 and 0xA0 of group 0, 0xC0 of group 1: bits of half the priority.
        state.word(GICC_APR, 0, 2, 1 | 1 << 16);
        state.word(GICC_NSAPR, 0, 3, 1);

        assertKept(
                GICC_APR,
                new int[] {1 << 16 | 1 << 20 | 1 << 24, 0, 0, 0, 0, 0, 0, 0},
                "GICC_NSAPR3 of vCPU 5: 0x1 -> 0x0 (active-group: active priorities of group 1 are not kept apart here;"
                        + " they are with GICC_APR's)");
        assertThat(conformed().state().has(GICC_NSAPR)).isFalse();
    }

    @Test
    void shouldTellActivePrioritiesBetweenTheTargetsLevels() {
        state.word(GICC_APR, 1, 0, 0b110001);

        assertKept(
                GICC_APR,
                new int[] {0, 0, 0, 0, 0b11, 0, 0, 0},
                "GICC_APR0 of vCPU 0: 0x31 -> 0x11 (priority-bits: preemption levels that 5 priority bits tell apart; the"
                        + " others are with the next higher one)");
    }

    @Test
    void shouldMaskPrioritiesByInterrupt() {
        state.word(GICD_IPRIORITYR, 0, 9, 0xA0A7_00F8).word(GICD_IPRIORITYR, 1, 0, 0x04);

        assertWord(
                GICD_IPRIORITYR,
                1,
                0,
                0,
                "GICD_IPRIORITYR0 of vCPU 0 INTID 0: 0x4 -> 0x0 (priority-bits: priorities have 5 bits here)",
                "GICD_IPRIORITYR9 INTID 38: 0xa7 -> 0xa0 (priority-bits: priorities have 5 bits here)");
        assertThat(conformed().state().word(GICD_IPRIORITYR, 0, 9)).isEqualTo(0xA0A0_00F8);
    }

    @Test
    void shouldKeepOneEnableOfTheDistributor() {
        state.word(GICD_CTLR, 0, 0, 3);

        assertKept(
                GICD_CTLR,
                new int[] {1},
                "GICD_CTLR: 0x3 -> 0x1 (distributor-control: bits that GICD_CTLR does not have here)");
    }

    @Test
    void shouldKeepTheBitsThatTheCpuInterfaceHas() {
        state.words(GICC_CTLR, new int[] {0x21F, 0x7FF});

        assertKept(
                GICC_CTLR,
                new int[] {0x21F, 0x21F},
                "GICC_CTLR of vCPU 0: 0x7ff -> 0x21f (cpu-control: bits that GICC_CTLR does not have here)");
    }

    @Test
    void shouldMakePpisLevelSensitive() {
        state.words(GICD_ICFGR, new int[] {0xAAAA_AAAA, 2, 0xFFFF_FFFF, 0, 0x1, 0, 0, 0});

        assertKept(
                GICD_ICFGR,
                new int[] {0xAAAA_AAAA, 0, 0xAAAA_AAAA, 0, 0, 0, 0, 0},
                "GICD_ICFGR1 of vCPU 5 INTID 16: 0x2 -> 0x0 (configuration: PPIs are level-sensitive here, and the lower bit"
                        + " is 0)",
                "GICD_ICFGR2 INTID 32: 0x1 -> 0x0 (configuration: PPIs are level-sensitive here, and the lower bit is 0)");
    }

    @Test
    void shouldNotTellWhatPrivateInterruptsTarget() {
        state.word(GICD_ITARGETSR, 0, 0, 0);

        assertWord(GICD_ITARGETSR, 0, 0, 0x0101_0101);
        assertThat(conformed().state().word(GICD_ITARGETSR, 1, 7)).isEqualTo(0x0202_0202);
    }

    @Test
    void shouldExplainTargetsThatDoNotExist() {
        state.word(GICD_ITARGETSR, 0, 8, 0x0700);

        assertWord(
                GICD_ITARGETSR,
                0,
                8,
                0x0300,
                "GICD_ITARGETSR8 INTID 33: 0x7 (absent-cpu: targets vCPUs that do not exist, which are left out)");
    }

    @Test
    void shouldReadNoTargetsWithOneVcpuWhereTheProfileHasNone() {
        GicState one = new GicState.Builder(GicVersion.GICV2, 64, List.of(Samples.vcpu(0, 0)))
                .word(GICD_ITARGETSR, 0, 0, 0x0101_0101)
                .word(GICD_ITARGETSR, 0, 9, 0x0101_0101)
                .build();

        Conformed conformed = new AttributeTransfer().conform(one, GicProfile.QEMU_VIRT);

        assertThat(conformed.state().words(GICD_ITARGETSR)).containsOnly(0);
        assertThat(conformed.notes()).isEmpty();
    }

    @Test
    void shouldTellThatSgisCannotBeDisabled() {
        state.words(GICD_ISENABLER, new int[] {0xFFF7, 0xFFFF, 0, 0});

        Conformed conformed = new AttributeTransfer().conform(state.build(), GicProfile.QEMU_VIRT);

        assertThat(conformed.state().word(GICD_ISENABLER, 0, 0)).isEqualTo(0xFFFF);
        assertThat(conformed.notes())
                .extracting(Note::toString)
                .contains("GICD_ISENABLER0 of vCPU 5 INTID 3: 0x0 -> 0x1 (sgi-enable: SGIs cannot be disabled here)");
    }

    @Test
    void shouldLetSgisFollowTheirSources() {
        state.words(GICD_ISPENDR, new int[] {0b11, 0, 0, 0});
        state.word(GICD_SPENDSGIR, 0, 0, 0x0001_0001);

        assertKept(
                GICD_ISPENDR,
                new int[] {0b101, 0, 0, 0},
                "GICD_ISPENDR0 of vCPU 5 INTID 1: 0x1 -> 0x0 (sgi-source: an SGI is pending only from some vCPU, and there is"
                        + " none)",
                "GICD_ISPENDR0 of vCPU 5 INTID 2: 0x0 (sgi-source: pending, since there is a vCPU that it is from)");
    }

    @Test
    void shouldReadAsPendingWhatIsLatchedOrHighAndLevelSensitive() {
        state.words(GICD_ICFGR, new int[] {0xAAAA_AAAA, 0x2, 0xAAAA_AAAA, 0, 0x2, 0, 0, 0});
        state.words(LINE_LEVEL, new int[] {1 << 16, 0, 0b11, 0});
        state.words(PENDING_LATCH, new int[] {0, 1 << 20, 0, 0b100});
        state.words(GICD_ISPENDR, new int[] {0, 1 << 20, 0b10, 0b100});

        Conformed conformed = conformed();

        assertThat(conformed.state().words(GICD_ISPENDR)).containsExactly(1 << 16, 1 << 20, 0b10, 0b100);
        assertThat(conformed.notes())
                .extracting(Note::toString)
                .containsExactly(
                        "GICD_ICFGR1 of vCPU 5 INTID 16: 0x2 -> 0x0 (configuration: PPIs are level-sensitive here, and the"
                                + " lower bit is 0)",
                        "GICD_ISPENDR0 of vCPU 5 INTID 16: 0x0 (pending-line: level-sensitive here, with its line high)");
    }

    @Test
    void shouldKeepAnIdentificationThatTheTargetTakes() {
        state.word(GICD_IIDR, 0, 0, 0x4B00_243B);

        assertKept(GICD_IIDR, 0x4B00_243B);
    }

    @Test
    void shouldExplainAnIdentificationThatIsAnothers() {
        state.word(GICD_IIDR, 0, 0, 0x0000_043B);

        Conformed conformed = conformed();

        assertThat(conformed.state().word(GICD_IIDR, 0, 0)).isEqualTo(0x4B00_343B);
        assertThat(conformed.notes()).singleElement().satisfies(note -> assertThat(note.loss())
                .isFalse());
    }

    @Test
    void shouldChangeNothingOfAStateInTheTargetsOwnForm() {
        GicState kvm = state.priorityBits(5)
                .word(GICD_CTLR, 0, 0, 1)
                .words(GICC_PMR, new int[] {0x1E, 0x1F})
                .word(GICC_APR, 0, 0, 0x0010_0001)
                .word(GICD_ISPENDR, 0, 1, 7)
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

    private void assertWord(Register register, int vcpu, int word, int value, String... notes) {
        Conformed conformed = conformed();
        assertThat(conformed.state().word(register, vcpu, word)).isEqualTo(value);
        assertThat(conformed.notes()).extracting(Note::toString).containsExactly(notes);
    }

    private void assertKept(Register register, int[] words, String... notes) {
        Conformed conformed = conformed();
        assertThat(conformed.state().words(register)).isEqualTo(words);
        assertThat(conformed.state().priorityBits()).isEqualTo(5);
        assertThat(conformed.notes()).extracting(Note::toString).containsExactly(notes);
    }
}

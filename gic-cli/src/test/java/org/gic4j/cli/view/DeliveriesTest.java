package org.gic4j.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_APR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_BPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_CTLR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_PMR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IGROUPR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IPRIORITYR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISACTIVER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;

import java.util.List;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.snapshot.GicState;
import org.junit.jupiter.api.Test;

/** Each thing that keeps a pending interrupt, by itself. */
class DeliveriesTest {
    private static final GicProfile ONE_OF_N =
            GicProfile.KVM.withGicv3(GicProfile.KVM.gicv3().withRouteBits(0x80FF_FFFFL));

    @Test
    void shouldBeSignalledWhenNothingKeepsIt() {
        assertThat(of(gicv2())).containsExactly("0 signalled: signalled by IRQ");
        assertThat(of(gicv2().word(GICC_CTLR, 0, 0, 0b1001))).containsExactly("0 signalled: signalled by FIQ");
    }

    @Test
    void shouldBeKeptWhileItIsDisabled() {
        assertThat(of(gicv2().field(GICD_ISENABLER, 0, 36, 0))).containsExactly("- disabled: not enabled");
    }

    @Test
    void shouldBeKeptWhileItIsActive() {
        assertThat(of(gicv2().field(GICD_ISACTIVER, 0, 36, 1)))
                .containsExactly("- active: still active: signalled again when that has ended");
    }

    @Test
    void shouldBeKeptByTheDistributorsGroupEnables() {
        assertThat(of(gicv2().word(GICD_CTLR, 0, 0, 0)))
                .containsExactly("- group-off: group 0 is off: GICD_CTLR.EnableGrp0 is 0");
        assertThat(of(gicv2().word(GICD_CTLR, 0, 0, 0).field(GICD_IGROUPR, 0, 36, 1)))
                .containsExactly("- group-off: group 1 is off: GICD_CTLR.EnableGrp0 is 0, which serves both");
    }

    @Test
    void shouldGoNowhereWithoutATarget() {
        StateOf state = StateOf.vcpus(2).pendingSpi(36, 0x40, 0);

        assertThat(of(state, GicProfile.QEMU_VIRT)).containsExactly("- no-target: it targets no CPU");
    }

    @Test
    void shouldGoNowhereWithoutCpus() {
        assertThat(of(StateOf.vcpus(0).pendingSpi(36, 0x40, 0))).containsExactly("- no-target: there is no CPU");
    }

    @Test
    void shouldBeKeptByTheCpuInterfacesGroupEnables() {
        assertThat(of(gicv2().word(GICC_CTLR, 0, 0, 0b10)))
                .containsExactly("0 cpu-group-off: the CPU takes no group 0: GICC_CTLR.EnableGrp0 is 0");
    }

    @Test
    void shouldBeMaskedUnlessItsPriorityIsBelowTheMask() {
        // User space sees GICC_PMR shifted by the three bits that are not implemented.
        assertThat(of(gicv2().word(GICC_PMR, 0, 0, 0x40 >> 3)))
                .containsExactly("0 masked: masked: its priority is not below GICC_PMR 0x40");
        assertThat(of(gicv2().word(GICC_PMR, 0, 0, 0x48 >> 3))).containsExactly("0 signalled: signalled by IRQ");
    }

    @Test
    void shouldPreemptByGroupPriorityAlone() {
        assertThat(of(gicv2().word(GICC_APR, 0, 0, 1 << (0x48 >> 3)))).containsExactly("0 signalled: signalled by IRQ");
        assertThat(of(gicv2().word(GICC_APR, 0, 0, 1 << (0x48 >> 3)).word(GICC_BPR, 0, 0, 4)))
                .containsExactly("0 running: does not preempt the running priority 0x48: its group priority is 0x40,"
                        + " and the running one's 0x40");
        assertThat(of(gicv2().word(GICC_APR, 0, 0, 1 << (0x60 >> 3)).word(GICC_BPR, 0, 0, 4)))
                .containsExactly("0 signalled: signalled by IRQ");
        assertThat(of(gicv2().word(GICC_APR, 0, 0, 1 << (0x40 >> 3)).word(GICC_BPR, 0, 0, 3)))
                .containsExactly("0 running: does not preempt the running priority 0x40: its group priority is 0x40");
    }

    @Test
    void shouldWaitBehindTheBest() {
        StateOf state = gicv2();
        state.word(GICD_ISENABLER, 0, 1, 0b11 << 4).word(GICD_ISPENDR, 0, 1, 0b11 << 4);

        assertThat(of(state)).containsExactly("0 waits: waits behind 37");
    }

    @Test
    void shouldNotKnowWhatTheStateDoesNotTell() {
        assertThat(of(StateOf.vcpus(1).pendingSpi(36, 0x40, 1)))
                .containsExactly("0 unknown: not known: the file does not tell GICC_CTLR");
    }

    @Test
    void shouldSupposeThatAnIdleOneIsPending() {
        assertThat(of(gicv2().field(GICD_ISPENDR, 0, 36, 0))).containsExactly("0 signalled: signalled by IRQ");
    }

    @Test
    void shouldGoNowhereWhereNoCpuHasTheAffinity() {
        assertThat(of(gicv3(0x1_0000, 1))).containsExactly("- no-target: no CPU has the affinity 0.1.0.0");
        assertThat(of(gicv3(1, 1))).containsExactly("1 signalled: signalled by IRQ");
    }

    @Test
    void shouldBeKeptByTheGroupEnablesOfAGicv3sCpu() {
        assertThat(of(gicv3(1, 0)))
                .containsExactly("1 cpu-group-off: the CPU takes no group 1: ICC_IGRPEN1_EL1 is 0");
    }

    @Test
    void shouldGoToAnyCpuThatTakesItsGroupWhereThatExists() {
        assertThat(of(gicv3(1 << 31, 1), ONE_OF_N)).containsExactly("1 signalled: signalled by IRQ");
        assertThat(of(gicv3(1 << 31, 0), ONE_OF_N))
                .containsExactly("- no-target: routed to any CPU, and none takes group 1");
        assertThat(of(gicv3(1 << 31, 1)))
                .containsExactly("0 cpu-group-off: the CPU takes no group 1: ICC_IGRPEN1_EL1 is 0");
    }

    /** SPI 4 is pending and nothing keeps it; SPI 5 is there with a better priority, idle. */
    private static StateOf gicv2() {
        return StateOf.vcpus(1)
                .pendingSpi(36, 0x40, 1)
                .word(GICD_IPRIORITYR, 0, 9, 0x3840)
                .word(GICC_CTLR, 0, 0, 1)
                .word(GICC_PMR, 0, 0, 0xF0 >> 3)
                .word(GICC_BPR, 0, 0, 2)
                .word(GICC_APR, 0, 0, 0);
    }

    private static StateOf gicv3(int route, int groupEnable) {
        StateOf state = StateOf.gicv3(2)
                .field(Gicv3Distributor.GICD_ISENABLER, 0, 36, 1)
                .field(Gicv3Distributor.GICD_ISPENDR, 0, 36, 1)
                .field(Gicv3Distributor.GICD_IGROUPR, 0, 36, 1)
                .field(Gicv3Distributor.GICD_IPRIORITYR, 0, 36, 0x40)
                .word(Gicv3Distributor.GICD_IROUTER, 0, 2 * 36, route)
                .word(Gicv3CpuInterface.ICC_IGRPEN0_EL1, 0, 0, 0)
                .word(Gicv3CpuInterface.ICC_IGRPEN1_EL1, 0, 0, 0)
                .word(Gicv3CpuInterface.ICC_IGRPEN1_EL1, 1, 0, groupEnable);
        for (int cpu = 0; cpu < 2; cpu++) {
            state.word(Gicv3CpuInterface.ICC_PMR_EL1, cpu, 0, 0xF0)
                    .word(Gicv3CpuInterface.ICC_AP0R_EL1, cpu, 0, 0)
                    .word(Gicv3CpuInterface.ICC_AP1R_EL1, cpu, 0, 0);
        }
        return state;
    }

    private static List<String> of(StateOf state) {
        return of(state, GicProfile.KVM);
    }

    private static List<String> of(StateOf state, GicProfile profile) {
        GicState built = state.state();
        Interrupts interrupts = Interrupts.of(built);
        return Deliveries.of(built, interrupts.all(), profile).of(interrupts.at(36, 0), Integer::toString).stream()
                .map(delivery -> (delivery.vcpu() == null ? "-" : "" + delivery.vcpu().id().value()) + " "
                        + delivery.outcome().id() + ": " + delivery.words())
                .toList();
    }
}

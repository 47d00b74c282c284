package org.gic4j.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IGROUPR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISACTIVER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SPENDSGIR;

import java.util.Optional;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Input;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.gic4j.api.snapshot.GicState;
import org.junit.jupiter.api.Test;

class BestPendingTest {
    @Test
    void shouldBeTheOneOfHighestPriority() {
        StateOf state = StateOf.vcpus(2).pendingSpi(36, 0x40, 0b01).pendingSpi(40, 0x20, 0b01);
        // Both are in one word of enables and pending bits.
        state.word(GICD_ISENABLER, 0, 1, 1 << 4 | 1 << 8).word(GICD_ISPENDR, 0, 1, 1 << 4 | 1 << 8);

        assertThat(best(state, GicProfile.KVM, 0)).map(BestPending::intid).contains(40);
    }

    @Test
    void shouldBeTheLowestIntidAmongEquals() {
        StateOf state = StateOf.vcpus(2).pendingSpi(36, 0x40, 0b01).pendingSpi(40, 0x40, 0b01);
        state.word(GICD_ISENABLER, 0, 1, 1 << 4 | 1 << 8).word(GICD_ISPENDR, 0, 1, 1 << 4 | 1 << 8);

        assertThat(best(state, GicProfile.KVM, 0)).map(BestPending::intid).contains(36);
    }

    @Test
    void shouldNotBeAnActiveOne() {
        StateOf state = StateOf.vcpus(1).pendingSpi(36, 0x40, 1).field(GICD_ISACTIVER, 0, 36, 1);

        assertThat(best(state, GicProfile.KVM, 0)).isEmpty();
    }

    @Test
    void shouldNotBeOneThatIsDisabled() {
        StateOf state = StateOf.vcpus(1).pendingSpi(36, 0x40, 1).field(GICD_ISENABLER, 0, 36, 0);

        assertThat(best(state, GicProfile.KVM, 0)).isEmpty();
    }

    @Test
    void shouldFollowTheGroupEnablesOfTheImplementation() {
        StateOf state = StateOf.vcpus(1).pendingSpi(36, 0x40, 1).field(GICD_IGROUPR, 0, 36, 1);

        assertThat(best(state, GicProfile.KVM, 0)).map(BestPending::group).contains(1);
        assertThat(best(state, GicProfile.QEMU_VIRT, 0)).isEmpty();
    }

    @Test
    void shouldBeNothingWhenTheDistributorIsOff() {
        StateOf state = StateOf.vcpus(1).pendingSpi(36, 0x40, 1).word(GICD_CTLR, 0, 0, 0);

        assertThat(best(state, GicProfile.KVM, 0)).isEmpty();
    }

    @Test
    void shouldGoToTheLowestTargetOrToAllAsTheImplementationDoes() {
        StateOf state = StateOf.vcpus(3).pendingSpi(36, 0x40, 0b110);

        assertThat(best(state, GicProfile.KVM, 1)).isPresent();
        assertThat(best(state, GicProfile.KVM, 2)).isEmpty();
        assertThat(best(state, GicProfile.QEMU_VIRT, 2)).isPresent();
        assertThat(best(state, GicProfile.QEMU_VIRT, 0)).isEmpty();
    }

    @Test
    void shouldNameTheLowestSenderOfASoftwareGeneratedInterrupt() {
        StateOf state = StateOf.vcpus(2)
                .field(GICD_ISENABLER, 1, 3, 1)
                .field(GICD_ISPENDR, 1, 3, 1)
                .field(GICD_SPENDSGIR, 1, 3, 0b10);

        assertThat(best(state, GicProfile.KVM, 1)).get().satisfies(best -> {
            assertThat(best.intid()).isEqualTo(3);
            assertThat(best.source()).hasValue(1);
        });
        assertThat(best(state, GicProfile.KVM, 0)).isEmpty();
    }

    @Test
    void shouldGoWhereAGicv3RoutesItIfTheCpuEnablesItsGroup() {
        assertThat(best(routedToTheSecond(1), GicProfile.KVM, 1)).map(BestPending::intid).contains(36);
        assertThat(best(routedToTheSecond(1), GicProfile.KVM, 0)).isEmpty();
        assertThat(best(routedToTheSecond(0), GicProfile.KVM, 1)).isEmpty();
    }

    private static StateOf routedToTheSecond(int groupEnable) {
        return StateOf.gicv3(2)
                .field(Gicv3Distributor.GICD_ISENABLER, 0, 36, 1)
                .field(Gicv3Distributor.GICD_ISPENDR, 0, 36, 1)
                .field(Gicv3Distributor.GICD_IGROUPR, 0, 36, 1)
                .field(Gicv3Distributor.GICD_IPRIORITYR, 0, 36, 0x40)
                .word(Gicv3Distributor.GICD_IROUTER, 0, 2 * 36, 1)
                .word(Gicv3CpuInterface.ICC_IGRPEN0_EL1, 0, 0, 0)
                .word(Gicv3CpuInterface.ICC_IGRPEN1_EL1, 0, 0, 1)
                .word(Gicv3CpuInterface.ICC_IGRPEN1_EL1, 1, 0, groupEnable);
    }

    @Test
    void shouldBePendingByTheLineOfAGicv3() {
        StateOf state = StateOf.gicv3(1)
                .field(Gicv3RedistributorSgi.GICR_ISENABLER, 0, 27, 1)
                .field(Gicv3RedistributorSgi.GICR_ISPENDR, 0, 27, 0)
                .field(Gicv3RedistributorSgi.GICR_IGROUPR, 0, 27, 1)
                .field(Gicv3RedistributorSgi.GICR_ICFGR, 0, 27, 0)
                .field(Gicv3Input.LINE_LEVEL, 0, 27, 1)
                .word(Gicv3CpuInterface.ICC_IGRPEN0_EL1, 0, 0, 0)
                .word(Gicv3CpuInterface.ICC_IGRPEN1_EL1, 0, 0, 1);

        assertThat(best(state, GicProfile.KVM, 0)).map(BestPending::intid).contains(27);
    }

    private static Optional<BestPending> best(StateOf state, GicProfile profile, int vcpuIndex) {
        GicState built = state.state();
        return Deliveries.of(built, Interrupts.of(built).all(), profile).best(vcpuIndex);
    }
}

package org.gic4j.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICFGR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IPRIORITYR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ITARGETSR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SPENDSGIR;

import java.util.List;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.snapshot.GicState;
import org.junit.jupiter.api.Test;

class InterruptsTest {
    @Test
    void shouldTakeEachPropertyFromTheRegisterThatShowsIt() {
        InterruptView spi = Interrupts.of(
                        StateOf.vcpus(2).pendingSpi(41, 0xA8, 0b10).edge(41).state())
                .at(41, 0);

        assertThat(spi.is(InterruptProperty.ENABLED)).isTrue();
        assertThat(spi.is(InterruptProperty.PENDING)).isTrue();
        assertThat(spi.value(InterruptProperty.PRIORITY)).hasValue(0xA8);
        assertThat(spi.value(InterruptProperty.TARGETS)).hasValue(0b10);
        assertThat(spi.trigger()).contains(Trigger.EDGE);
    }

    @Test
    void shouldKeepPrivateInterruptsOfVcpusApart() {
        GicState state = StateOf.vcpus(3).field(GICD_ISENABLER, 1, 27, 1).state();

        assertThat(Interrupts.of(state).at(27))
                .extracting(view -> view.is(InterruptProperty.ENABLED))
                .containsExactly(false, true, false);
    }

    @Test
    void shouldShowASharedInterruptOnce() {
        GicState state = StateOf.vcpus(3).field(GICD_ISENABLER, 0, 40, 1).state();

        assertThat(Interrupts.of(state).at(40)).singleElement().satisfies(view -> assertThat(view.vcpu())
                .isNull());
    }

    @Test
    void shouldTellSourcesOfSoftwareGeneratedInterruptsOnly() {
        Interrupts interrupts = Interrupts.of(
                StateOf.vcpus(2).field(GICD_SPENDSGIR, 1, 6, 0b101).state());

        assertThat(interrupts.at(6, 1).value(InterruptProperty.SGI_SOURCES)).hasValue(0b101);
        assertThat(interrupts.at(16, 1).value(InterruptProperty.SGI_SOURCES)).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatTheStateDoesNotTell() {
        Interrupts interrupts = Interrupts.of(StateOf.vcpus(1).state());

        assertThat(interrupts.at(33, 0).properties()).isEmpty();
    }

    @Test
    void shouldLeaveOutTheTargetsOfPrivateInterrupts() {
        GicState state = StateOf.vcpus(2)
                .field(GICD_ITARGETSR, 0, 27, 0b01)
                .field(GICD_ITARGETSR, 1, 27, 0b10)
                .field(GICD_IPRIORITYR, 0, 27, 0x80)
                .field(GICD_IPRIORITYR, 1, 27, 0x80)
                .state();
        List<InterruptView> timers = Interrupts.of(state).at(27);

        assertThat(timers.getFirst().properties()).isEqualTo(timers.getLast().properties());
    }

    @Test
    void shouldTakeTheHigherBitOfTheConfiguration() {
        Interrupts interrupts =
                Interrupts.of(StateOf.vcpus(1).field(GICD_ICFGR, 0, 33, 0b01).state());

        assertThat(interrupts.at(33, 0).trigger()).contains(Trigger.LEVEL);
    }

    @Test
    void shouldListEveryInterruptOfEveryVcpu() {
        assertThat(Interrupts.of(StateOf.vcpus(2).state()).all()).hasSize(2 * 32 + 32);
    }
}

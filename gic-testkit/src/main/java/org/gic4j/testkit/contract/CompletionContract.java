package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends and deactivation, EOImode, the active state (CONTRACT 10; IHI 0048B 3.2.1, 4.4.5; IHI 0069 4.1, 12.2). */
public abstract class CompletionContract extends GuestContract {
    /** Tests an implementation. */
    protected CompletionContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldDropPriorityAndDeactivateByOneWrite() {
        Guest guest = kvm().edge(40, 0xA0);
        guest.raise(40);
        guest.acknowledge(0);
        assertThat(guest.isActive(0, 40)).isTrue();
        guest.end(0, 40);
        assertThat(guest.isActive(0, 40)).isFalse();
        assertThat(guest.runningPriority(0)).isEqualTo(0xFF);
    }

    @Test
    void shouldOnlyDropPriorityWithEoiMode() {
        Guest guest = kvm().edge(40, 0xA0).edge(41, 0xA0);
        guest.splitEnds(0, true);
        guest.raise(40);
        guest.acknowledge(0);
        guest.end(0, 40);
        assertThat(guest.runningPriority(0)).isEqualTo(0xFF);
        assertThat(guest.isActive(0, 40)).isTrue();
        guest.raise(41);
        assertThat(guest.acknowledge(0)).isEqualTo(41);
    }

    @Test
    void shouldDeactivateByDirWithEoiMode() {
        Guest guest = kvm().edge(40, 0xA0);
        guest.splitEnds(0, true);
        guest.raise(40);
        guest.acknowledge(0);
        guest.end(0, 40);
        guest.raise(40);
        assertThat(guest.irq(0)).isFalse();
        guest.deactivate(0, 40);
        assertThat(guest.isActive(0, 40)).isFalse();
        assertThat(guest.irq(0)).isTrue();
    }

    @Test
    void shouldDeactivateASharedInterruptFromAnotherCpu() {
        requires(Feature.DEACTIVATION_BY_ANY_VCPU);
        Guest guest = kvm().edge(40, 0xA0);
        guest.splitEnds(0, true);
        guest.splitEnds(1, true);
        guest.raise(40);
        guest.acknowledge(0);
        guest.end(0, 40);
        guest.deactivate(1, 40);
        assertThat(guest.isActive(0, 40)).isFalse();
    }

    @Test
    void shouldIgnoreDirWithoutEoiMode() {
        Guest guest = kvm().edge(40, 0xA0);
        guest.raise(40);
        guest.acknowledge(0);
        guest.deactivate(0, 40);
        assertThat(guest.isActive(0, 40)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1020, 1021, 1022, 1023})
    void shouldIgnoreEndsOfSpecialIntids(int intid) {
        Guest guest = kvm().edge(40, 0xA0);
        guest.raise(40);
        guest.acknowledge(0);
        guest.end(0, intid);
        assertThat(guest.runningPriority(0)).isEqualTo(0xA0);
        assertThat(guest.isActive(0, 40)).isTrue();
    }

    @Test
    void shouldDeactivateWhatIsNamedAndDropWhatIsHighest() {
        requires(Feature.ENDS_OUT_OF_ORDER);
        Guest guest = kvm().edge(40, 0xA0).edge(41, 0x80);
        guest.raise(40);
        guest.acknowledge(0);
        guest.raise(41);
        guest.acknowledge(0);
        guest.end(0, 40);
        assertThat(guest.isActive(0, 40)).isFalse();
        assertThat(guest.isActive(0, 41)).isTrue();
        assertThat(guest.runningPriority(0)).isEqualTo(0xA0);
    }

    @Test
    void shouldHoldBackAnInterruptThatIsMadeActive() {
        Guest guest = kvm().edge(40, 0xA0);
        guest.setActive(0, 40);
        guest.raise(40);
        assertThat(guest.irq(0)).isFalse();
        guest.clearActive(0, 40);
        assertThat(guest.irq(0)).isTrue();
        assertThat(guest.acknowledge(0)).isEqualTo(40);
    }

    @Test
    void shouldNotDeliverASharedInterruptThatIsActiveElsewhere() {
        Guest guest = kvm().edge(40, 0xA0);
        guest.raise(40);
        assertThat(guest.acknowledge(0)).isEqualTo(40);
        guest.route(40, 1);
        guest.raise(40);
        assertThat(guest.irq(1)).isFalse();
        assertThat(guest.acknowledge(1)).isEqualTo(Guest.SPURIOUS);
        guest.end(0, 40);
        assertThat(guest.acknowledge(1)).isEqualTo(40);
    }

    @Test
    void shouldEndAPpiOfItsOwnCpuOnly() {
        Guest guest = kvm();
        guest.enable(0, 20);
        guest.enable(1, 20);
        guest.setPending(0, 20);
        guest.setPending(1, 20);
        assertThat(guest.acknowledge(0)).isEqualTo(20);
        assertThat(guest.acknowledge(1)).isEqualTo(20);
        guest.end(0, 20);
        assertThat(guest.isActive(0, 20)).isFalse();
        assertThat(guest.isActive(1, 20)).isTrue();
    }
}

package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Priority mask, order, preemption, binary points, active priorities (CONTRACT 10; IHI 0048B 3.3, IHI 0069 4.8). */
public abstract class PriorityContract extends GuestContract {
    /** Tests an implementation. */
    protected PriorityContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldSignalOnlyPrioritiesAboveTheMask() {
        Guest guest = kvm().edge(40, 0x80);
        guest.mask(0, 0x80);
        guest.raise(40);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.acknowledge(0)).isEqualTo(Guest.SPURIOUS);
        guest.mask(0, 0x88);
        assertThat(guest.irq(0)).isTrue();
        assertThat(guest.acknowledge(0)).isEqualTo(40);
    }

    @Test
    void shouldWithdrawTheOutputWhenTheMaskIsLowered() {
        Guest guest = kvm().edge(40, 0x80);
        guest.raise(40);
        guest.mask(0, 0);
        assertThat(guest.irq(0)).isFalse();
    }

    @Test
    void shouldNeverDeliverTheLowestPriority() {
        Guest guest = kvm().edge(40, 0xFF);
        guest.mask(0, 0xFF);
        guest.raise(40);
        assertThat(guest.mask(0)).isEqualTo(0xF8);
        assertThat(guest.acknowledge(0)).isEqualTo(Guest.SPURIOUS);
        guest.priority(0, 40, 0xF0);
        assertThat(guest.acknowledge(0)).isEqualTo(40);
    }

    @Test
    void shouldTakeTheHighestPriorityFirst() {
        Guest guest = kvm().edge(40, 0xA0).edge(41, 0x80).edge(42, 0x90);
        guest.raise(40);
        guest.raise(41);
        guest.raise(42);
        assertThat(guest.acknowledge(0)).isEqualTo(41);
        guest.end(0, 41);
        assertThat(guest.acknowledge(0)).isEqualTo(42);
        guest.end(0, 42);
        assertThat(guest.acknowledge(0)).isEqualTo(40);
    }

    @Test
    void shouldTakeTheLowestIntidOfEqualPriorities() {
        requires(Feature.LOWEST_INTID_FIRST);
        Guest guest = kvm().edge(70, 0xA0).edge(41, 0xA0).edge(40, 0xA0);
        guest.raise(70);
        guest.raise(41);
        assertThat(guest.highestPending(0)).isEqualTo(41);
        guest.raise(40);
        assertThat(guest.acknowledge(0)).isEqualTo(40);
    }

    @Test
    void shouldGoByAPriorityThatChangesWhilePending() {
        Guest guest = kvm().edge(40, 0xA0).edge(41, 0x80);
        guest.raise(40);
        guest.raise(41);
        guest.priority(0, 40, 0x40);
        assertThat(guest.acknowledge(0)).isEqualTo(40);
        assertThat(guest.runningPriority(0)).isEqualTo(0x40);
    }

    @Test
    void shouldPreemptByAHigherPriorityOnly() {
        Guest guest = kvm().edge(40, 0xA0).edge(41, 0xA0).edge(42, 0xB0).edge(43, 0x80);
        guest.raise(40);
        assertThat(guest.acknowledge(0)).isEqualTo(40);
        guest.raise(41);
        guest.raise(42);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.acknowledge(0)).isEqualTo(Guest.SPURIOUS);
        guest.raise(43);
        assertThat(guest.irq(0)).isTrue();
        assertThat(guest.acknowledge(0)).isEqualTo(43);
    }

    @Test
    void shouldNestAndReturnToTheRunningPriorityBefore() {
        Guest guest = kvm().edge(40, 0xA0).edge(41, 0x80).edge(42, 0x40);
        assertThat(guest.runningPriority(0)).isEqualTo(Guest.IDLE);
        for (int intid = 40; intid <= 42; intid++) {
            guest.raise(intid);
            assertThat(guest.acknowledge(0)).isEqualTo(intid);
        }
        assertThat(guest.runningPriority(0)).isEqualTo(0x40);
        guest.end(0, 42);
        assertThat(guest.runningPriority(0)).isEqualTo(0x80);
        guest.end(0, 41);
        assertThat(guest.runningPriority(0)).isEqualTo(0xA0);
        guest.end(0, 40);
        assertThat(guest.runningPriority(0)).isEqualTo(Guest.IDLE);
    }

    @Test
    void shouldShowTheHighestPendingWhateverMaskAndRunningPriorityAre() {
        requires(Feature.UNMASKED_HIGHEST_PENDING);
        Guest guest = kvm().edge(40, 0xA0).edge(41, 0x80).edge(42, 0x90);
        guest.raise(41);
        guest.acknowledge(0);
        guest.raise(40);
        guest.mask(0, 0x10);
        assertThat(guest.highestPending(0)).isEqualTo(40);
        guest.disable(0, 42);
        guest.raise(42);
        assertThat(guest.highestPending(0)).isEqualTo(40);
    }

    /** 0x40 and 0x60 are one group priority at binary point 5, two at 4. */
    @ParameterizedTest
    @CsvSource({"5, false", "4, true", "2, true"})
    void shouldPreemptByGroupPriority(int binaryPoint, boolean preempts) {
        Guest guest = kvm().edge(40, 0x60).edge(41, 0x40);
        guest.binaryPoint(0, binaryPoint);
        guest.raise(40);
        assertThat(guest.acknowledge(0)).isEqualTo(40);
        guest.raise(41);
        assertThat(guest.irq(0)).isEqualTo(preempts);
        assertThat(guest.acknowledge(0)).isEqualTo(preempts ? 41 : Guest.SPURIOUS);
    }

    @Test
    void shouldOrderByTheWholePriorityWithinAGroupPriority() {
        Guest guest = kvm().edge(40, 0x60).edge(41, 0x40);
        guest.binaryPoint(0, 6);
        guest.raise(40);
        guest.raise(41);
        assertThat(guest.acknowledge(0)).isEqualTo(41);
    }

    @Test
    void shouldShowActivePriorities() {
        Guest guest = kvm().edge(40, 0xA0).edge(41, 0x80);
        guest.raise(40);
        guest.acknowledge(0);
        guest.raise(41);
        guest.acknowledge(0);
        assertThat(guest.activePriorities(0)).isEqualTo(1 << 20 | 1 << 16);
        guest.end(0, 41);
        assertThat(guest.activePriorities(0)).isEqualTo(1 << 20);
        assertThat(guest.activePriorities(1)).isZero();
    }

    @Test
    void shouldRunAtTheActivePrioritiesThatAreWritten() {
        Guest guest = kvm().edge(40, 0xA0);
        guest.activePriorities(0, 1 << 16);
        assertThat(guest.runningPriority(0)).isEqualTo(0x80);
        guest.raise(40);
        assertThat(guest.irq(0)).isFalse();
        guest.activePriorities(0, 0);
        assertThat(guest.irq(0)).isTrue();
    }

    @Test
    void shouldDropTheHighestPriorityWhateverIsEnded() {
        Guest guest = kvm().edge(40, 0xA0).edge(41, 0x80);
        guest.raise(40);
        guest.acknowledge(0);
        guest.raise(41);
        guest.acknowledge(0);
        guest.end(0, 40);
        assertThat(guest.runningPriority(0)).isEqualTo(0xA0);
        guest.end(0, 41);
        assertThat(guest.runningPriority(0)).isEqualTo(Guest.IDLE);
    }
}

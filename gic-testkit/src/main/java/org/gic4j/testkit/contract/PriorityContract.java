package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_ABPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_APR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_BPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_NSAPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_PMR;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Priority mask, order, preemption, binary points, active priorities (CONTRACT 10; IHI 0048B 3.3). */
public abstract class PriorityContract extends GuestContract {
    private static final int IDLE = 0xFF;

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
        assertThat(guest.read(0, GICC_PMR)).isEqualTo(0xF8);
        assertThat(guest.acknowledge(0)).isEqualTo(Guest.SPURIOUS);
        guest.priority(0, 40, 0xF0);
        assertThat(guest.acknowledge(0)).isEqualTo(40);
    }

    @Test
    void shouldHoldEightPriorityBitsAsQemu() {
        Guest guest = qemu().edge(40, 0xFE);
        guest.mask(0, 0xFF);
        assertThat(guest.read(0, GICC_PMR)).isEqualTo(0xFF);
        guest.raise(40);
        assertThat(guest.acknowledge(0)).isEqualTo(40);
        assertThat(guest.runningPriority(0)).isEqualTo(0xFE);
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
        assertThat(guest.runningPriority(0)).isEqualTo(IDLE);
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
        assertThat(guest.runningPriority(0)).isEqualTo(IDLE);
    }

    @Test
    void shouldShowTheHighestPendingWhateverMaskAndRunningPriorityAre() {
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
        guest.write(0, GICC_BPR, binaryPoint);
        guest.raise(40);
        assertThat(guest.acknowledge(0)).isEqualTo(40);
        guest.raise(41);
        assertThat(guest.irq(0)).isEqualTo(preempts);
        assertThat(guest.acknowledge(0)).isEqualTo(preempts ? 41 : Guest.SPURIOUS);
    }

    @Test
    void shouldOrderByTheWholePriorityWithinAGroupPriority() {
        Guest guest = kvm().edge(40, 0x60).edge(41, 0x40);
        guest.write(0, GICC_BPR, 6);
        guest.raise(40);
        guest.raise(41);
        assertThat(guest.acknowledge(0)).isEqualTo(41);
    }

    @Test
    void shouldNotPreemptAtTheHighestBinaryPoint() {
        Guest guest = kvm().edge(40, 0xA0).edge(41, 0x00);
        guest.write(0, GICC_BPR, 7);
        guest.raise(40);
        assertThat(guest.acknowledge(0)).isEqualTo(40);
        guest.raise(41);
        assertThat(guest.irq(0)).isFalse();
        guest.end(0, 40);
        assertThat(guest.acknowledge(0)).isEqualTo(41);
    }

    @Test
    void shouldHoldBinaryPointsFromTheHardwaresMinimum() {
        Guest guest = kvm();
        guest.write(0, GICC_BPR, 0);
        guest.write(0, GICC_ABPR, 0);
        assertThat(guest.read(0, GICC_BPR)).isEqualTo(2);
        assertThat(guest.read(0, GICC_ABPR)).isEqualTo(3);
        guest.write(0, GICC_BPR, 0xFF);
        guest.write(0, GICC_ABPR, 6);
        assertThat(guest.read(0, GICC_BPR)).isEqualTo(7);
        assertThat(guest.read(0, GICC_ABPR)).isEqualTo(6);
    }

    @Test
    void shouldHoldLowerBinaryPointsAsQemu() {
        Guest guest = qemu();
        guest.write(0, GICC_BPR, 0);
        guest.write(0, GICC_ABPR, 0);
        assertThat(guest.read(0, GICC_BPR)).isZero();
        assertThat(guest.read(0, GICC_ABPR)).isEqualTo(1);
    }

    @Test
    void shouldShowActivePriorities() {
        Guest guest = kvm().edge(40, 0xA0).edge(41, 0x80);
        guest.raise(40);
        guest.acknowledge(0);
        guest.raise(41);
        guest.acknowledge(0);
        assertThat(guest.read(0, GICC_APR)).isEqualTo(1 << 20 | 1 << 16);
        guest.end(0, 41);
        assertThat(guest.read(0, GICC_APR)).isEqualTo(1 << 20);
        assertThat(guest.read(1, GICC_APR)).isZero();
    }

    @Test
    void shouldRunAtTheActivePrioritiesThatAreWritten() {
        Guest guest = kvm().edge(40, 0xA0);
        guest.write(0, GICC_APR, 1 << 16);
        assertThat(guest.runningPriority(0)).isEqualTo(0x80);
        guest.raise(40);
        assertThat(guest.irq(0)).isFalse();
        guest.write(0, GICC_APR, 0);
        assertThat(guest.irq(0)).isTrue();
    }

    @Test
    void shouldHaveOneWordOfActivePriorities() {
        Guest guest = kvm();
        for (int word = 1; word < 4; word++) {
            guest.write(0, GICC_APR, word, -1);
            assertThat(guest.read(0, GICC_APR, word)).isZero();
        }
        for (int word = 0; word < 4; word++) {
            guest.write(0, GICC_NSAPR, word, -1);
            assertThat(guest.read(0, GICC_NSAPR, word)).isZero();
        }
        assertThat(guest.runningPriority(0)).isEqualTo(IDLE);
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
        assertThat(guest.runningPriority(0)).isEqualTo(IDLE);
    }
}

package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_ABPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_APR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_BPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_NSAPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_PMR;

import org.junit.jupiter.api.Test;

/** Priorities and ends as only a GICv2 has them (CONTRACT 10; IHI 0048B 3.3, 4.4). */
public abstract class Gicv2PriorityContract extends Gicv2GuestContract {
    /** Tests an implementation. */
    protected Gicv2PriorityContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldHoldEightPriorityBitsAsQemu() {
        Gicv2Guest guest = qemu().edge(40, 0xFE);
        guest.mask(0, 0xFF);
        assertThat(guest.read(0, GICC_PMR)).isEqualTo(0xFF);
        guest.raise(40);
        assertThat(guest.acknowledge(0)).isEqualTo(40);
        assertThat(guest.runningPriority(0)).isEqualTo(0xFE);
    }

    @Test
    void shouldNotPreemptAtTheHighestBinaryPoint() {
        Gicv2Guest guest = kvm().edge(40, 0xA0).edge(41, 0x00);
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
        Gicv2Guest guest = kvm();
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
        Gicv2Guest guest = qemu();
        guest.write(0, GICC_BPR, 0);
        guest.write(0, GICC_ABPR, 0);
        assertThat(guest.read(0, GICC_BPR)).isZero();
        assertThat(guest.read(0, GICC_ABPR)).isEqualTo(1);
    }

    @Test
    void shouldHaveOneWordOfActivePriorities() {
        Gicv2Guest guest = kvm();
        for (int word = 1; word < 4; word++) {
            guest.write(0, GICC_APR, word, -1);
            assertThat(guest.read(0, GICC_APR, word)).isZero();
        }
        for (int word = 0; word < 4; word++) {
            guest.write(0, GICC_NSAPR, word, -1);
            assertThat(guest.read(0, GICC_NSAPR, word)).isZero();
        }
        assertThat(guest.runningPriority(0)).isEqualTo(Guest.IDLE);
    }

    @Test
    void shouldDeactivateByAnEndWithoutAcknowledge() {
        Gicv2Guest guest = kvm().edge(40, 0xA0);
        guest.setActive(0, 40);
        guest.end(0, 40);
        assertThat(guest.isActive(0, 40)).isFalse();
        assertThat(guest.runningPriority(0)).isEqualTo(0xFF);
    }
}

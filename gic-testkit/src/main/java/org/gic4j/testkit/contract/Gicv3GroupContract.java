package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_EOIR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_HPPIR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IAR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN1_EL1;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_CTLR;

import org.junit.jupiter.api.Test;

/** The two groups of a GICv3 with one security state, and their binary points (IHI 0069 sections 4.6 and 4.8). */
public abstract class Gicv3GroupContract extends Gicv3GuestContract {
    private static final int SPI = 40;
    private static final int OTHER = 41;
    private static final int PRIORITY = 0xA0;

    /** Tests an implementation. */
    protected Gicv3GroupContract(Implementation implementation) {
        super(implementation);
    }

    /** With both groups enabled. */
    private Gicv3Guest both() {
        Gicv3Guest guest = kvm();
        guest.write(0, ICC_IGRPEN0_EL1, 1);
        return guest;
    }

    @Test
    void shouldSignalGroup0ByFiqAndHideItFromTheRegistersOfGroup1() {
        Gicv3Guest guest = both().edge(SPI, PRIORITY);
        guest.group(0, SPI, 0);
        guest.raise(SPI);
        assertThat(guest.fiq(0)).isTrue();
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.highestPending(0)).isEqualTo(Guest.SPURIOUS);
        assertThat(guest.acknowledge(0)).isEqualTo(Guest.SPURIOUS);
        assertThat(guest.read(0, ICC_HPPIR0_EL1)).isEqualTo(SPI);
        assertThat(guest.read(0, ICC_IAR0_EL1)).isEqualTo(SPI);
    }

    @Test
    void shouldSignalGroup1ByIrqAndHideItFromTheRegistersOfGroup0() {
        Gicv3Guest guest = both().edge(SPI, PRIORITY);
        guest.raise(SPI);
        assertThat(guest.irq(0)).isTrue();
        assertThat(guest.fiq(0)).isFalse();
        assertThat(guest.read(0, ICC_HPPIR0_EL1)).isEqualTo(Guest.SPURIOUS);
        assertThat(guest.read(0, ICC_IAR0_EL1)).isEqualTo(Guest.SPURIOUS);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
    }

    @Test
    void shouldNotLetAGroupThatIsDisabledBlockTheOther() {
        Gicv3Guest guest = both().edge(SPI, 0x10).edge(OTHER, PRIORITY);
        guest.group(0, SPI, 0);
        guest.write(0, ICC_IGRPEN0_EL1, 0);
        guest.raise(SPI);
        guest.raise(OTHER);
        assertThat(guest.acknowledge(0)).isEqualTo(OTHER);
    }

    @Test
    void shouldForwardBothGroupsByOneEnableAsKvmDoes() {
        requires(Feature.LATE_DELIVERY);
        Gicv3Guest guest = both().edge(SPI, PRIORITY);
        guest.group(0, SPI, 0);
        guest.raise(SPI);
        guest.write(0, GICD_CTLR, 0);
        assertThat(guest.fiq(0)).isFalse();
        guest.write(0, GICD_CTLR, 2);
        assertThat(guest.fiq(0)).isTrue();
    }

    @Test
    void shouldForwardEachGroupByItsOwnEnableAsQemuDoes() {
        Gicv3Guest guest = qemu();
        guest.write(0, ICC_IGRPEN0_EL1, 1);
        guest.edge(SPI, PRIORITY);
        guest.group(0, SPI, 0);
        guest.raise(SPI);
        guest.write(0, GICD_CTLR, 2);
        assertThat(guest.fiq(0)).isFalse();
        guest.write(0, GICD_CTLR, 1);
        assertThat(guest.fiq(0)).isTrue();
    }

    @Test
    void shouldIgnoreAnEndOfTheOtherGroup() {
        requires(Feature.ENDS_OUT_OF_ORDER);
        Gicv3Guest guest = both().edge(SPI, PRIORITY);
        guest.raise(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        guest.write(0, ICC_EOIR0_EL1, SPI);
        assertThat(guest.runningPriority(0)).isEqualTo(PRIORITY);
        assertThat(guest.isActive(0, SPI)).isTrue();
    }

    @Test
    void shouldPreemptGroup1ByGroup0AndBack() {
        Gicv3Guest guest = both().edge(SPI, PRIORITY).edge(OTHER, 0x80);
        guest.group(0, OTHER, 0);
        guest.raise(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        guest.raise(OTHER);
        assertThat(guest.fiq(0)).isTrue();
        assertThat(guest.read(0, ICC_IAR0_EL1)).isEqualTo(OTHER);
        assertThat(guest.runningPriority(0)).isEqualTo(0x80);
        guest.write(0, ICC_EOIR0_EL1, OTHER);
        assertThat(guest.runningPriority(0)).isEqualTo(PRIORITY);
    }

    /** At 0x98 and 0x90, which are one group priority at the binary point of the one that is to preempt. */
    @Test
    void shouldNotPreemptWithinAGroupPriorityThoughTheRunningOneIsOfTheOtherGroup() {
        Gicv3Guest guest = both().edge(SPI, 0x98).edge(OTHER, 0x90);
        guest.group(0, OTHER, 0);
        guest.write(0, ICC_BPR0_EL1, 5);
        guest.raise(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        assertThat(guest.runningPriority(0)).isEqualTo(0x98);
        guest.raise(OTHER);
        assertThat(guest.fiq(0)).isFalse();
        assertThat(guest.read(0, ICC_IAR0_EL1)).isEqualTo(Guest.SPURIOUS);
        guest.end(0, SPI);
        assertThat(guest.read(0, ICC_IAR0_EL1)).isEqualTo(OTHER);
    }

    @Test
    void shouldCountOneBitLessForGroup1ThanForGroup0() {
        Gicv3Guest guest = both().edge(SPI, 0xB8).edge(OTHER, 0xB8);
        guest.group(0, OTHER, 0);
        guest.write(0, ICC_BPR0_EL1, 5);
        guest.write(0, ICC_BPR1_EL1, 5);
        guest.raise(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        assertThat(guest.runningPriority(0)).isEqualTo(0xA0);
        guest.end(0, SPI);
        guest.raise(OTHER);
        assertThat(guest.read(0, ICC_IAR0_EL1)).isEqualTo(OTHER);
        assertThat(guest.runningPriority(0)).isEqualTo(0x80);
    }

    @Test
    void shouldUseTheCommonBinaryPointForBothGroups() {
        Gicv3Guest guest = both();
        guest.write(0, ICC_BPR0_EL1, 5);
        guest.write(0, ICC_CTLR_EL1, 1);
        assertThat(guest.read(0, ICC_BPR1_EL1)).isEqualTo(6);
        guest.write(0, ICC_BPR1_EL1, 3);
        guest.edge(SPI, 0xB8);
        guest.raise(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        assertThat(guest.runningPriority(0)).isEqualTo(0x80);
    }

    @Test
    void shouldStopSignallingWithTheGroupAndGoOn() {
        Gicv3Guest guest = kvm().edge(SPI, PRIORITY);
        guest.raise(SPI);
        guest.write(0, ICC_IGRPEN1_EL1, 0);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.acknowledge(0)).isEqualTo(Guest.SPURIOUS);
        guest.write(0, ICC_IGRPEN1_EL1, 1);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
    }
}

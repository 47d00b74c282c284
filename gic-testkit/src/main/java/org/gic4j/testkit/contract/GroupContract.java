package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_ABPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_AEOIR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_AHPPIR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_AIAR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_BPR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CTLR;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interrupt groups: outputs, enables, spurious INTIDs, alias registers, CBPR (CONTRACT 10; IHI 0048B 3.9, 4.4). */
public abstract class GroupContract extends Gicv2GuestContract {
    private static final int GROUP_0 = 0x1;
    private static final int GROUP_1 = 0x2;
    private static final int ACK_CTL = 0x4;
    private static final int FIQ_EN = 0x8;
    private static final int CBPR = 0x10;

    /** Tests an implementation. */
    protected GroupContract(Implementation implementation) {
        super(implementation);
    }

    /** SPI 40 in group 0 and SPI 41 in group 1. */
    private static Gicv2Guest withBothGroups(Gicv2Guest guest) {
        guest.edge(40, 0xA0).edge(41, 0xA0);
        guest.group1(0, 41);
        return guest;
    }

    @Test
    void shouldSignalGroup0ByIrqUnlessFiqIsEnabled() {
        Gicv2Guest guest = withBothGroups(kvm());
        guest.raise(40);
        assertThat(guest.irq(0)).isTrue();
        assertThat(guest.fiq(0)).isFalse();
        guest.control(0, GROUP_0 | FIQ_EN);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.fiq(0)).isTrue();
    }

    @Test
    void shouldSignalGroup1ByIrqAlways() {
        Gicv2Guest guest = withBothGroups(kvm());
        guest.control(0, GROUP_0 | GROUP_1 | FIQ_EN);
        guest.raise(41);
        assertThat(guest.irq(0)).isTrue();
        assertThat(guest.fiq(0)).isFalse();
    }

    @Test
    void shouldSignalOnlyGroupsThatTheCpuInterfaceEnables() {
        Gicv2Guest guest = withBothGroups(kvm());
        guest.control(0, GROUP_1);
        guest.raise(40);
        assertThat(guest.irq(0)).isFalse();
        guest.control(0, GROUP_0);
        assertThat(guest.irq(0)).isTrue();
        guest.control(0, 0);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.acknowledge(0)).isEqualTo(Guest.SPURIOUS);
    }

    @Test
    void shouldServeBothGroupsByOneEnableOfTheDistributor() {
        requires(Feature.ALIASED_REGISTERS);
        requires(Feature.LATE_DELIVERY);
        Gicv2Guest guest = withBothGroups(kvm());
        guest.control(0, GROUP_0 | GROUP_1);
        guest.write(0, GICD_CTLR, 0xFFFF_FFFE);
        assertThat(guest.read(0, GICD_CTLR)).isZero();
        guest.raise(40);
        guest.raise(41);
        assertThat(guest.irq(0)).isFalse();
        guest.write(0, GICD_CTLR, 1);
        assertThat(guest.read(0, GICC_AHPPIR)).isEqualTo(Guest.SPURIOUS);
        assertThat(guest.acknowledge(0)).isEqualTo(40);
        guest.end(0, 40);
        assertThat(guest.read(0, GICC_AHPPIR)).isEqualTo(41);
    }

    @Test
    void shouldEnableEachGroupByABitOfTheDistributorAsQemu() {
        Gicv2Guest guest = withBothGroups(qemu());
        guest.control(0, GROUP_0 | GROUP_1 | ACK_CTL);
        guest.raise(40);
        guest.raise(41);
        guest.write(0, GICD_CTLR, GROUP_1);
        assertThat(guest.highestPending(0)).isEqualTo(41);
        guest.write(0, GICD_CTLR, GROUP_0);
        assertThat(guest.highestPending(0)).isEqualTo(40);
        guest.write(0, GICD_CTLR, 0);
        assertThat(guest.irq(0)).isFalse();
    }

    @Test
    void shouldAnswer1022ForGroup1UnlessAckCtlIsSet() {
        Gicv2Guest guest = withBothGroups(kvm());
        guest.control(0, GROUP_0 | GROUP_1);
        guest.raise(41);
        assertThat(guest.highestPending(0)).isEqualTo(Gicv2Guest.SPURIOUS_GROUP_1);
        assertThat(guest.acknowledge(0)).isEqualTo(Gicv2Guest.SPURIOUS_GROUP_1);
        assertThat(guest.irq(0)).isTrue();
        guest.control(0, GROUP_0 | GROUP_1 | ACK_CTL);
        assertThat(guest.highestPending(0)).isEqualTo(41);
        assertThat(guest.acknowledge(0)).isEqualTo(41);
    }

    @Test
    void shouldAnswer1023WithNothingPending() {
        Gicv2Guest guest = kvm();
        assertThat(guest.acknowledge(0)).isEqualTo(Guest.SPURIOUS);
        assertThat(guest.highestPending(0)).isEqualTo(Guest.SPURIOUS);
    }

    @Test
    void shouldAnswer1023ByTheAliasesWithNothingPending() {
        requires(Feature.ALIASED_REGISTERS);
        Gicv2Guest guest = kvm();
        assertThat(guest.read(0, GICC_AIAR)).isEqualTo(Guest.SPURIOUS);
        assertThat(guest.read(0, GICC_AHPPIR)).isEqualTo(Guest.SPURIOUS);
    }

    @Test
    void shouldGoByTheBestOfBothGroups() {
        Gicv2Guest guest = withBothGroups(kvm());
        guest.control(0, GROUP_0 | GROUP_1);
        guest.priority(0, 41, 0x80);
        guest.raise(40);
        guest.raise(41);
        assertThat(guest.acknowledge(0)).isEqualTo(Gicv2Guest.SPURIOUS_GROUP_1);
        guest.priority(0, 41, 0xB0);
        assertThat(guest.acknowledge(0)).isEqualTo(40);
    }

    @Test
    void shouldAcknowledgeAndEndGroup1ByTheAliases() {
        requires(Feature.ALIASED_REGISTERS);
        Gicv2Guest guest = withBothGroups(kvm());
        guest.control(0, GROUP_0 | GROUP_1);
        guest.raise(41);
        assertThat(guest.read(0, GICC_AHPPIR)).isEqualTo(41);
        assertThat(guest.read(0, GICC_AIAR)).isEqualTo(41);
        assertThat(guest.runningPriority(0)).isEqualTo(0xA0);
        guest.write(0, GICC_AEOIR, 41);
        assertThat(guest.runningPriority(0)).isEqualTo(0xFF);
        guest.raise(41);
        assertThat(guest.read(0, GICC_AIAR)).isEqualTo(41);
    }

    @Test
    void shouldNotAcknowledgeGroup0ByTheAlias() {
        requires(Feature.ALIASED_REGISTERS);
        Gicv2Guest guest = withBothGroups(kvm());
        guest.control(0, GROUP_0 | GROUP_1);
        guest.raise(40);
        assertThat(guest.read(0, GICC_AIAR)).isEqualTo(Guest.SPURIOUS);
        assertThat(guest.read(0, GICC_AHPPIR)).isEqualTo(Guest.SPURIOUS);
        assertThat(guest.acknowledge(0)).isEqualTo(40);
    }

    @Test
    void shouldMoveAPendingInterruptBetweenGroups() {
        Gicv2Guest guest = withBothGroups(kvm());
        guest.control(0, GROUP_0);
        guest.raise(40);
        assertThat(guest.irq(0)).isTrue();
        guest.group1(0, 40);
        assertThat(guest.irq(0)).isFalse();
        guest.control(0, GROUP_1);
        assertThat(guest.irq(0)).isTrue();
    }

    /**
     * Group 1 preempts by GICC_ABPR less one, with CBPR by GICC_BPR: 0x40 and 0x60 are one group priority at point 5,
     * two at 4.
     */
    @ParameterizedTest
    @CsvSource({
        "2, 6, 0x00, false",
        "2, 5, 0x00, true",
        "5, 3, 0x00, true",
        "5, 3, 0x10, false",
        "4, 7, 0x10, true",
    })
    void shouldPreemptInGroup1ByItsBinaryPoint(int common, int aliased, String cbpr, boolean preempts) {
        Gicv2Guest guest = kvm().edge(41, 0x60).edge(42, 0x40);
        guest.group1(0, 41);
        guest.group1(0, 42);
        guest.write(0, GICC_BPR, common);
        guest.write(0, GICC_ABPR, aliased);
        guest.control(0, GROUP_0 | GROUP_1 | ACK_CTL | Integer.decode(cbpr) & CBPR);
        guest.raise(41);
        assertThat(guest.acknowledge(0)).isEqualTo(41);
        guest.raise(42);
        assertThat(guest.irq(0)).isEqualTo(preempts);
    }

    @Test
    void shouldPreemptInGroup0ByTheCommonBinaryPoint() {
        Gicv2Guest guest = kvm().edge(41, 0x60).edge(42, 0x40);
        guest.write(0, GICC_BPR, 5);
        guest.write(0, GICC_ABPR, 3);
        guest.raise(41);
        assertThat(guest.acknowledge(0)).isEqualTo(41);
        guest.raise(42);
        assertThat(guest.irq(0)).isFalse();
    }
}

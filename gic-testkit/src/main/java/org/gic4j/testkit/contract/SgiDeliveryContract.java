package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CPENDSGIR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICPENDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SGIR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SPENDSGIR;

import org.junit.jupiter.api.Test;

/** Software generated interrupts as a guest sees them: sources, targets, order (CONTRACT 10; IHI 0048B 3.2.2, 4.3.15). */
public abstract class SgiDeliveryContract extends Gicv2GuestContract {
    private static final int SGI = 3;
    private static final int FROM_CPU_1 = 1 << 10;

    /** Tests an implementation. */
    protected SgiDeliveryContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldAcknowledgeAnSgiWithItsSource() {
        Gicv2Guest guest = kvm();
        guest.send(1, SGI, 0b01);
        assertThat(guest.irq(0)).isTrue();
        assertThat(guest.irq(1)).isFalse();
        assertThat(guest.acknowledge(0)).isEqualTo(FROM_CPU_1 | SGI);
        assertThat(guest.acknowledge(1)).isEqualTo(Guest.SPURIOUS);
    }

    @Test
    void shouldShowAPendingSgiWithItsSource() {
        requires(Feature.UNMASKED_HIGHEST_PENDING);
        Gicv2Guest guest = kvm();
        guest.send(1, SGI, 0b01);
        assertThat(guest.highestPending(0)).isEqualTo(FROM_CPU_1 | SGI);
    }

    @Test
    void shouldTakeSourcesOneAtATimeTheLowestFirst() {
        Gicv2Guest guest = kvm();
        guest.send(1, SGI, 0b01);
        guest.send(0, SGI, 0b01);
        assertThat(guest.acknowledge(0)).isEqualTo(SGI);
        assertThat(guest.read(0, GICD_SPENDSGIR)).isEqualTo(0x0200_0000);
        guest.end(0, SGI);
        assertThat(guest.irq(0)).isTrue();
        assertThat(guest.acknowledge(0)).isEqualTo(FROM_CPU_1 | SGI);
        guest.end(0, FROM_CPU_1 | SGI);
        assertThat(guest.irq(0)).isFalse();
    }

    @Test
    void shouldMergeRepeatedSgisOfOneSource() {
        Gicv2Guest guest = kvm();
        guest.send(1, SGI, 0b01);
        guest.send(1, SGI, 0b01);
        assertThat(guest.acknowledge(0)).isEqualTo(FROM_CPU_1 | SGI);
        guest.end(0, FROM_CPU_1 | SGI);
        assertThat(guest.acknowledge(0)).isEqualTo(Guest.SPURIOUS);
    }

    @Test
    void shouldNotDeliverAnSgiThatIsActive() {
        Gicv2Guest guest = kvm();
        guest.control(0, 0x201);
        guest.send(0, SGI, 0b01);
        assertThat(guest.acknowledge(0)).isEqualTo(SGI);
        guest.end(0, SGI);
        guest.send(1, SGI, 0b01);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.acknowledge(0)).isEqualTo(Guest.SPURIOUS);
        guest.deactivate(0, SGI);
        assertThat(guest.acknowledge(0)).isEqualTo(FROM_CPU_1 | SGI);
    }

    @Test
    void shouldIgnoreTheSourceInEnds() {
        Gicv2Guest guest = kvm();
        guest.send(1, SGI, 0b01);
        guest.acknowledge(0);
        guest.end(0, SGI);
        guest.send(1, SGI, 0b01);
        assertThat(guest.acknowledge(0)).isEqualTo(FROM_CPU_1 | SGI);
    }

    @Test
    void shouldSendToAllOthersByFilter() {
        Gicv2Guest guest = kvm();
        guest.write(0, GICD_SGIR, 1 << 24 | SGI);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.acknowledge(1)).isEqualTo(SGI);
    }

    @Test
    void shouldSendToItselfByFilter() {
        Gicv2Guest guest = kvm();
        guest.write(1, GICD_SGIR, 2 << 24 | SGI);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.acknowledge(1)).isEqualTo(FROM_CPU_1 | SGI);
    }

    @Test
    void shouldSendToNobodyByTheReservedFilter() {
        Gicv2Guest guest = kvm();
        guest.write(0, GICD_SGIR, 3 << 24 | 0xFF << 16 | SGI);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.irq(1)).isFalse();
    }

    @Test
    void shouldIgnoreListedCpusThatDoNotExist() {
        Gicv2Guest guest = kvm();
        guest.send(0, SGI, 0b1111_1110);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.acknowledge(1)).isEqualTo(SGI);
    }

    @Test
    void shouldIgnorePendingBitsOfSgisFromAGuest() {
        Gicv2Guest guest = kvm();
        guest.write(0, GICD_ISPENDR, 1 << SGI);
        assertThat(guest.read(0, GICD_ISPENDR)).isZero();
        guest.send(0, SGI, 0b01);
        guest.write(0, GICD_ICPENDR, 1 << SGI);
        assertThat(guest.read(0, GICD_ISPENDR)).isEqualTo(1 << SGI);
    }

    @Test
    void shouldLetAGuestSetAndClearSources() {
        Gicv2Guest guest = kvm();
        guest.write(0, GICD_SPENDSGIR, 0x0300_0000);
        assertThat(guest.irq(0)).isTrue();
        guest.write(0, GICD_CPENDSGIR, 0x0100_0000);
        assertThat(guest.acknowledge(0)).isEqualTo(FROM_CPU_1 | SGI);
        guest.end(0, SGI);
        assertThat(guest.irq(0)).isFalse();
    }

    @Test
    void shouldHoldBackADisabledSgi() {
        Gicv2Guest guest = kvm();
        guest.disable(0, SGI);
        guest.send(0, SGI, 0b11);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.irq(1)).isTrue();
        guest.enable(0, SGI);
        assertThat(guest.irq(0)).isTrue();
    }

    @Test
    void shouldAlwaysHaveSgisEnabledAsQemu() {
        Gicv2Guest guest = qemu();
        guest.disable(0, SGI);
        assertThat(guest.read(0, GICD_ISENABLER)).isEqualTo(0xFFFF);
        guest.send(0, SGI, 0b01);
        assertThat(guest.acknowledge(0)).isEqualTo(SGI);
    }

    @Test
    void shouldHaveAPriorityOfAnSgiForEachCpu() {
        Gicv2Guest guest = kvm();
        guest.priority(0, SGI, 0xA0);
        guest.priority(0, SGI + 1, 0x80);
        guest.priority(1, SGI, 0x80);
        guest.priority(1, SGI + 1, 0xA0);
        guest.send(0, SGI, 0b11);
        guest.send(0, SGI + 1, 0b11);
        assertThat(guest.acknowledge(0)).isEqualTo(SGI + 1);
        assertThat(guest.acknowledge(1)).isEqualTo(SGI);
    }
}

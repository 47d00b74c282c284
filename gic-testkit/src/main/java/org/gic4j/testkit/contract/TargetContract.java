package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ITARGETSR;

import org.junit.jupiter.api.Test;

/** Where shared interrupts go: KVM's choice and the architecture's (CONTRACT 10; IHI 0048B 4.3.12). */
public abstract class TargetContract extends Gicv2GuestContract {
    private static final int SPI = 40;

    /** Tests an implementation. */
    protected TargetContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldDeliverToTheTarget() {
        Gicv2Guest guest = kvm().edge(SPI, 0xA0);
        guest.targets(SPI, 0b10);
        guest.raise(SPI);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.acknowledge(0)).isEqualTo(Guest.SPURIOUS);
        assertThat(guest.acknowledge(1)).isEqualTo(SPI);
    }

    @Test
    void shouldDeliverToTheLowestOfSeveralTargets() {
        Gicv2Guest guest = kvm().edge(SPI, 0xA0);
        guest.targets(SPI, 0b11);
        guest.raise(SPI);
        assertThat(guest.irq(0)).isTrue();
        assertThat(guest.irq(1)).isFalse();
    }

    @Test
    void shouldDeliverToTheFirstVcpuWithoutTargets() {
        Gicv2Guest guest = kvm().edge(SPI, 0xA0);
        guest.targets(SPI, 0);
        guest.raise(SPI);
        assertThat(guest.irq(0)).isTrue();
        assertThat(guest.irq(1)).isFalse();
    }

    @Test
    void shouldMoveAPendingInterruptToItsNewTarget() {
        Gicv2Guest guest = kvm().edge(SPI, 0xA0);
        guest.raise(SPI);
        guest.targets(SPI, 0b10);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.irq(1)).isTrue();
        assertThat(guest.acknowledge(1)).isEqualTo(SPI);
    }

    @Test
    void shouldIgnoreTargetsThatDoNotExist() {
        Gicv2Guest guest = kvm().edge(SPI, 0xA0);
        guest.targets(SPI, 0xFE);
        assertThat(guest.read(0, GICD_ITARGETSR, SPI / 4)).isEqualTo(0x02);
        guest.raise(SPI);
        assertThat(guest.irq(1)).isTrue();
    }

    @Test
    void shouldShowTheAccessingCpuAsTargetOfPrivateInterrupts() {
        Gicv2Guest guest = kvm();
        guest.write(1, GICD_ITARGETSR, 0);
        assertThat(guest.read(0, GICD_ITARGETSR)).isEqualTo(0x0101_0101);
        assertThat(guest.read(1, GICD_ITARGETSR, 7)).isEqualTo(0x0202_0202);
    }

    @Test
    void shouldShowAllTargetsAndLetTheFirstTakeItAsQemu() {
        Gicv2Guest guest = qemu().edge(SPI, 0xA0);
        guest.targets(SPI, 0b11);
        guest.raise(SPI);
        assertThat(guest.irq(0)).isTrue();
        assertThat(guest.irq(1)).isTrue();
        assertThat(guest.acknowledge(1)).isEqualTo(SPI);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.acknowledge(0)).isEqualTo(Guest.SPURIOUS);
    }

    @Test
    void shouldDeliverToNobodyWithoutTargetsAsQemu() {
        Gicv2Guest guest = qemu().edge(SPI, 0xA0);
        guest.targets(SPI, 0);
        guest.raise(SPI);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.irq(1)).isFalse();
    }

    @Test
    void shouldDeliverToTheOnlyCpuWhoseTargetsReadZeroAsQemu() {
        requires(Feature.GUEST_ACCESS);
        Gicv2Guest guest = startedAsQemu(0).gicv2Guest().start(0).edge(SPI, 0xA0);
        assertThat(guest.read(0, GICD_ITARGETSR, SPI / 4)).isZero();
        assertThat(guest.read(0, GICD_ITARGETSR)).isZero();
        guest.raise(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
    }
}

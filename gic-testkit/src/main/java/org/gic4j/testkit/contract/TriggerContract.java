package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Level-sensitive and edge-triggered interrupts, latches, enables, as a guest sees them (CONTRACT 10; IHI 0048B 3.2.4,
 * IHI 0069 4.1).
 */
public abstract class TriggerContract extends GuestContract {
    private static final int EDGE = 40;
    private static final int LEVEL = 41;

    /** Tests an implementation. */
    protected TriggerContract(Implementation implementation) {
        super(implementation);
    }

    private static Guest withInterrupts(Guest guest) {
        return guest.edge(EDGE, 0xA0).level(LEVEL, 0x80);
    }

    @Test
    void shouldTakeAnEdgeOnce() {
        Guest guest = withInterrupts(kvm());
        guest.raise(EDGE);
        assertThat(guest.acknowledge(0)).isEqualTo(EDGE);
        assertThat(guest.isPending(0, EDGE)).isFalse();
        guest.end(0, EDGE);
        assertThat(guest.acknowledge(0)).isEqualTo(Guest.SPURIOUS);
    }

    @Test
    void shouldTakeAnEdgeThatCameWhileActiveAfterwards() {
        Guest guest = withInterrupts(kvm());
        guest.raise(EDGE);
        guest.acknowledge(0);
        guest.raise(EDGE);
        assertThat(guest.isPending(0, EDGE)).isTrue();
        assertThat(guest.isActive(0, EDGE)).isTrue();
        assertThat(guest.irq(0)).isFalse();
        guest.end(0, EDGE);
        assertThat(guest.irq(0)).isTrue();
        assertThat(guest.acknowledge(0)).isEqualTo(EDGE);
    }

    @Test
    void shouldKeepAnEdgeWhenTheLineFalls() {
        Guest guest = withInterrupts(kvm());
        guest.raise(EDGE);
        guest.lower(EDGE);
        assertThat(guest.acknowledge(0)).isEqualTo(EDGE);
    }

    @Test
    void shouldLetAGuestSetAndClearALatch() {
        Guest guest = withInterrupts(kvm());
        guest.setPending(0, EDGE);
        assertThat(guest.irq(0)).isTrue();
        guest.clearPending(0, EDGE);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.isPending(0, EDGE)).isFalse();
    }

    @Test
    void shouldSignalALevelAgainAfterItsEndWhileTheLineIsHigh() {
        Guest guest = withInterrupts(kvm());
        guest.raise(LEVEL);
        assertThat(guest.acknowledge(0)).isEqualTo(LEVEL);
        assertThat(guest.isPending(0, LEVEL)).isTrue();
        assertThat(guest.irq(0)).isFalse();
        guest.end(0, LEVEL);
        assertThat(guest.irq(0)).isTrue();
        assertThat(guest.acknowledge(0)).isEqualTo(LEVEL);
    }

    @Test
    void shouldForgetALevelThatFellWhileActive() {
        Guest guest = withInterrupts(kvm());
        guest.raise(LEVEL);
        guest.acknowledge(0);
        guest.lower(LEVEL);
        assertThat(guest.isPending(0, LEVEL)).isFalse();
        guest.end(0, LEVEL);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.acknowledge(0)).isEqualTo(Guest.SPURIOUS);
    }

    @Test
    void shouldForgetALevelThatFellBeforeItWasTaken() {
        Guest guest = withInterrupts(kvm());
        guest.raise(LEVEL);
        assertThat(guest.irq(0)).isTrue();
        guest.lower(LEVEL);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.acknowledge(0)).isEqualTo(Guest.SPURIOUS);
    }

    @Test
    void shouldKeepALevelPendingAgainstAClearWhileTheLineIsHigh() {
        Guest guest = withInterrupts(kvm());
        guest.raise(LEVEL);
        guest.clearPending(0, LEVEL);
        assertThat(guest.isPending(0, LEVEL)).isTrue();
        assertThat(guest.acknowledge(0)).isEqualTo(LEVEL);
    }

    @Test
    void shouldKeepTheLatchOfALevelUntilDeactivation() {
        Guest guest = withInterrupts(kvm());
        guest.setPending(0, LEVEL);
        assertThat(guest.acknowledge(0)).isEqualTo(LEVEL);
        assertThat(guest.isPending(0, LEVEL)).isTrue();
        assertThat(guest.irq(0)).isFalse();
        guest.end(0, LEVEL);
        assertThat(guest.isPending(0, LEVEL)).isFalse();
        assertThat(guest.irq(0)).isFalse();
    }

    @Test
    void shouldDropTheLatchOfALevelAtAcknowledgeAsQemu() {
        Guest guest = withInterrupts(qemu());
        guest.setPending(0, LEVEL);
        assertThat(guest.acknowledge(0)).isEqualTo(LEVEL);
        assertThat(guest.isPending(0, LEVEL)).isFalse();
        guest.end(0, LEVEL);
        assertThat(guest.irq(0)).isFalse();
    }

    @Test
    void shouldSignalALevelAgainAsQemu() {
        Guest guest = withInterrupts(qemu());
        guest.raise(LEVEL);
        assertThat(guest.acknowledge(0)).isEqualTo(LEVEL);
        guest.end(0, LEVEL);
        assertThat(guest.acknowledge(0)).isEqualTo(LEVEL);
        guest.lower(LEVEL);
        guest.end(0, LEVEL);
        assertThat(guest.acknowledge(0)).isEqualTo(Guest.SPURIOUS);
    }

    @Test
    void shouldTakeAnEdgeEachTimeThatItIsToldHigh() {
        Guest guest = withInterrupts(kvm());
        guest.raise(EDGE);
        guest.acknowledge(0);
        guest.end(0, EDGE);
        guest.raise(EDGE);
        assertThat(guest.acknowledge(0)).isEqualTo(EDGE);
    }

    @Test
    void shouldForgetTheLevelOfAnEdgeTriggeredLine() {
        Guest guest = withInterrupts(kvm());
        guest.raise(EDGE);
        guest.acknowledge(0);
        guest.end(0, EDGE);
        guest.trigger(EDGE, false);
        assertThat(guest.irq(0)).isFalse();
    }

    @Test
    void shouldTakeAnEdgeOnlyWhereTheLineRisesAsQemu() {
        Guest guest = withInterrupts(qemu());
        guest.raise(EDGE);
        assertThat(guest.acknowledge(0)).isEqualTo(EDGE);
        guest.end(0, EDGE);
        guest.raise(EDGE);
        assertThat(guest.isPending(0, EDGE)).isFalse();
        guest.lower(EDGE);
        guest.raise(EDGE);
        assertThat(guest.acknowledge(0)).isEqualTo(EDGE);
    }

    @Test
    void shouldKeepTheLevelOfAnEdgeTriggeredLineAsQemu() {
        Guest guest = withInterrupts(qemu());
        guest.raise(EDGE);
        assertThat(guest.acknowledge(0)).isEqualTo(EDGE);
        guest.end(0, EDGE);
        assertThat(guest.irq(0)).isFalse();
        guest.trigger(EDGE, false);
        assertThat(guest.irq(0)).isTrue();
        guest.trigger(EDGE, true);
        assertThat(guest.irq(0)).isFalse();
    }

    @Test
    void shouldTakeNoEdgeOfALineThatWasHighWhileLevelSensitiveAsQemu() {
        Guest guest = withInterrupts(qemu());
        guest.raise(LEVEL);
        guest.trigger(LEVEL, true);
        assertThat(guest.irq(0)).isFalse();
        guest.raise(LEVEL);
        assertThat(guest.irq(0)).isFalse();
        guest.lower(LEVEL);
        guest.raise(LEVEL);
        assertThat(guest.acknowledge(0)).isEqualTo(LEVEL);
    }

    @Test
    void shouldKeepWhatIsPendingWhileDisabled() {
        Guest guest = withInterrupts(kvm());
        guest.disable(0, EDGE);
        guest.raise(EDGE);
        assertThat(guest.isPending(0, EDGE)).isTrue();
        assertThat(guest.irq(0)).isFalse();
        guest.enable(0, EDGE);
        assertThat(guest.irq(0)).isTrue();
        assertThat(guest.acknowledge(0)).isEqualTo(EDGE);
    }

    @Test
    void shouldWithdrawAnInterruptThatIsDisabled() {
        Guest guest = withInterrupts(kvm());
        guest.raise(EDGE);
        guest.disable(0, EDGE);
        assertThat(guest.irq(0)).isFalse();
    }

    /** The architecture's; KVM's queueing, DEV-21, is not the contract. */
    @Test
    void shouldDeliverWhatBecamePendingWhileTheDistributorWasDisabled() {
        requires(Feature.LATE_DELIVERY);
        Guest guest = withInterrupts(kvm());
        guest.distributor(false);
        guest.raise(EDGE);
        assertThat(guest.irq(0)).isFalse();
        guest.distributor(true);
        assertThat(guest.irq(0)).isTrue();
    }

    @Test
    void shouldDeliverAPpiToItsCpu() {
        requires(Feature.GUEST_ACCESS);
        TestMachine machine = started(0, 1);
        Guest guest = machine.guest().start(0, 1);
        guest.enable(1, 20);
        assertThat(machine.tryPpi(1, 20, 1)).isZero();
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.acknowledge(1)).isEqualTo(20);
        assertThat(machine.tryPpi(1, 20, 0)).isZero();
        guest.end(1, 20);
        assertThat(guest.irq(1)).isFalse();
    }

    @Test
    void shouldDeliverWhatUserSpaceMakesPending() {
        requires(Feature.GUEST_ACCESS);
        TestMachine machine = started(0, 1);
        Guest guest = withInterrupts(machine.guest().start(0, 1));
        machine.set(InterruptField.SET_PENDING, 0, EDGE, 1);
        assertThat(guest.irq(0)).isTrue();
        assertThat(guest.acknowledge(0)).isEqualTo(EDGE);
        guest.end(0, EDGE);
        machine.set(InterruptField.SET_ACTIVE, 0, EDGE, 1);
        guest.raise(EDGE);
        assertThat(guest.irq(0)).isFalse();
    }
}

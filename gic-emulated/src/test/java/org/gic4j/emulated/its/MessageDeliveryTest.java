package org.gic4j.emulated.its;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.emulated.its.ItsGuest.SPURIOUS;

import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.Errno;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.emulated.allocation.Allocations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a message to the CPU that acknowledges it. */
class MessageDeliveryTest {
    private static final int DEVICE = 2;
    private static final int LPI = 8200;

    private final ItsGuest guest = new ItsGuest(2);

    @BeforeEach
    void map() {
        guest.configure(LPI, 0xA0, true);
        guest.configure(LPI + 1, 0xA0, true);
        guest.mapDevice(DEVICE, 5);
        guest.mapCollection(0, 0);
        guest.mapCollection(1, 1);
        guest.map(DEVICE, 0, LPI, 0);
        guest.map(DEVICE, 1, LPI + 1, 0);
    }

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void shouldSignalAcknowledgeAndEnd() {
        assertThat(guest.signal(DEVICE, 0)).isEqualTo(1);

        assertThat(guest.access.outputs(0)).isEqualTo(GuestAccess.OUTPUT_IRQ);
        assertThat(guest.highestPending(0)).isEqualTo(LPI);
        assertThat(guest.acknowledge(0)).isEqualTo(LPI);
        assertThat(guest.access.outputs(0)).isZero();
        guest.end(0, LPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPURIOUS);
    }

    @Test
    void shouldTakeThePriorityFromTheTableAndTiesByIntid() {
        guest.signal(DEVICE, 1);
        guest.signal(DEVICE, 0);
        assertThat(guest.highestPending(0)).isEqualTo(LPI);

        guest.configure(LPI + 1, 0x80, true);
        assertThat(guest.highestPending(0)).isEqualTo(LPI);
        guest.invalidate(DEVICE, 1);
        assertThat(guest.highestPending(0)).isEqualTo(LPI + 1);
    }

    @Test
    void shouldSignalAnSpiBeforeAnLpiOfTheSamePriority() {
        guest.access.write(0, ItsGuest.GICD + 0x400 + 40, 1, 0xA0);
        guest.access.write(0, ItsGuest.GICD + 0x104, 4, 1 << 8);
        guest.signal(DEVICE, 0);
        guest.access.write(0, ItsGuest.GICD + 0x204, 4, 1 << 8);

        assertThat(guest.acknowledge(0)).isEqualTo(40);
        guest.end(0, 40);
        assertThat(guest.acknowledge(0)).isEqualTo(LPI);
    }

    @Test
    void shouldNotSignalWhileAHigherPriorityRuns() {
        guest.configure(LPI, 0x40, true);
        guest.invalidate(DEVICE, 0);
        guest.signal(DEVICE, 0);
        assertThat(guest.acknowledge(0)).isEqualTo(LPI);

        guest.signal(DEVICE, 1);
        assertThat(guest.acknowledge(0)).isEqualTo(SPURIOUS);
        guest.end(0, LPI);
        assertThat(guest.acknowledge(0)).isEqualTo(LPI + 1);
    }

    @Test
    void shouldKeepADisabledLpiPendingUntilItIsEnabled() {
        guest.configure(LPI, 0xA0, false);
        guest.invalidate(DEVICE, 0);
        assertThat(guest.signal(DEVICE, 0)).isEqualTo(1);
        assertThat(guest.access.outputs(0)).isZero();

        guest.configure(LPI, 0xA0, true);
        guest.command(ItsCommand.invalidateAll(0));
        assertThat(guest.acknowledge(0)).isEqualTo(LPI);
    }

    @Test
    void shouldReconfigureThroughTheRedistributorToo() {
        guest.configure(LPI, 0xA0, false);
        guest.access.write(0, ItsGuest.redistributor(0) + 0xA0, 8, LPI);
        guest.signal(DEVICE, 0);
        assertThat(guest.access.outputs(0)).isZero();

        guest.configure(LPI, 0xA0, true);
        guest.access.write(0, ItsGuest.redistributor(0) + 0xB0, 8, 0);
        assertThat(guest.access.outputs(0)).isEqualTo(GuestAccess.OUTPUT_IRQ);
    }

    @Test
    void shouldTakeAPendingLpiAlongWhenItsEventMoves() {
        guest.signal(DEVICE, 0);
        guest.move(DEVICE, 0, 1);

        assertThat(guest.access.outputs(0)).isZero();
        assertThat(guest.acknowledge(1)).isEqualTo(LPI);
    }

    @Test
    void shouldFollowACollectionThatIsMappedElsewhere() {
        guest.signal(DEVICE, 0);
        guest.mapCollection(0, 1);

        assertThat(guest.acknowledge(0)).isEqualTo(SPURIOUS);
        assertThat(guest.acknowledge(1)).isEqualTo(LPI);
    }

    @Test
    void shouldForgetWhatIsClearedOrDiscarded() {
        guest.signal(DEVICE, 0);
        guest.command(ItsCommand.ofEvent(ItsCommand.CLEAR, DEVICE, 0));
        assertThat(guest.access.outputs(0)).isZero();

        guest.discard(DEVICE, 0);
        assertThat(guest.signal(DEVICE, 0)).isZero();
        assertThat(guest.access.outputs(0)).isZero();
    }

    @Test
    void shouldSignalByCommand() {
        guest.command(ItsCommand.ofEvent(ItsCommand.INT, DEVICE, 0));

        assertThat(guest.acknowledge(0)).isEqualTo(LPI);
    }

    @Test
    void shouldRefuseMessagesWhileNobodyTakesThem() {
        guest.enableLpis(0, false);
        assertThat(guest.signal(DEVICE, 0)).isEqualTo(-Errno.EBUSY);
        guest.enableLpis(0, true);
        guest.access.write(0, ItsGuest.ITS, 4, 0);
        assertThat(guest.signal(DEVICE, 0)).isEqualTo(-Errno.EBUSY);
    }

    @Test
    void shouldDropMessagesThatMeanNothing() {
        assertThat(guest.signal(DEVICE, 2)).isZero();
        assertThat(guest.signal(DEVICE, -1)).isZero();
        assertThat(guest.signal(7, 0)).isZero();
        assertThat(guest.signal(-1, 0)).isZero();
    }

    /** DEV-19. */
    @Test
    void shouldRememberATranslationUntilTheMappingsChange() {
        assertThat(guest.vm.trySignalMsi(ItsGuest.DOORBELL, 0, 0, DEVICE)).isEqualTo(-Errno.EINVAL);
        guest.signal(DEVICE, 0);
        assertThat(guest.vm.trySignalMsi(ItsGuest.ITS + 0x40, 0, 0, DEVICE)).isEqualTo(1);

        guest.move(DEVICE, 1, 1);
        assertThat(guest.vm.trySignalMsi(ItsGuest.DOORBELL, 0, 0, DEVICE)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void shouldReadPendingBitsWhenAVcpuEnablesItsLpis() {
        guest.enableLpis(0, false);
        guest.memory.writeByte(ItsGuest.PENDING + LPI / 8, 1 << LPI % 8);
        guest.enableLpis(0, true);

        assertThat(guest.acknowledge(0)).isEqualTo(LPI);
    }

    @Test
    void shouldKeepPendingLpisOfOthersWhenAGuestEnablesLpis() {
        guest.signal(DEVICE, 0);
        guest.enableLpis(1, false);
        guest.enableLpis(1, true);

        assertThat(guest.acknowledge(0)).isEqualTo(LPI);
    }

    @Test
    void shouldNotSignalLpisThatWereWithdrawn() {
        guest.signal(DEVICE, 0);
        guest.enableLpis(0, false);

        assertThat(guest.access.outputs(0)).isZero();
        assertThat(guest.acknowledge(0)).isEqualTo(SPURIOUS);
    }

    @Test
    void shouldNotAllocateForAMessageThatIsTaken() {
        int[] heard = new int[1];
        guest.access.onOutputChange((vcpu, outputs) -> heard[0]++);
        assertThat(Allocations.by(() -> {
                    guest.signal(DEVICE, 0);
                    guest.end(0, guest.acknowledge(0));
                }))
                .isZero();
        assertThat(heard[0]).isPositive();
    }

    @Test
    void shouldIgnoreTheTranslationRegisterOfACpu() {
        long before = guest.access.ignoredAccesses();
        guest.access.write(0, ItsGuest.DOORBELL, 4, 0);

        assertThat(guest.access.outputs(0)).isZero();
        assertThat(guest.access.ignoredAccesses()).isEqualTo(before + 1);
        assertThat(guest.access.claims(ItsGuest.DOORBELL)).isTrue();
        assertThat(guest.access.claims(ItsGuest.ITS + 0x2_0000)).isFalse();
    }
}

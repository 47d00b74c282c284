package org.gic4j.emulated.its;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.emulated.its.ItsGuest.SPURIOUS;

import org.gic4j.api.its.ItsCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stays of an LPI whose last event was unmapped, once its vCPU has run. */
class UnmappedLpisTest {
    private static final int LPI = 8192;

    private final ItsGuest guest = new ItsGuest(2);

    @BeforeEach
    void signal() {
        guest.configure(LPI, 0xA0, true);
        guest.mapDevice(0, 5);
        guest.mapCollection(0, 0);
        guest.mapCollection(1, 1);
        guest.map(0, 0, LPI, 0);
        assertThat(guest.signal(0, 0)).isEqualTo(1);
    }

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void shouldBeForgottenWhereItWasDisabled() {
        guest.configure(LPI, 0xA0, false);
        guest.invalidate(0, 0);
        guest.discard(0, 0);
        guest.configure(LPI, 0xA0, true);

        expectToBeMappedAnew();
    }

    @Test
    void shouldBeForgottenWhereItWasCleared() {
        guest.command(ItsCommand.ofEvent(ItsCommand.CLEAR, 0, 0));
        guest.discard(0, 0);

        expectToBeMappedAnew();
    }

    @Test
    void shouldBeForgottenWhereItIsDisabledAfterwards() {
        guest.discard(0, 0);
        guest.configure(LPI, 0xA0, false);
        guest.access.write(0, ItsGuest.redistributor(0) + 0xA0, 8, LPI);
        guest.configure(LPI, 0xA0, true);

        expectToBeMappedAnew();
    }

    @Test
    void shouldReadItsPendingBitAgain() {
        guest.command(ItsCommand.ofEvent(ItsCommand.CLEAR, 0, 0));
        guest.discard(0, 0);
        guest.memory.writeByte(ItsGuest.PENDING + 0x1_0000 + LPI / 8, 1);
        guest.map(0, 0, LPI, 1);

        assertThat(guest.isPendingInTable(1, LPI)).isFalse();
        assertThat(guest.acknowledge(1)).isEqualTo(LPI);
    }

    @Test
    void shouldStillBeTakenWhereItWasDeliverable() {
        guest.discard(0, 0);
        guest.map(0, 0, LPI, 1);

        assertThat(guest.acknowledge(0)).isEqualTo(LPI);
    }

    @Test
    void shouldBeForgottenWithTheVcpuThatItWasMovedTo() {
        guest.move(0, 0, 1);
        guest.discard(0, 0);
        guest.enableLpis(1, false);
        guest.enableLpis(1, true);
        guest.map(0, 0, LPI, 0);

        assertThat(guest.signal(0, 0)).isEqualTo(1);
        assertThat(guest.acknowledge(0)).isEqualTo(LPI);
        assertThat(guest.acknowledge(1)).isEqualTo(SPURIOUS);
    }

    private void expectToBeMappedAnew() {
        guest.map(0, 0, LPI, 1);
        assertThat(guest.access.outputs(0)).isZero();
        assertThat(guest.signal(0, 0)).isEqualTo(1);
        assertThat(guest.acknowledge(0)).isEqualTo(SPURIOUS);
        assertThat(guest.acknowledge(1)).isEqualTo(LPI);
    }
}

package org.gic4j.emulated.its;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** GICR_CTLR.EnableLPIs where GICR_PENDBASER.PTZ says that no LPI is pending in the table. */
class PendingTableZeroTest {
    private static final int LPI = 8192;
    private static final long PENDING_TABLE_ZERO = 1L << 62;

    private final ItsGuest guest = new ItsGuest(1);

    @BeforeEach
    void map() {
        guest.configure(LPI, 0xA0, true);
        guest.mapDevice(0, 5);
        guest.mapCollection(0, 0);
    }

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void shouldSignalWhatWasMappedAsPendingBefore() {
        disableLpis();
        guest.memory.writeByte(ItsGuest.PENDING + LPI / 8, 1);
        guest.map(0, 0, LPI, 0);
        assertThat(guest.access.outputs(0)).isZero();
        guest.enableLpis(0, true);

        assertThat(guest.acknowledge(0)).isEqualTo(LPI);
    }

    @Test
    void shouldNotReadTheTable() {
        guest.map(0, 0, LPI, 0);
        disableLpis();
        guest.memory.writeByte(ItsGuest.PENDING + LPI / 8, 1);
        guest.enableLpis(0, true);

        assertThat(guest.access.outputs(0)).isZero();
    }

    /** Disabling has withdrawn it. */
    @Test
    void shouldNotSignalAgainWhatWasPendingWhenLpisWereDisabled() {
        guest.map(0, 0, LPI, 0);
        guest.signal(0, 0);
        disableLpis();
        guest.enableLpis(0, true);

        assertThat(guest.access.outputs(0)).isZero();
    }

    private void disableLpis() {
        guest.enableLpis(0, false);
        guest.access.write(0, ItsGuest.redistributor(0) + 0x78, 8, PENDING_TABLE_ZERO | ItsGuest.PENDING);
    }
}

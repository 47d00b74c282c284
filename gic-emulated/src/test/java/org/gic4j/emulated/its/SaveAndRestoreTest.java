package org.gic4j.emulated.its;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gic4j.api.device.AttributeGroup.CONTROL;
import static org.gic4j.api.device.AttributeGroup.CONTROL_ITS_RESET;
import static org.gic4j.api.device.AttributeGroup.CONTROL_ITS_RESTORE_TABLES;
import static org.gic4j.api.device.AttributeGroup.CONTROL_ITS_SAVE_TABLES;
import static org.gic4j.api.device.AttributeGroup.CONTROL_SAVE_PENDING_TABLES;

import org.gic4j.api.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables in guest memory, beyond what the golden logs ask. */
class SaveAndRestoreTest {
    private static final int LPI = 8200;

    private final ItsGuest guest = new ItsGuest(2);

    @BeforeEach
    void map() {
        for (int lpi = LPI; lpi < LPI + 4; lpi++) {
            guest.configure(lpi, 0xA0, true);
        }
        guest.mapDevice(2, 5);
        guest.mapCollection(0, 0);
        guest.mapCollection(1, 1);
        guest.map(2, 0, LPI, 0);
        guest.map(2, 7, LPI + 1, 1);
    }

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void shouldWriteTheTablesOfTheKernel() {
        assertThat(guest.control(CONTROL_ITS_SAVE_TABLES)).isZero();

        assertThat(guest.memory.readLong(ItsGuest.DEVICES + 2 * 8))
                .isEqualTo(1L << 63 | ItsGuest.ITT + 2 * 0x1_0000 >>> 8 << 5 | 4);
        assertThat(guest.memory.readLong(ItsGuest.ITT + 2 * 0x1_0000)).isEqualTo(7L << 48 | LPI << 16);
        assertThat(guest.memory.readLong(ItsGuest.ITT + 2 * 0x1_0000 + 7 * 8)).isEqualTo((LPI + 1L) << 16 | 1);
        assertThat(guest.memory.readLong(ItsGuest.COLLECTIONS)).isEqualTo(1L << 63);
        assertThat(guest.memory.readLong(ItsGuest.COLLECTIONS + 8)).isEqualTo(1L << 63 | 1 << 16 | 1);
        assertThat(guest.memory.readLong(ItsGuest.COLLECTIONS + 16)).isZero();
    }

    @Test
    void shouldDeliverAfterARestoreWhatWasPending() {
        guest.signal(2, 7);
        guest.gic.set(CONTROL, CONTROL_SAVE_PENDING_TABLES, 0);
        assertThat(guest.isPendingInTable(1, LPI + 1)).isTrue();
        assertThat(guest.isPendingInTable(0, LPI)).isFalse();
        guest.control(CONTROL_ITS_SAVE_TABLES);
        long devices = guest.its.get(8, 0x100);
        long collections = guest.its.get(8, 0x108);
        guest.enableLpis(1, false);
        guest.control(CONTROL_ITS_RESET);
        guest.enableLpis(1, true);
        assertThat(guest.access.outputs(1)).isZero();

        guest.its.set(8, 0x100, devices);
        guest.its.set(8, 0x108, collections);
        assertThat(guest.control(CONTROL_ITS_RESTORE_TABLES)).isZero();

        assertThat(guest.acknowledge(1)).isEqualTo(LPI + 1);
        assertThat(guest.isPendingInTable(1, LPI + 1)).isFalse();
    }

    /** A kernel crashes there. */
    @Test
    void shouldRefuseToSaveAnEventWhoseCollectionWasUnmapped() {
        guest.unmapCollection(1);

        assertThat(guest.control(CONTROL_ITS_SAVE_TABLES)).isEqualTo(Errno.EINVAL);
        assertThat(guest.memory.readLong(ItsGuest.DEVICES + 2 * 8)).isZero();
        assertThatThrownBy(() -> guest.its.set(CONTROL, CONTROL_ITS_SAVE_TABLES, 0))
                .hasMessageContaining("SAVE_TABLES")
                .hasMessageContaining("collection");
        guest.unmapDevice(2);
        assertThat(guest.control(CONTROL_ITS_SAVE_TABLES)).isZero();
    }

    /** A kernel crashes there. */
    @Test
    void shouldRefuseToSaveAfterARestoreOntoWhatWasMappedFailed() {
        guest.control(CONTROL_ITS_SAVE_TABLES);
        assertThat(guest.control(CONTROL_ITS_RESTORE_TABLES)).isEqualTo(Errno.EEXIST);

        assertThat(guest.control(CONTROL_ITS_SAVE_TABLES)).isEqualTo(Errno.EINVAL);
        guest.control(CONTROL_ITS_RESET);
        assertThat(guest.control(CONTROL_ITS_SAVE_TABLES)).isZero();
    }

    @Test
    void shouldSayWhatToDoAboutARestoreOntoWhatIsMapped() {
        guest.control(CONTROL_ITS_SAVE_TABLES);
        assertThatThrownBy(() -> guest.its.set(CONTROL, CONTROL_ITS_RESTORE_TABLES, 0))
                .hasMessageContaining("RESTORE_TABLES")
                .hasMessageContaining("reset it first");
    }

    @Test
    void shouldKeepAnLpiThatTwoEventsShare() {
        guest.map(2, 9, LPI, 0);
        guest.discard(2, 0);

        assertThat(guest.signal(2, 9)).isEqualTo(1);
        assertThat(guest.acknowledge(0)).isEqualTo(LPI);
    }

    @Test
    void shouldGoRoundTheQueue() {
        for (int i = 0; i < 3000; i++) {
            guest.invalidate(2, 0);
        }
        guest.map(2, 3, LPI + 2, 0);

        assertThat(guest.signal(2, 3)).isEqualTo(1);
        assertThat(guest.access.read(0, ItsGuest.ITS, 4)).isEqualTo(0x8000_0001L);
    }

    @Test
    void shouldShowAGuestBothHalvesOfWideRegisters() {
        assertThat(guest.access.read(0, ItsGuest.ITS + 8, 8)).isEqualTo(0x1_EF71);
        assertThat(guest.access.read(0, ItsGuest.ITS + 0x104, 4)).isEqualTo(0x8107_0000L | 0x1800_0000L);
        assertThat(guest.access.read(0, ItsGuest.ITS + 4, 4)).isEqualTo(0x4B00_043BL);
        assertThat(guest.access.read(0, ItsGuest.ITS + 4, 8)).isZero();
        assertThat(guest.access.read(0, ItsGuest.ITS + 0xFFE8, 4)).isEqualTo(0x3B);
        assertThat(guest.access.read(0, ItsGuest.ITS + 2, 2)).isZero();
    }
}

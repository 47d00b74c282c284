package org.gic4j.emulated.its;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.device.AttributeGroup.CONTROL_ITS_RESTORE_TABLES;

import org.gic4j.api.Errno;
import org.gic4j.api.its.TableEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A guest maps as many events as make sense, and no more: it cannot exhaust the heap. */
@Timeout(60)
class EventLimitTest {
    private static final int LPI = 8192;
    private static final int LIMIT = 1 << 17;
    private static final int EVENT_BITS = 16;
    private static final int EVENTS = 1 << EVENT_BITS;

    private final ItsGuest guest = new ItsGuest(1);

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void shouldMapNoEventBeyondTheLimit() {
        guest.mapCollection(0, 0);
        for (int device = 0; device < 3; device++) {
            guest.mapDevice(device, EVENT_BITS);
        }
        for (int i = 0; i < LIMIT; i++) {
            guest.map(i / EVENTS, i % EVENTS, LPI, 0);
        }
        guest.map(2, 0, LPI, 0);
        assertThat(guest.signal(1, EVENTS - 1)).isEqualTo(1);
        assertThat(guest.signal(2, 0)).isZero();

        guest.discard(0, 7);
        guest.map(2, 0, LPI, 0);
        assertThat(guest.signal(2, 0)).isEqualTo(1);
        guest.map(0, 7, LPI, 0);
        assertThat(guest.signal(0, 7)).isZero();

        guest.unmapDevice(1);
        guest.map(0, 7, LPI, 0);
        assertThat(guest.signal(0, 7)).isEqualTo(1);
    }

    /** Entries of devices may name one table. */
    @Test
    void shouldRestoreNoEventBeyondTheLimit() {
        guest.memory.writeLong(ItsGuest.COLLECTIONS, TableEntry.collection(0, 0));
        for (int i = 0; i < EVENTS; i++) {
            guest.memory.writeLong(ItsGuest.ITT + i * 8L, TableEntry.event(LPI, 0, i == EVENTS - 1 ? 0 : 1));
        }
        writeDevices(2);
        assertThat(guest.control(CONTROL_ITS_RESTORE_TABLES)).isZero();
        assertThat(guest.signal(1, EVENTS - 1)).isEqualTo(1);
        guest.unmapDevice(0);
        guest.unmapDevice(1);
        guest.unmapCollection(0);

        writeDevices(3);
        assertThat(guest.control(CONTROL_ITS_RESTORE_TABLES)).isEqualTo(Errno.ENOMEM);
        assertThat(guest.signal(0, 0)).isZero();
    }

    private void writeDevices(int count) {
        for (int id = 0; id < count; id++) {
            guest.memory.writeLong(
                    ItsGuest.DEVICES + id * 8L,
                    TableEntry.device(ItsGuest.ITT, EVENT_BITS, id == count - 1 ? 0 : 1));
        }
    }
}

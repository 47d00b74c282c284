package org.gic4j.emulated.its;

import static org.assertj.core.api.Assertions.assertThat;

import org.gic4j.api.its.ItsCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events whose entries would not be in guest memory are not mapped, as in the kernel. */
class UnreachableTableTest {
    private static final int LPI = 8192;
    private static final int ENTRIES = 32;

    private final ItsGuest guest = new ItsGuest(1);

    @BeforeEach
    void map() {
        guest.configure(LPI, 0xA0, true);
        guest.mapCollection(0, 0);
    }

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void shouldNotMapAnEventOfATableThatIsNotInMemory() {
        guest.command(ItsCommand.mapDevice(0, 5, 0x9000_0000L));
        guest.map(0, 0, LPI, 0);

        assertThat(guest.signal(0, 0)).isZero();
    }

    @Test
    void shouldMapWhatIsInMemoryOfATableThatEndsBeyond() {
        guest.command(ItsCommand.mapDevice(0, 6, ItsGuest.RAM + ItsGuest.RAM_SIZE - ENTRIES * 8));
        guest.map(0, ENTRIES - 1, LPI, 0);
        guest.map(0, ENTRIES, LPI, 0);

        assertThat(guest.signal(0, ENTRIES - 1)).isEqualTo(1);
        assertThat(guest.signal(0, ENTRIES)).isZero();
    }

    @Test
    void shouldNotMakeACollectionForSuchAnEvent() {
        guest.command(ItsCommand.mapDevice(0, 5, 0x9000_0000L));
        guest.map(0, 0, LPI, 7);
        guest.control(org.gic4j.api.device.AttributeGroup.CONTROL_ITS_SAVE_TABLES);

        assertThat(guest.memory.readLong(ItsGuest.COLLECTIONS + 8)).isZero();
    }
}

package org.gic4j.emulated.its;

import static org.assertj.core.api.Assertions.assertThat;

import org.gic4j.api.guest.GuestAccess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** GICR_INVLPIR and GICR_INVALLR are of 64 bits; only their lower halves say what KVM knows. */
class InvalidationTest {
    private static final int LPI = 8192;
    private static final long INVLPIR = 0xA0;
    private static final long INVALLR = 0xB0;

    private final ItsGuest guest = new ItsGuest(1);

    @BeforeEach
    void signal() {
        guest.configure(LPI, 0xA0, false);
        guest.mapDevice(0, 5);
        guest.mapCollection(0, 0);
        guest.map(0, 0, LPI, 0);
        guest.signal(0, 0);
        guest.configure(LPI, 0xA0, true);
    }

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void shouldDropTheUpperHalves() {
        guest.access.write(0, ItsGuest.redistributor(0) + INVLPIR + 4, 4, LPI);
        assertThat(guest.access.outputs(0)).isZero();
        guest.access.write(0, ItsGuest.redistributor(0) + INVALLR + 4, 4, 0);
        assertThat(guest.access.outputs(0)).isZero();
    }

    @Test
    void shouldTakeTheLowerHalves() {
        guest.access.write(0, ItsGuest.redistributor(0) + INVALLR, 4, 0);
        assertThat(guest.access.outputs(0)).isEqualTo(GuestAccess.OUTPUT_IRQ);

        guest.configure(LPI, 0xA0, false);
        guest.access.write(0, ItsGuest.redistributor(0) + INVLPIR, 4, LPI);
        assertThat(guest.access.outputs(0)).isZero();
    }
}

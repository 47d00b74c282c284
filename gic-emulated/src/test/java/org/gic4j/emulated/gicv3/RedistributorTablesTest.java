package org.gic4j.emulated.gicv3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gic4j.api.GicProfile;
import org.gic4j.api.Quiescence;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Register;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** GICR_PROPBASER, GICR_PENDBASER and GICR_WAKER while others look. */
class RedistributorTablesTest {
    private static final long TABLE = 0x4010_0000L;

    private final Gicv3Guest guest = new Gicv3Guest(GicProfile.QEMU_VIRT, 1);

    @Test
    void shouldHoldOffTheConfigurationTableInAQuiescence() throws InterruptedException {
        expectHeldOff(Gicv3Redistributor.GICR_PROPBASER, Long.BYTES, TABLE);
        expectHeldOff(Gicv3Redistributor.GICR_PROPBASER, Integer.BYTES, 2 * TABLE);
    }

    @Test
    void shouldHoldOffThePendingTableInAQuiescence() throws InterruptedException {
        expectHeldOff(Gicv3Redistributor.GICR_PENDBASER, Long.BYTES, TABLE);
        expectHeldOff(Gicv3Redistributor.GICR_PENDBASER, Integer.BYTES, 2 * TABLE);
    }

    @Test
    void shouldHoldOffTheWakerInAQuiescence() throws InterruptedException {
        guest.write(0, Gicv3Redistributor.GICR_WAKER, 0, 2);
        expectHeldOff(Gicv3Redistributor.GICR_WAKER, Integer.BYTES, 0);
    }

    private void expectHeldOff(Register register, int bytes, long value) throws InterruptedException {
        long address = Gicv3Guest.address(0, register, 0);
        long before = guest.access.read(0, address, bytes);
        Thread writer;
        try (Quiescence still = guest.vm.quiesce()) {
            assertThat(still).isNotNull();
            writer = Thread.ofPlatform().start(() -> guest.access.write(0, address, bytes, value));
            assertThat(writer.join(Duration.ofMillis(100))).isFalse();
            assertThat(guest.access.read(0, address, bytes)).isEqualTo(before);
        }
        writer.join();
        assertThat(guest.access.read(0, address, bytes)).isEqualTo(value).isNotEqualTo(before);
    }

    @Test
    @Timeout(60)
    void shouldReadBothHalvesOfOneWrite() throws InterruptedException {
        long address = Gicv3Guest.address(0, Gicv3Redistributor.GICR_PENDBASER, 0);
        long one = 0x0000_0011_1111_0000L;
        long other = 0x0000_0022_2222_0000L;
        guest.access.write(0, address, Long.BYTES, one);
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            for (long next = other; !done.get(); next = next == one ? other : one) {
                guest.access.write(0, address, Long.BYTES, next);
            }
        });
        try {
            for (int i = 0; i < 200_000; i++) {
                assertThat(guest.access.read(0, address, Long.BYTES)).isIn(one, other);
            }
        } finally {
            done.set(true);
            writer.join();
        }
    }
}

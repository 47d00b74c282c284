package org.gic4j.emulated.lpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.gic4j.api.GicProfile;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.emulated.delivery.BriefLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The distributor's lock is also that of the first vCPU: work on many LPIs is not to stop that for long. */
@Timeout(60)
class LongWorkTest {
    private static final int LPIS = 20_000;

    private final BriefLock lock = new BriefLock();
    private final AtomicInteger accesses = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final Thread other = Thread.ofPlatform().unstarted(this::takeLock);
    private final Lpis lpis =
            new Lpis(new EmptyMemory(), new ConfigurationTables(GicProfile.KVM.gicv3(), 1), lock);
    private boolean counting;

    @BeforeEach
    void map() {
        for (int i = 0; i < LPIS; i++) {
            assertThat(lpis.map(Lpis.FIRST + i, 0)).isNotNull();
        }
        counting = true;
    }

    @Test
    void shouldGiveWayWhileAllAreReconfigured() throws InterruptedException {
        lpis.reconfigureAll(0);
        other.join();

        assertThat(accesses).hasValue(LPIS);
        assertThat(taken.get()).isBetween(1, LPIS - 1);
    }

    @Test
    void shouldGiveWayWhilePendingTablesAreSaved() throws InterruptedException {
        assertThat(lpis.savePendingTables()).isZero();
        other.join();

        assertThat(accesses).hasValue(LPIS);
        assertThat(taken.get()).isBetween(1, LPIS - 1);
    }

    @Test
    void shouldNotGiveWayInAQuiescence() throws InterruptedException {
        lock.lock();
        lpis.reconfigureAll(0);
        assertThat(taken).hasValue(0);
        lock.unlock();
        other.join();

        assertThat(taken).hasValue(LPIS);
    }

    private void takeLock() {
        lock.lock();
        taken.set(accesses.get());
        lock.unlock();
    }

    /** At the first access another thread comes for the lock. */
    private void count() {
        if (counting && accesses.incrementAndGet() == 1) {
            other.start();
            while (other.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
    }

    /** All zero, wherever it is read. */
    private final class EmptyMemory implements GuestMemory {
        @Override
        public void map(long address, MemorySegment segment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Region> regions() {
            return List.of();
        }

        @Override
        public boolean isMapped(long address, long length) {
            return true;
        }

        @Override
        public int readByte(long address) {
            count();
            return 0;
        }

        @Override
        public void writeByte(long address, int value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long readLong(long address) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void writeLong(long address, long value) {
            throw new UnsupportedOperationException();
        }
    }
}

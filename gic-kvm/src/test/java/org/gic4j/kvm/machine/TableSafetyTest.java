package org.gic4j.kvm.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import org.gic4j.api.Errno;
import org.gic4j.api.guest.MappedMemory;
import org.gic4j.api.its.ItsCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What registers and queue tell of a guest's commands, which nobody saw. */
class TableSafetyTest {
    private static final long VALID = 1L << 63;
    private static final long RAM = 0x4000_0000L;
    private static final int QUEUE_SIZE = 0x1_0000;
    private static final long QUEUE = VALID | RAM | QUEUE_SIZE / 4096 - 1;
    private static final long OTHER_QUEUE = VALID | RAM + QUEUE_SIZE | QUEUE_SIZE / 4096 - 1;
    private static final long DEVICES = VALID | RAM + 2 * QUEUE_SIZE;
    private static final long COLLECTIONS = VALID | RAM + 3 * QUEUE_SIZE;

    private final Arena arena = Arena.ofShared();
    private final MappedMemory memory = new MappedMemory(40);
    private long runs;
    private final TableSafety safety = new TableSafety(memory, _ -> true, false, () -> runs);

    TableSafetyTest() {
        memory.map(RAM, arena.allocate(4 * QUEUE_SIZE, QUEUE_SIZE));
        runs = 1;
    }

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void shouldSaveWhatAGuestHasSetUp() {
        assertThat(safety.errnoOfSave(QUEUE, DEVICES, COLLECTIONS)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldSaveWhereAGuestHasUsedNoIts() {
        assertThat(safety.errnoOfSave(0, 0, 0)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldNotSaveOnceTheQueueWasTakenAway() {
        assertThat(safety.errnoOfSave(0, DEVICES, COLLECTIONS)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldNotSaveOnceTheCollectionsWereTakenAway() {
        assertThat(safety.errnoOfSave(QUEUE, DEVICES, 0)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldSaveNothingOnceTheDevicesWereTakenAway() {
        ItsCommand.unmapCollection(1).write(memory, RAM);
        assertThat(safety.errnoOfSave(QUEUE, 0, COLLECTIONS)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldRememberWhatAQueueSaidThatUserSpaceReplaces() {
        ItsCommand.unmapCollection(1).write(memory, RAM);
        safety.queueReplaced(QUEUE, DEVICES);
        assertThat(safety.errnoOfSave(OTHER_QUEUE, DEVICES, COLLECTIONS)).isEqualTo(Errno.EINVAL);
        safety.reset(runs);
        assertThat(safety.errnoOfSave(OTHER_QUEUE, DEVICES, COLLECTIONS)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldNotMindAQueueThatIsNoneAnyMore() {
        assertThat(safety.errnoOfSave(QUEUE, DEVICES, COLLECTIONS)).isEqualTo(Errno.OK);
        ItsCommand.unmapCollection(1).write(memory, RAM);
        assertThat(safety.errnoOfSave(OTHER_QUEUE, DEVICES, COLLECTIONS)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldCountARunThatBeganWhileEverythingWasDropped() {
        long before = safety.runs();
        runs++;
        safety.reset(before);
        ItsCommand.unmapCollection(1).write(memory, RAM);
        assertThat(safety.errnoOfSave(QUEUE, DEVICES, COLLECTIONS)).isEqualTo(Errno.EINVAL);
    }
}

package org.gic4j.serialization.its;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.guest.MappedMemory;
import org.gic4j.api.its.TableEntry;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.VcpuDescription;
import org.junit.jupiter.api.Test;

/** Tables that a guest lets overlap, as it may: they are read once. */
class SharedTablesTest {
    private static final long DEVICES = 0x4001_0000L;
    private static final long COLLECTIONS = 0x4002_0000L;
    private static final long EVENTS = 0x4010_0000L;
    private static final long RAM = 0x4000_0000L;
    private static final long RAM_SIZE = 0x20_0000L;
    private static final int COUNT = 512;

    @Test
    void shouldReadATableOnceThatManyDevicesShare() {
        assertThat(readsOf(0)).isLessThan(100_000);
    }

    @Test
    void shouldReadTablesOnceThatOverlap() {
        assertThat(readsOf(256)).isLessThan(120_000);
    }

    @Test
    void shouldFindEventsBehindEntriesThatAreKnownNotToBeValid() {
        try (Arena arena = Arena.ofShared()) {
            CountingMemory memory = new CountingMemory(arena);
            memory.writeLong(COLLECTIONS, TableEntry.collection(0, 0));
            memory.writeLong(DEVICES, TableEntry.device(EVENTS, 5, 1));
            memory.writeLong(DEVICES + 8, TableEntry.device(EVENTS + 256, 6, 0));
            memory.writeLong(EVENTS + 256 + 40 * 8L, TableEntry.event(8192, 0, 0));

            Translation translation = LpiTables.translation(state(), 0, memory);

            assertThat(translation.devices().getFirst().events()).isEmpty();
            assertThat(translation.devices().getLast().events()).containsExactly(new Translation.Event(40, 8192, 0));
        }
    }

    /** How often memory is read for devices with event ids of 16 bits, whose tables are so far from each other. */
    private static long readsOf(long distance) {
        try (Arena arena = Arena.ofShared()) {
            CountingMemory memory = new CountingMemory(arena);
            memory.writeLong(COLLECTIONS, TableEntry.collection(0, 0));
            for (int device = 0; device < COUNT; device++) {
                memory.writeLong(
                        DEVICES + device * 8L,
                        TableEntry.device(EVENTS + device * distance, 16, device + 1 < COUNT ? 1 : 0));
            }
            assertThat(LpiTables.translation(state(), 0, memory).devices()).hasSize(COUNT);
            return memory.reads;
        }
    }

    private static GicState state() {
        return new GicState.Builder(GicVersion.GICV3, 64, VcpuDescription.consecutive(1))
                .wideValue(org.gic4j.api.registers.Gicv3Redistributor.GICR_PROPBASER, 0, 0, RAM | 15)
                .wideValue(org.gic4j.api.registers.Gicv3Redistributor.GICR_PENDBASER, 0, 0, RAM)
                .translationService(new ItsState.Builder()
                        .value(Its.GITS_BASER, 0, 0x8107_0000_0000_0200L | DEVICES)
                        .value(Its.GITS_BASER, 1, 0x8407_0000_0000_0200L | COLLECTIONS)
                        .build())
                .build();
    }

    private static final class CountingMemory implements GuestMemory {
        private final MappedMemory memory = new MappedMemory(40);
        private long reads;

        CountingMemory(Arena arena) {
            memory.map(RAM, arena.allocate(RAM_SIZE, 4096));
        }

        @Override
        public void map(long address, MemorySegment segment) {
            memory.map(address, segment);
        }

        @Override
        public List<Region> regions() {
            return memory.regions();
        }

        @Override
        public boolean isMapped(long address, long length) {
            return memory.isMapped(address, length);
        }

        @Override
        public int readByte(long address) {
            return memory.readByte(address);
        }

        @Override
        public void writeByte(long address, int value) {
            memory.writeByte(address, value);
        }

        @Override
        public long readLong(long address) {
            reads++;
            return memory.readLong(address);
        }

        @Override
        public void writeLong(long address, long value) {
            memory.writeLong(address, value);
        }
    }
}

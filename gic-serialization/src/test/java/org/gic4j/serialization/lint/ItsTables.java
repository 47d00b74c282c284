package org.gic4j.serialization.lint;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.gic4j.api.its.TableEntry;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;

/**
 * The tables of {@link States#its} and {@link States#lpis} in guest memory, to be made ill: collections 0 and 1 on vCPUs
 * 0 and 1, and device 0 with the events 0 and 1, LPI 8192 in collection 0 and LPI 8193 in collection 1.
 */
final class ItsTables {
    static final long CONFIGURATION = 0x4044_0000L;
    static final long QUEUE = 0x4060_0000L;
    static final long DEVICES = 0x5000_0000L;
    static final long COLLECTIONS = 0x5100_0000L;
    static final long EVENTS = 0x5200_0000L;

    private static final int LPI = 8192;
    private static final int PENDING_SIZE = 0x2000;

    private final Map<Long, byte[]> blocks = new TreeMap<>();

    ItsTables() {
        put(DEVICES, new byte[64]).entry(DEVICES, 0, TableEntry.device(EVENTS, 1, 0));
        put(COLLECTIONS, new byte[64])
                .entry(COLLECTIONS, 0, TableEntry.collection(0, 0))
                .entry(COLLECTIONS, 1, TableEntry.collection(1, 1));
        put(EVENTS, new byte[16])
                .entry(EVENTS, 0, TableEntry.event(LPI, 0, 1))
                .entry(EVENTS, 1, TableEntry.event(LPI + 1, 1, 0));
        put(CONFIGURATION, new byte[64]);
        put(pending(0), new byte[PENDING_SIZE]);
        put(pending(1), new byte[PENDING_SIZE]);
    }

    /** Where a vCPU's pending bits are. */
    static long pending(int vcpu) {
        return 0x4050_0000L + ((long) vcpu << 16);
    }

    ItsTables put(long address, byte[] content) {
        blocks.put(address, content);
        return this;
    }

    ItsTables leaveOut(long address) {
        blocks.remove(address);
        return this;
    }

    ItsTables cutOff(long address, int size) {
        return put(address, Arrays.copyOf(block(address), size));
    }

    ItsTables entry(long table, int number, long entry) {
        for (int i = 0; i < TableEntry.SIZE; i++) {
            block(table)[number * TableEntry.SIZE + i] = (byte) (entry >>> i * Byte.SIZE);
        }
        return this;
    }

    ItsTables bit(long table, int intid) {
        block(table)[intid / Byte.SIZE] |= (byte) (1 << intid % Byte.SIZE);
        return this;
    }

    private byte[] block(long address) {
        return Objects.requireNonNull(blocks.get(address));
    }

    /** A snapshot of a GICv3 with an ITS, which carries them. */
    Imported with(ItsState.Builder its) {
        return States.withIts(
                its,
                blocks.entrySet().stream()
                        .map(block -> new MemoryBlock(block.getKey(), block.getValue()))
                        .toArray(MemoryBlock[]::new));
    }
}

package org.gic4j.serialization.its;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gic4j.api.guest.GuestMemory;

/**
 * Guest memory as it will be: what is written stays here until {@link #commit}, so that a restore that is refused has
 * changed nothing. For one thread, and while nobody else writes to the memory.
 */
public final class StagedMemory implements GuestMemory {
    private static final int PAGE = 4096;
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final GuestMemory memory;
    /** By address of a page, its bytes as they will be. Regions are whole pages. */
    private final Map<Long, MemorySegment> pages = new TreeMap<>();

    /**
     * Nothing is written yet.
     *
     * @param memory what is changed in the end
     */
    public StagedMemory(GuestMemory memory) {
        this.memory = memory;
    }

    /** Writes what was written, where it is not there already. */
    public void commit() {
        pages.forEach((address, page) -> {
            for (int at = 0; at < PAGE; at += Long.BYTES) {
                long word = page.get(WORD, at);
                if (memory.readLong(address + at) != word) {
                    memory.writeLong(address + at, word);
                }
            }
        });
        pages.clear();
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
        MemorySegment page = pages.get(address & -PAGE);
        return page == null
                ? memory.readByte(address)
                : Byte.toUnsignedInt(page.get(ValueLayout.JAVA_BYTE, address & PAGE - 1));
    }

    @Override
    public void writeByte(long address, int value) {
        page(address).set(ValueLayout.JAVA_BYTE, address & PAGE - 1, (byte) value);
    }

    @Override
    public long readLong(long address) {
        if (!pages.containsKey(address & -PAGE) && !pages.containsKey(address + Long.BYTES - 1 & -PAGE)) {
            return memory.readLong(address);
        }
        long word = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            word |= (long) readByte(address + i) << i * Byte.SIZE;
        }
        return word;
    }

    @Override
    public void writeLong(long address, long value) {
        // As a whole or not at all: outside what is mapped this throws.
        memory.readLong(address);
        for (int i = 0; i < Long.BYTES; i++) {
            writeByte(address + i, (int) (value >>> i * Byte.SIZE));
        }
    }

    private MemorySegment page(long address) {
        long begin = address & -PAGE;
        MemorySegment known = pages.get(begin);
        if (known != null) {
            return known;
        }
        // Outside what is mapped this throws.
        memory.readByte(address);
        MemorySegment page = MemorySegment.ofArray(new byte[PAGE]);
        for (int at = 0; at < PAGE; at += Long.BYTES) {
            page.set(WORD, at, memory.readLong(begin + at));
        }
        pages.put(begin, page);
        return page;
    }
}

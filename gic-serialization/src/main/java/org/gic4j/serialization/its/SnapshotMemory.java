package org.gic4j.serialization.its;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.snapshot.MemoryBlock;
import org.jspecify.annotations.Nullable;

/**
 * Guest memory as a restore would find it: what a snapshot carries, over what there is beside it. What is written stays
 * here. Not for use by several threads.
 */
public final class SnapshotMemory implements GuestMemory {
    private static final int PAGE_BITS = 12;
    private static final int PAGE = 1 << PAGE_BITS;

    private final GuestMemory beside;
    private final NavigableMap<Long, byte[]> blocks = new TreeMap<>(Long::compareUnsigned);
    private final Map<Long, byte[]> written = new HashMap<>();

    /**
     * Memory of a snapshot.
     *
     * @param carried the stretches that it carries
     * @param beside what there is besides; never written
     */
    public SnapshotMemory(List<MemoryBlock> carried, GuestMemory beside) {
        this.beside = beside;
        carried.forEach(block -> blocks.put(block.address(), block.content()));
    }

    /** Whether nothing at all is there. */
    public boolean isEmpty() {
        return blocks.isEmpty() && beside.regions().isEmpty();
    }

    @Override
    public void map(long address, MemorySegment segment) {
        throw new GicException(Errno.EINVAL, "nothing can be mapped beside a snapshot's memory");
    }

    @Override
    public List<Region> regions() {
        return beside.regions();
    }

    @Override
    public boolean isMapped(long address, long length) {
        for (long at = 0; at < length; at++) {
            if (block(address + at) == null && !beside.isMapped(address + at, Byte.BYTES)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int readByte(long address) {
        byte[] page = written.get(address >>> PAGE_BITS);
        return page == null ? readUnchanged(address) : page[(int) address & PAGE - 1] & 0xFF;
    }

    private int readUnchanged(long address) {
        Map.Entry<Long, byte[]> block = block(address);
        return block == null ? beside.readByte(address) : block.getValue()[(int) (address - block.getKey())] & 0xFF;
    }

    @Override
    public void writeByte(long address, int value) {
        if (!isMapped(address, Byte.BYTES)) {
            throw new GicException(Errno.EFAULT, "no guest memory is mapped at 0x" + Long.toHexString(address));
        }
        written.computeIfAbsent(address >>> PAGE_BITS, this::copy)[(int) address & PAGE - 1] = (byte) value;
    }

    private byte[] copy(long page) {
        byte[] copy = new byte[PAGE];
        for (int i = 0; i < PAGE; i++) {
            long at = (page << PAGE_BITS) + i;
            copy[i] = isMapped(at, Byte.BYTES) ? (byte) readUnchanged(at) : 0;
        }
        return copy;
    }

    @Override
    public long readLong(long address) {
        if (blocks.isEmpty() && written.isEmpty()) {
            return beside.readLong(address);
        }
        long value = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            value = value << Byte.SIZE | readByte(address + i);
        }
        return value;
    }

    @Override
    public void writeLong(long address, long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            writeByte(address + i, (int) (value >>> i * Byte.SIZE));
        }
    }

    private Map.@Nullable Entry<Long, byte[]> block(long address) {
        Map.Entry<Long, byte[]> block = blocks.floorEntry(address);
        return block != null && address - block.getKey() < block.getValue().length ? block : null;
    }
}

package org.gic4j.api.guest;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.gic4j.api.GicException;

/**
 * The guest's memory as the embedder supplies it: segments at guest physical addresses. Every access is checked
 * against their bounds.
 */
public interface GuestMemory {
    /**
     * A mapped stretch.
     *
     * @param address guest physical address of its first byte, unsigned
     * @param segment its bytes
     */
    record Region(long address, MemorySegment segment) {
        /** The length in bytes. */
        public long size() {
            return segment.byteSize();
        }

        /**
         * Whether a stretch lies inside.
         *
         * @param start guest physical address
         * @param length in bytes
         */
        public boolean contains(long start, long length) {
            long offset = start - address;
            return Long.compareUnsigned(offset, size()) <= 0 && length >= 0 && length <= size() - offset;
        }
    }

    /**
     * Maps memory. The segment stays the caller's and must outlive the virtual machine.
     *
     * @param address guest physical address, unsigned, a multiple of 4096
     * @param segment its bytes: writable, usable from every thread, a multiple of 4096 long
     * @throws GicException EINVAL for a misaligned address or length, a segment that is read-only, closed or confined to
     *     a thread; EEXIST when it overlaps what is mapped; E2BIG beyond the guest's addresses; EBADF after close
     */
    void map(long address, MemorySegment segment);

    /** What is mapped, by address. */
    List<Region> regions();

    /**
     * Whether a stretch is mapped, in one region.
     *
     * @param address guest physical address
     * @param length in bytes
     */
    boolean isMapped(long address, long length);

    /**
     * Reads a byte.
     *
     * @param address guest physical address
     * @return 0 to 255
     * @throws GicException EFAULT outside what is mapped
     */
    int readByte(long address);

    /**
     * Writes a byte.
     *
     * @param address guest physical address
     * @param value its low 8 bits
     * @throws GicException EFAULT outside what is mapped
     */
    void writeByte(long address, int value);

    /**
     * Reads 64 bits, little-endian.
     *
     * @param address guest physical address, any alignment
     * @throws GicException EFAULT outside what is mapped
     */
    long readLong(long address);

    /**
     * Writes 64 bits, little-endian.
     *
     * @param address guest physical address, any alignment
     * @param value what to write
     * @throws GicException EFAULT outside what is mapped
     */
    void writeLong(long address, long value);

    /**
     * The pages that were written since this was last asked, for the embedder's dirty tracking: through this object, and
     * by {@link org.gic4j.api.snapshot.Snapshots#save}, which has ITSs write their tables and LPIs their pending bits. A
     * page may be here though its bytes are what they were. A view that keeps no record has none.
     *
     * <p>What a guest's own accesses write is no part of it. Any thread may call; a page is told once.
     *
     * @return guest physical addresses of pages of 4096 bytes, ascending
     */
    default long[] takeWrittenPages() {
        return new long[0];
    }

    /**
     * Notes that something wrote past this object, as a kernel does when it saves tables.
     *
     * @param address guest physical address of its first byte
     * @param length in bytes; what is not mapped of it is not noted
     */
    default void noteWritten(long address, long length) {}

    /** Whether what interrupt controllers write goes through this object, and so needs no note. */
    default boolean seesDeviceWrites() {
        return true;
    }
}

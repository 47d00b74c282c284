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
}

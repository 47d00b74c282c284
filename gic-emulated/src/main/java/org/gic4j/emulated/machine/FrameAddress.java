package org.gic4j.emulated.machine;

import org.gic4j.api.Errno;

/** The guest physical address of one frame: set once, then fixed (CONTRACT 3). */
final class FrameAddress {
    /** What a GET answers before it is set. */
    static final long UNSET = -1;

    private final int size;
    private final int alignment;
    private volatile long address = UNSET;

    /**
     * An address that is not set.
     *
     * @param size of the frame in bytes, which counts at the end of guest memory
     * @param alignment in bytes, a power of two
     */
    FrameAddress(int size, int alignment) {
        this.size = size;
        this.alignment = alignment;
    }

    long address() {
        return address;
    }

    boolean isSet() {
        return address != UNSET;
    }

    /**
     * Sets it.
     *
     * @param value guest physical address
     * @param addressBits the size of guest physical addresses
     * @return 0; EEXIST, EINVAL or E2BIG, in this order
     */
    int set(long value, int addressBits) {
        if (isSet()) {
            return Errno.EEXIST;
        }
        int errno = check(value, size, alignment, addressBits);
        if (errno == Errno.OK) {
            address = value;
        }
        return errno;
    }

    /**
     * Whether a frame can be somewhere.
     *
     * @param address its guest physical address
     * @param size in bytes
     * @param alignment in bytes, a power of two
     * @param addressBits the size of guest physical addresses
     * @return 0; EINVAL or E2BIG, in this order
     */
    static int check(long address, long size, int alignment, int addressBits) {
        if ((address & alignment - 1) != 0 || Long.compareUnsigned(address + size, address) < 0) {
            return Errno.EINVAL;
        }
        return address >>> addressBits != 0 || address + size > 1L << addressBits ? Errno.E2BIG : Errno.OK;
    }

    boolean overlaps(FrameAddress other) {
        return other.isSet() && overlaps(other.address, other.size);
    }

    /** Whether it is set and shares an address with a stretch of others. */
    boolean overlaps(long start, long length) {
        return isSet() && address < start + length && start < address + size;
    }

    /** Whether an address lies in the frame. */
    boolean contains(long where) {
        return isSet() && Long.compareUnsigned(where - address, size) < 0;
    }
}

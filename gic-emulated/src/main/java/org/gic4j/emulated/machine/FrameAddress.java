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
        if ((value & alignment - 1) != 0) {
            return Errno.EINVAL;
        }
        if (Long.compareUnsigned(value + size, value) < 0) {
            return Errno.EINVAL;
        }
        if (value >>> addressBits != 0 || value + size > 1L << addressBits) {
            return Errno.E2BIG;
        }
        address = value;
        return Errno.OK;
    }

    boolean overlaps(FrameAddress other) {
        return address < other.address + other.size && other.address < address + size;
    }

    /** The offset of an address within the frame, or -1. */
    int offsetOf(long where) {
        long offset = where - address;
        return isSet() && offset >= 0 && offset < size ? (int) offset : -1;
    }
}

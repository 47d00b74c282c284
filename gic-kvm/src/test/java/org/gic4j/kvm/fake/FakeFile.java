package org.gic4j.kvm.fake;

import java.lang.foreign.MemorySegment;

/** What a descriptor of the fake kernel refers to. */
interface FakeFile {
    /** The answer to a request that this kind of file does not know. */
    int UNKNOWN = Integer.MIN_VALUE;

    /**
     * A request with a number.
     *
     * @return 0 or more, or a negated errno; {@link #UNKNOWN} for what this kind of file does not know
     */
    int ioctl(long request, long argument);

    /**
     * A request with a structure.
     *
     * @return 0 or more, or a negated errno; {@link #UNKNOWN} for what this kind of file does not know
     */
    int ioctl(long request, MemorySegment argument);

    /** The memory that the file shares, empty where it cannot be mapped. */
    default MemorySegment shared() {
        return MemorySegment.NULL;
    }

    /** The last descriptor is closed. */
    void release();

}

package org.gic4j.api.snapshot;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A stretch of guest memory that a snapshot carries: tables of ITSs and LPIs. Immutable. */
public final class MemoryBlock {
    private final long address;
    private final byte[] content;

    /**
     * A stretch of memory.
     *
     * @param address guest physical address of its first byte
     * @param content its bytes, copied
     */
    public MemoryBlock(long address, byte[] content) {
        this.address = address;
        this.content = content.clone();
    }

    /** The guest physical address of its first byte. */
    public long address() {
        return address;
    }

    /** The number of bytes. */
    public int size() {
        return content.length;
    }

    /** Its bytes, copied. */
    public byte[] content() {
        return content.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MemoryBlock that && address == that.address && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(address) + Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return content.length + " bytes at 0x" + Long.toHexString(address);
    }
}

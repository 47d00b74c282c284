package org.gic4j.serialization.qemu.stream;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.gic4j.api.snapshot.SnapshotException;

/** The bytes of a stream by their offset: unsigned, big-endian, bounds-checked. */
final class StreamBytes {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment segment;

    StreamBytes(MemorySegment segment) {
        this.segment = segment;
    }

    /** How many there are. */
    long size() {
        return segment.byteSize();
    }

    /** The first of them. */
    StreamBytes until(long end) {
        return new StreamBytes(segment.asSlice(0, end));
    }

    int u8(long offset, String what) {
        require(offset, Byte.BYTES, what);
        return segment.get(BYTE, offset) & 0xFF;
    }

    int u16(long offset, String what) {
        require(offset, Short.BYTES, what);
        return segment.get(SHORT, offset) & 0xFFFF;
    }

    long u32(long offset, String what) {
        require(offset, Integer.BYTES, what);
        return segment.get(INT, offset) & 0xFFFF_FFFFL;
    }

    long u64(long offset, String what) {
        require(offset, Long.BYTES, what);
        return segment.get(LONG, offset);
    }

    /** Copies bytes; the caller bounds their number. */
    byte[] copy(long offset, long length, String what) {
        require(offset, length, what);
        return segment.asSlice(offset, length).toArray(BYTE);
    }

    /**
     * A name: printable ASCII, so that messages can show it.
     *
     * @param offset of its first byte
     * @param length in bytes
     * @param what what it is the name of, for messages
     */
    String name(long offset, int length, String what) {
        require(offset, length, what);
        StringBuilder name = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            int c = segment.get(BYTE, offset + i) & 0xFF;
            if (c < ' ' || c > '~') {
                throw new SnapshotException(
                        offset + i, what + " has a byte 0x" + Integer.toHexString(c) + ", which no name has");
            }
            name.append((char) c);
        }
        return name.toString();
    }

    /**
     * Checks that bytes are there.
     *
     * @param offset of the first
     * @param length how many; compared as unsigned
     * @param what what they hold, for messages
     */
    void require(long offset, long length, String what) {
        long left = Math.max(0, size() - offset);
        if (Long.compareUnsigned(length, left) > 0) {
            throw new SnapshotException(
                    offset,
                    what + " takes " + Long.toUnsignedString(length) + " bytes, but only " + left
                            + " are left before the end of the devices: the stream is damaged");
        }
    }
}

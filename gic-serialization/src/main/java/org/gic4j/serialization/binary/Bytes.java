package org.gic4j.serialization.binary;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.gic4j.api.snapshot.SnapshotException;

/** The bytes of a file by their offset: unsigned, little-endian, bounds-checked. */
final class Bytes {
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /** Buffers have at most 2 GiB. */
    private static final int STRETCH = 1 << 30;

    private final MemorySegment segment;

    Bytes(MemorySegment segment) {
        this.segment = segment;
    }

    /** How many there are. */
    long size() {
        return segment.byteSize();
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

    /** Whether these bytes are there, at an offset where as many are. */
    boolean has(long offset, MemorySegment those) {
        long end = offset + those.byteSize();
        return MemorySegment.mismatch(segment, offset, end, those, 0, those.byteSize()) < 0;
    }

    /** Checks that bytes that have no meaning are 0. */
    void zeros(long offset, long length, String what) {
        require(offset, length, what);
        for (long at = offset; at < offset + length; at++) {
            if (segment.get(BYTE, at) != 0) {
                throw new SnapshotException(at, what + " should be 0");
            }
        }
    }

    /** A copy; the caller bounds the length. */
    byte[] copy(long offset, long length, String what) {
        require(offset, length, what);
        return segment.asSlice(offset, length).toArray(BYTE);
    }

    /** Words as they are, not copied. */
    IntBuffer words(long offset, long count, String what) {
        require(offset, count * Integer.BYTES, what);
        return segment.asSlice(offset, count * Integer.BYTES)
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
    }

    /** A name, as {@link Layout#isName} has it. */
    String name(long offset, long length, String what) {
        if (length < 1 || length > Layout.LONGEST_NAME) {
            throw new SnapshotException(
                    offset, what + " has " + length + " characters, and a name has 1 to " + Layout.LONGEST_NAME);
        }
        byte[] characters = copy(offset, length, what);
        for (int i = 0; i < characters.length; i++) {
            if (characters[i] < ' ' || characters[i] > '~') {
                throw new SnapshotException(
                        offset + i,
                        what + " has a byte 0x" + Integer.toHexString(characters[i] & 0xFF) + ", which no name has");
            }
        }
        return new String(characters, StandardCharsets.US_ASCII);
    }

    /** Text in UTF-8. */
    String text(long offset, int length, String what) {
        byte[] encoded = copy(offset, length, what);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(encoded)).toString();
        } catch (CharacterCodingException malformed) {
            throw new SnapshotException(offset, what + " is not UTF-8");
        }
    }

    /** The CRC-32C of a range, which must be there. */
    int checksum(long from, long to) {
        CRC32C crc = new CRC32C();
        for (long at = from; at < to; at += STRETCH) {
            crc.update(segment.asSlice(at, Math.min(STRETCH, to - at)).asByteBuffer());
        }
        return (int) crc.getValue();
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
                    Math.min(offset, size()),
                    what + " takes " + Long.toUnsignedString(length) + " bytes, but only " + left + " are left");
        }
    }
}

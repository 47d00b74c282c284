package org.gic4j.serialization.firecracker;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Values of bincode with integers of fixed width. A cursor tries: behind the end it has failed, and reads 0 from then on,
 * so that a shape can be tried at any place and be asked at the end whether it fitted.
 */
final class Bincode {
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment bytes;
    private final long end;
    private long position;
    private boolean failed;

    /**
     * Stands at a place.
     *
     * @param bytes the file
     * @param position where to begin
     * @param end where the data ends
     */
    Bincode(MemorySegment bytes, long position, long end) {
        this.bytes = bytes;
        this.position = position;
        this.end = end;
    }

    long position() {
        return position;
    }

    /** Whether everything so far was there and as expected. */
    boolean fits() {
        return !failed;
    }

    void fail() {
        failed = true;
    }

    private boolean has(long count) {
        if (failed || count > end - position) {
            failed = true;
        }
        return !failed;
    }

    int u8() {
        return has(1) ? bytes.get(ValueLayout.JAVA_BYTE, position++) & 0xFF : 0;
    }

    int u32() {
        if (!has(Integer.BYTES)) {
            return 0;
        }
        position += Integer.BYTES;
        return bytes.get(U32, position - Integer.BYTES);
    }

    long u64() {
        if (!has(Long.BYTES)) {
            return 0;
        }
        position += Long.BYTES;
        return bytes.get(U64, position - Long.BYTES);
    }

    void skip(long count) {
        if (count < 0 || !has(count)) {
            failed = true;
            return;
        }
        position += count;
    }

    /** A length that must be this one. */
    void expect(long length) {
        if (u64() != length) {
            failed = true;
        }
    }

    /** A list of so many words. */
    int[] words(int count) {
        expect(count);
        int[] words = new int[count];
        for (int i = 0; i < count && !failed; i++) {
            words[i] = u32();
        }
        return words;
    }

    /** A list of one value of 64 bits. */
    long single() {
        expect(1);
        return u64();
    }
}

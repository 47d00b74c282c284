package org.gic4j.serialization.firecracker;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** CRC-64 of Jones: the checksum of bytes that are followed by their own, little-endian, is 0. */
final class Crc64 {
    /** 0xAD93D23594C935A9 with its bits in reverse. */
    private static final long POLYNOMIAL = 0x95AC_9329_AC4B_C9B5L;

    private static final long[] TABLE = new long[256];

    static {
        for (int value = 0; value < TABLE.length; value++) {
            long crc = value;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
            }
            TABLE[value] = crc;
        }
    }

    private Crc64() {}

    static long of(MemorySegment bytes) {
        long crc = 0;
        for (long i = 0; i < bytes.byteSize(); i++) {
            crc = TABLE[(int) (crc ^ bytes.get(ValueLayout.JAVA_BYTE, i)) & 0xFF] ^ crc >>> Byte.SIZE;
        }
        return crc;
    }
}

package org.gic4j.serialization.qemu.stream;

/** A place in a stream that moves on with each read. Every read says what it reads, for messages. */
final class StreamCursor {
    private final StreamBytes bytes;
    private long position;

    StreamCursor(StreamBytes bytes, long position) {
        this.bytes = bytes;
        this.position = position;
    }

    /** The offset of the next byte. */
    long position() {
        return position;
    }

    int u8(String what) {
        int value = bytes.u8(position, what);
        position += Byte.BYTES;
        return value;
    }

    int u16(String what) {
        int value = bytes.u16(position, what);
        position += Short.BYTES;
        return value;
    }

    long u32(String what) {
        long value = bytes.u32(position, what);
        position += Integer.BYTES;
        return value;
    }

    long u64(String what) {
        long value = bytes.u64(position, what);
        position += Long.BYTES;
        return value;
    }

    /** A name with a byte before it that says its length. */
    String shortName(String what) {
        return name(u8(what), what);
    }

    /** A name of known length. */
    String name(int length, String what) {
        String name = bytes.name(position, length, what);
        position += length;
        return name;
    }

    /** The next byte, without moving on. */
    int peek(String what) {
        return bytes.u8(position, what);
    }

    /** Passes over bytes without reading them. */
    void skip(long length, String what) {
        bytes.require(position, length, what);
        position += length;
    }
}

package org.gic4j.bench.encoding;

import java.io.OutputStream;
import java.util.Arrays;

/** Takes bytes in an array that is kept. Not synchronized, as {@code ByteArrayOutputStream} is. */
final class ReusedOutput extends OutputStream {
    private byte[] bytes = new byte[1 << 16];
    private int size;

    void reset() {
        size = 0;
    }

    int size() {
        return size;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public void write(int b) {
        reserve(1);
        bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}

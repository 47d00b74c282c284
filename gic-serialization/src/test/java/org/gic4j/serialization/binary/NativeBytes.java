package org.gic4j.serialization.binary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotSource;

/** Native snapshots as bytes: written, read, and changed with their checksums put right again. */
final class NativeBytes {
    private NativeBytes() {}

    static byte[] write(Snapshot snapshot) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new NativeFormat().write(snapshot, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static Snapshot read(byte[] bytes) {
        return new NativeFormat()
                .read(SnapshotSource.of("memory", bytes), ReadOptions.DEFAULT)
                .snapshot();
    }

    static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The offset of the first part. */
    static int firstPart(byte[] bytes) {
        return Layout.HEADER_OFFSET + buffer(bytes).getInt(Layout.HEADER_LENGTH_OFFSET) + Layout.CHECKSUM_BYTES;
    }

    /** The offset behind a part. */
    static int endOfPart(byte[] bytes, int at) {
        ByteBuffer file = buffer(bytes);
        return at
                + Layout.PART_NAME
                + Layout.padded((int) file.getShort(at + Layout.PART_NAME_LENGTH))
                + Layout.padded((int) file.getLong(at + Layout.PART_CONTENT_LENGTH))
                + Layout.CHECKSUM_BYTES;
    }

    /** Puts the header's checksum right. */
    static byte[] sealHeader(byte[] bytes) {
        int end = firstPart(bytes) - Layout.CHECKSUM_BYTES;
        buffer(bytes).putInt(end, Layout.checksum(buffer(bytes), 0, end));
        return bytes;
    }

    /** Puts the checksum of the part at an offset right. */
    static byte[] sealPart(byte[] bytes, int at) {
        int end = endOfPart(bytes, at) - Layout.CHECKSUM_BYTES;
        buffer(bytes).putInt(end, Layout.checksum(buffer(bytes), at, end));
        return bytes;
    }
}

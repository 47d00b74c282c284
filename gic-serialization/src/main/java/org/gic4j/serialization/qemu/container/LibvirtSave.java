package org.gic4j.serialization.qemu.container;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gic4j.api.snapshot.SnapshotException;

/** What {@code virsh save} writes. */
final class LibvirtSave {
    private static final byte[] SAVED = "LibvirtQemudSave".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNFINISHED = "LibvirtQemudPart".getBytes(StandardCharsets.US_ASCII);
    /** The stream's magic number and its version. */
    private static final byte[] STREAM = {'Q', 'E', 'V', 'M', 0, 0, 0, 3};

    private static final int COMPRESSION = 28;
    private static final int HEADER = 92;
    private static final List<String> COMPRESSIONS = List.of("none", "gzip", "bzip2", "xz", "lzop", "zstd");

    private LibvirtSave() {}

    static boolean begins(MemorySegment bytes) {
        return begins(bytes, 0, SAVED) || begins(bytes, 0, UNFINISHED);
    }

    static StreamContainer open(MemorySegment bytes) {
        if (begins(bytes, 0, UNFINISHED)) {
            throw new SnapshotException(0, "libvirt did not finish this save: there is no whole stream in it");
        }
        if (bytes.byteSize() < HEADER) {
            throw new SnapshotException(bytes.byteSize(), "libvirt's header is cut short");
        }
        for (long at = HEADER; at + STREAM.length <= bytes.byteSize(); at++) {
            if (begins(bytes, at, STREAM)) {
                return new StreamContainer(bytes.asSlice(at), at, "libvirt", null, null);
            }
        }
        int compression = bytes.get(
                ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), COMPRESSION);
        String how = compression > 0 && compression < COMPRESSIONS.size() ? COMPRESSIONS.get(compression) : "";
        throw new SnapshotException(
                HEADER,
                "no migration stream follows libvirt's header"
                        + (how.isEmpty()
                                ? ""
                                : ": it is compressed with " + how + "; save it with save_image_format = \"raw\", or unpack"
                                        + " what follows the domain's XML"));
    }

    private static boolean begins(MemorySegment bytes, long at, byte[] with) {
        if (bytes.byteSize() - at < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, at + i) != with[i]) {
                return false;
            }
        }
        return true;
    }
}

package org.gic4j.serialization.binary;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gic4j.api.snapshot.AncillaryPart;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;

/** Reads a snapshot: its header and its parts. Nothing is allocated that is larger than what the file has. */
final class SnapshotReader {
    private static final String WHAT = "a part";

    private final Bytes bytes;
    private final List<AncillaryPart> unknown = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private List<MemoryBlock> memory = List.of();

    SnapshotReader(Bytes bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads.
     *
     * @throws SnapshotException for a file that is damaged, or has something that must not be ignored and is not known
     */
    Snapshot read() {
        Header header = new HeaderReader(bytes).read();
        long at = header.firstPart();
        for (long i = 0; i < header.parts(); i++) {
            at = part(header, at);
        }
        if (at != bytes.size()) {
            throw new SnapshotException(at, "there is something behind the last part");
        }
        if (!seen.contains(Layout.REGISTERS)) {
            throw new SnapshotException(at, "the part '" + Layout.REGISTERS + "' is missing");
        }
        return new Snapshot(header.producer(), header.state().build(), memory, unknown);
    }

    /** Reads the part at an offset; where the next one is. */
    private long part(Header header, long at) {
        int flags = bytes.u16(at + Layout.PART_FLAGS, WHAT);
        int nameLength = bytes.u16(at + Layout.PART_NAME_LENGTH, WHAT);
        long length = bytes.u64(at + Layout.PART_CONTENT_LENGTH, WHAT);
        bytes.require(at + Layout.PART_CONTENT_LENGTH, length, WHAT);
        long contentAt = at + Layout.PART_NAME + Layout.padded(nameLength);
        long end = contentAt + Layout.padded(length);
        int checksum = (int) bytes.u32(end, WHAT + " with its checksum");
        if (checksum != bytes.checksum(at, end)) {
            throw new SnapshotException(end, "a part is damaged, the one at byte " + at + ": its checksum does not match");
        }
        String name = bytes.name(at + Layout.PART_NAME, nameLength, "the name of a part");
        bytes.zeros(at + Layout.PART_RESERVED, Integer.BYTES, "what fills up the head of part '" + name + "'");
        bytes.zeros(at + Layout.PART_NAME + nameLength, Layout.padded(nameLength) - nameLength, "what fills up a name");
        bytes.zeros(contentAt + length, Layout.padded(length) - length, "what fills up part '" + name + "'");
        accept(header, at, flags, name, contentAt, length);
        return end + Layout.CHECKSUM_BYTES;
    }

    private void content(Header header, String name, long begin, long end) {
        switch (name) {
            case Layout.REGISTERS -> new RegistersReader(bytes, begin, end, header.state()).read();
            case Layout.SERVICES -> new ServicesReader(bytes, begin, end, header.state()).read();
            default -> memory = new MemoryReader(bytes, begin, end).read();
        }
    }

    private void accept(Header header, long at, int flags, String name, long contentAt, long length) {
        if (Layout.isReserved(name)) {
            if (!seen.add(name)) {
                throw new SnapshotException(at, "there is a second part '" + name + "'");
            }
            if (flags != Layout.CRITICAL) {
                throw new SnapshotException(at, "part '" + name + "' should be critical and nothing else");
            }
            content(header, name, contentAt, contentAt + length);
        } else if (flags == 0) {
            unknown.add(new AncillaryPart(name, bytes.copy(contentAt, length, WHAT)));
        } else {
            throw new SnapshotException(
                    at,
                    flags == Layout.CRITICAL
                            ? "part '" + name + "' is not known to this version and must not be ignored: use a newer gic4j"
                            : "part '" + name + "' has unknown flags 0x" + Integer.toHexString(flags));
        }
    }
}

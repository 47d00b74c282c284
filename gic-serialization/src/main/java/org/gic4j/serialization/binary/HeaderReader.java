package org.gic4j.serialization.binary;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.VcpuDescription;

/** Reads the header; it needs no byte behind it. */
final class HeaderReader {
    private static final String WHAT = "the header";

    private final Bytes bytes;
    private long at;

    HeaderReader(Bytes bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads.
     *
     * @throws SnapshotException for a file of another format or version, a damaged header, or one with values that no
     *     interrupt controller has
     */
    Header read() {
        byte[] magic = bytes.copy(0, Layout.MAGIC.length, "the magic number");
        for (int i = 0; i < magic.length; i++) {
            if (magic[i] != Layout.MAGIC[i]) {
                throw new SnapshotException(i, "not a native snapshot: the magic number differs");
            }
        }
        long length = bytes.u32(Layout.HEADER_LENGTH_OFFSET, WHAT);
        if (length > Layout.LONGEST_HEADER) {
            throw new SnapshotException(
                    Layout.HEADER_LENGTH_OFFSET,
                    "the header would take " + length + " bytes, and none takes more than " + Layout.LONGEST_HEADER);
        }
        long end = Layout.HEADER_OFFSET + length;
        long checksum = bytes.u32(end, "the header of " + length + " bytes with its checksum");
        if ((int) checksum != bytes.checksum(0, end)) {
            throw new SnapshotException(end, "the header is damaged: its checksum does not match");
        }
        boolean newer = checkVersions();
        if (length < Layout.FIXED_HEADER) {
            throw new SnapshotException(Layout.HEADER_LENGTH_OFFSET, "a header has at least " + Layout.FIXED_HEADER
                    + " bytes, not " + length);
        }
        Header header = fields(end + Layout.CHECKSUM_BYTES);
        if (at > end || at < end && !newer) {
            throw new SnapshotException(
                    Math.min(at, end), "the header should have " + (at - Layout.HEADER_OFFSET) + " bytes, not " + length);
        }
        return header;
    }

    /** Whether a newer version was written, which this one can read. */
    private boolean checkVersions() {
        int version = bytes.u16(Layout.VERSION_OFFSET, WHAT);
        int least = bytes.u16(Layout.LEAST_READER_OFFSET, WHAT);
        if (version == 0 || least == 0 || least > version) {
            throw new SnapshotException(
                    Layout.VERSION_OFFSET,
                    "there is no format of version " + version + " for readers of version " + least);
        }
        if (least > Layout.VERSION) {
            throw new SnapshotException(
                    Layout.LEAST_READER_OFFSET,
                    "written in version " + version + " of the format, for readers of version " + least
                            + " and up; this one reads version " + Layout.VERSION + ": use a newer gic4j");
        }
        return version > Layout.VERSION;
    }

    private Header fields(long firstPart) {
        long base = Layout.HEADER_OFFSET;
        long fileLength = bytes.u64(base + Layout.FILE_LENGTH, WHAT);
        if (fileLength != bytes.size()) {
            throw new SnapshotException(
                    bytes.size(),
                    "the file should have " + Long.toUnsignedString(fileLength) + " bytes and has " + bytes.size()
                            + (Long.compareUnsigned(fileLength, bytes.size()) > 0
                                    ? ": it is cut short"
                                    : ": something was added"));
        }
        long parts = bytes.u32(base + Layout.PARTS, WHAT);
        GicVersion version = architecture(base + Layout.ARCHITECTURE);
        int interrupts = bytes.u16(base + Layout.INTERRUPTS, WHAT);
        int vcpus = bytes.u16(base + Layout.VCPUS, WHAT);
        int addresses = bytes.u16(base + Layout.ADDRESSES, WHAT);
        int regions = bytes.u16(base + Layout.REGIONS, WHAT);
        int producerLength = bytes.u16(base + Layout.PRODUCER_LENGTH, WHAT);
        if (producerLength > Layout.LONGEST_PRODUCER) {
            throw new SnapshotException(
                    base + Layout.PRODUCER_LENGTH,
                    "the header has a producer's name of " + producerLength + " bytes, and the longest has "
                            + Layout.LONGEST_PRODUCER);
        }
        long addressesAt = base + Layout.FIXED_HEADER;
        long regionsAt = addressesAt + (long) addresses * Layout.ADDRESS_BYTES;
        long vcpusAt = regionsAt + (long) regions * Layout.REGION_BYTES;
        at = vcpusAt + (long) vcpus * Layout.VCPU_BYTES;
        bytes.require(addressesAt, at + Layout.padded(producerLength) - addressesAt, WHAT);
        GicState.Builder state = begin(version, interrupts, vcpus(vcpus, vcpusAt));
        checked(base + Layout.PRIORITY_BITS, () -> state.priorityBits(bytes.u8(base + Layout.PRIORITY_BITS, WHAT)));
        addresses(state, addresses, addressesAt);
        for (int i = 0; i < regions; i++) {
            region(state, regionsAt + (long) i * Layout.REGION_BYTES);
        }
        String producer = bytes.text(at, producerLength, "the producer's name");
        bytes.zeros(at + producerLength, Layout.padded(producerLength) - producerLength, "what fills up the header");
        at += Layout.padded(producerLength);
        return new Header(producer, state, parts, firstPart);
    }

    private GicVersion architecture(long offset) {
        int architecture = bytes.u8(offset, WHAT);
        return switch (architecture) {
            case 2 -> GicVersion.GICV2;
            case 3 -> GicVersion.GICV3;
            default -> throw new SnapshotException(offset, "the architecture version is 2 or 3, not " + architecture);
        };
    }

    private static GicState.Builder begin(GicVersion version, int interrupts, List<VcpuDescription> vcpus) {
        try {
            return new GicState.Builder(version, interrupts, vcpus);
        } catch (IllegalArgumentException impossible) {
            throw new SnapshotException(
                    Layout.HEADER_OFFSET + Layout.INTERRUPTS, "the header is not possible: " + impossible.getMessage());
        }
    }

    private List<VcpuDescription> vcpus(int count, long from) {
        List<VcpuDescription> vcpus = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long entry = from + (long) i * Layout.VCPU_BYTES;
            vcpus.add(new VcpuDescription(
                    new VcpuId(bytes.u16(entry, WHAT)),
                    new VcpuIndex(bytes.u16(entry + Short.BYTES, WHAT)),
                    new Affinity((int) bytes.u32(entry + Integer.BYTES, WHAT))));
        }
        return vcpus;
    }

    private void addresses(GicState.Builder state, int count, long from) {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < count; i++) {
            long entry = from + (long) i * Layout.ADDRESS_BYTES;
            bytes.zeros(entry + Integer.BYTES, Integer.BYTES, "what fills up an address");
            long attribute = bytes.u32(entry, WHAT);
            if (!seen.add(attribute)) {
                throw new SnapshotException(entry, "there are two addresses of attribute " + attribute);
            }
            state.address(attribute, bytes.u64(entry + Long.BYTES, WHAT));
        }
    }

    private void region(GicState.Builder state, long entry) {
        bytes.zeros(entry + Long.BYTES + Integer.BYTES, Integer.BYTES, "what fills up a region");
        checked(
                entry,
                () -> state.redistributorRegion(new RedistributorRegion(
                        bytes.u64(entry, WHAT), (int) bytes.u32(entry + Long.BYTES, WHAT))));
    }

    private static void checked(long offset, Runnable statement) {
        try {
            statement.run();
        } catch (IllegalArgumentException impossible) {
            throw new SnapshotException(offset, "the header is not possible: " + impossible.getMessage());
        }
    }
}

package org.gic4j.serialization.qemu.stream;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.gic4j.api.snapshot.SnapshotException;

/**
 * What stands at the end of a stream: a description of its devices, in the order of their sections.
 *
 * @param offset where the devices end: the offset of the byte that says so
 * @param pageSize the size of a page of guest memory
 * @param configuration the configuration section, which producers from 10.0 on describe
 * @param devices the devices
 */
record VmDescription(
        long offset, OptionalLong pageSize, Optional<Layout> configuration, List<Device> devices) {
    /** A description of dozens of devices has some 30 KB. */
    static final long MAXIMUM_LENGTH = 16L << 20;

    private static final int HEADER_LENGTH = Byte.BYTES + Byte.BYTES + Integer.BYTES;

    /** Copies the list. */
    VmDescription {
        devices = List.copyOf(devices);
    }

    /**
     * A device.
     *
     * @param name as its section has it
     * @param instance as its section has it
     * @param layout its bytes
     */
    record Device(String name, long instance, Layout layout) {}

    /**
     * Finds the description from the end of the file, and reads it.
     *
     * @param bytes the whole file
     * @throws SnapshotException when there is none, or it cannot be read
     */
    static VmDescription find(StreamBytes bytes) {
        long end = bytes.size();
        for (long offset = end - HEADER_LENGTH; offset >= Math.max(0, end - MAXIMUM_LENGTH); offset--) {
            if (startsAt(bytes, offset)) {
                long text = offset + HEADER_LENGTH;
                byte[] json = bytes.copy(text, end - text, "the description of the devices");
                return new DescriptionParser(json, text, offset).parse();
            }
        }
        throw new SnapshotException(
                end,
                "no description of the devices (vmdesc) ends here: the file is cut short or has something behind the"
                        + " stream, or it was made with suppress-vmdesc=on or by post-copy migration; save it again"
                        + " without those");
    }

    private static boolean startsAt(StreamBytes bytes, long offset) {
        String what = "the description of the devices";
        long text = offset + HEADER_LENGTH;
        return bytes.u8(offset, what) == SectionType.END_OF_DEVICES
                && bytes.u8(offset + 1, what) == SectionType.DESCRIPTION
                && bytes.u32(offset + 2, what) == bytes.size() - text
                && text < bytes.size()
                && bytes.u8(text, what) == '{';
    }
}

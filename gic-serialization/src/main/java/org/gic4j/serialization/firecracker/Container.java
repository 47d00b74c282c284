package org.gic4j.serialization.firecracker;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.gic4j.api.snapshot.SnapshotException;

/**
 * A state file's frame: magic number, version and checksum.
 *
 * @param version for example {@code 8.0.0}
 * @param major its first number
 * @param begin where the state begins
 * @param end where it ends, before the checksum
 */
record Container(String version, int major, long begin, long end) {
    private static final long MAGIC_ARM = 0x0710_1984_AAAA_0000L;
    private static final long MAGIC_X86 = 0x0710_1984_8664_0000L;
    /** What versionize has in the magic number: the version of its own form, which is 1. */
    private static final long FORM = 0xFFFF;

    private static final String VERSIONIZE = "the file is of v1.0 to v1.6 (versionize), which is not read";
    private static final String CONVERT = "; restore and snapshot the machine with v1.7 to v1.14";
    private static final int LONGEST_VERSION = 32;
    private static final int HEAD = 2 * Long.BYTES;

    /** Whether bytes begin with a magic number of any release that has one there. */
    static boolean hasMagic(MemorySegment bytes) {
        long magic = machine(bytes);
        return magic == MAGIC_ARM || magic == MAGIC_X86;
    }

    /** Whether the checksum of the whole file is 0, which a file of zeros has too. */
    static boolean hasChecksum(MemorySegment bytes) {
        return bytes.byteSize() > HEAD && magic(bytes) != 0 && Crc64.of(bytes) == 0;
    }

    private static long magic(MemorySegment bytes) {
        return new Bincode(bytes, 0, bytes.byteSize()).u64();
    }

    /** The magic number without the version of a form. */
    private static long machine(MemorySegment bytes) {
        return magic(bytes) & ~FORM;
    }

    /**
     * Checks a file's frame.
     *
     * @throws SnapshotException for another architecture, another encoding, or a damaged file
     */
    static Container of(MemorySegment bytes) {
        if (!hasMagic(bytes)) {
            throw new SnapshotException(
                    0,
                    "the file has Firecracker's checksum and no magic number at its beginning: it is of v1.15 or newer,"
                            + " whose encoding (bitcode) can only be read with the program's own types; have"
                            + " Firecracker's snapshot-editor of that release print the vCPU and VM states, or restore"
                            + " and snapshot the machine with v1.14");
        }
        if (machine(bytes) == MAGIC_X86) {
            throw new SnapshotException(0, "the file is of an x86 machine, which has no GIC");
        }
        if ((magic(bytes) & FORM) != 0) {
            throw new SnapshotException(
                    0, "the magic number has the version of a form: " + VERSIONIZE + CONVERT);
        }
        Bincode head = new Bincode(bytes, Long.BYTES, bytes.byteSize());
        long length = head.u64();
        if (length < 5 || length > LONGEST_VERSION || bytes.byteSize() < HEAD + length + Long.BYTES) {
            throw new SnapshotException(
                    Long.BYTES,
                    "no version follows the magic number: " + VERSIONIZE + ", or cut short" + CONVERT);
        }
        String version = new String(
                bytes.asSlice(HEAD, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
        if (!version.matches("\\d{1,4}\\.\\d{1,4}\\.\\d{1,4}")) {
            throw new SnapshotException(
                    HEAD, "no version follows the magic number: " + VERSIONIZE + CONVERT);
        }
        if (Crc64.of(bytes) != 0) {
            throw new SnapshotException(
                    bytes.byteSize() - Long.BYTES, "the checksum does not fit: the file is damaged or cut short");
        }
        int major = Integer.parseInt(version.substring(0, version.indexOf('.')));
        return new Container(version, major, HEAD + length, bytes.byteSize() - Long.BYTES);
    }
}

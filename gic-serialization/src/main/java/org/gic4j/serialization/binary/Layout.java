package org.gic4j.serialization.binary;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Where everything is in a native snapshot. All numbers are little-endian; everything begins at a multiple of 4.
 *
 * <pre>
 *   file     0  magic                            8 bytes
 *            8  version                          u16      |
 *           10  least version of a reader        u16      | the same in every version of the format
 *           12  length H of the header           u32      |
 *           16  header                           H bytes  |
 *         16+H  CRC-32C of all that precedes     u32      |
 *         20+H  parts
 *
 *   header   0  length of the file               u64
 *            8  number of parts                  u32
 *           12  architecture version: 2 or 3     u8
 *           13  priority bits                    u8
 *           14  interrupts                       u16
 *           16  vCPUs                            u16
 *           18  addresses                        u16
 *           20  redistributor regions            u16
 *           22  length of the producer's name    u16
 *           24  addresses:  attribute u32, 0 u32, address u64
 *               regions:    base u64, redistributors u32, 0 u32
 *               vCPUs:      id u16, index u16, affinity u32
 *               producer    UTF-8, zeros up to a multiple of 4
 *
 *   part     0  flags: bit 0 critical            u16
 *            2  length n of the name             u16
 *            4  0                                u32
 *            8  length c of the content          u64
 *           16  name                             n bytes, zeros up to a multiple of 4
 *               content                          c bytes, zeros up to a multiple of 4
 *               CRC-32C of the part              u32
 *
 *   content of the part "registers"
 *            0  number of families               u32
 *            4  families:   banked words of each vCPU u32, shared words u32, length of the name u32, name, zeros
 *               words       u32 each, family by family: each vCPU's banked words in creation order, then the shared ones
 *
 *   content of the part "its"
 *            0  number of ITSs                   u32
 *            4  ITSs:       flags u32: bit 0 has an address; number of families u32, address u64, families:
 *                           number of registers u32, length of the name u32, name, zeros, registers u64 each
 *
 *   content of the part "memory"
 *            0  number of blocks                 u32
 *            4  blocks:     address u64, length u64, content, zeros
 * </pre>
 */
final class Layout {
    /** As PNG's: a byte that text does not have, a name, and line ends that a text conversion would change. */
    static final byte[] MAGIC = {(byte) 0x89, 'G', 'I', 'C', '4', 'J', '\r', '\n'};

    /** The version that is written, and the newest that is read. */
    static final int VERSION = 1;
    /** What a reader must know at least to read what is written. */
    static final int LEAST_READER = 1;

    static final int VERSION_OFFSET = 8;
    static final int LEAST_READER_OFFSET = 10;
    static final int HEADER_LENGTH_OFFSET = 12;
    static final int HEADER_OFFSET = 16;
    /** No header of any version is longer. */
    static final int LONGEST_HEADER = 1 << 20;

    static final int FILE_LENGTH = 0;
    static final int PARTS = 8;
    static final int ARCHITECTURE = 12;
    static final int PRIORITY_BITS = 13;
    static final int INTERRUPTS = 14;
    static final int VCPUS = 16;
    static final int ADDRESSES = 18;
    static final int REGIONS = 20;
    static final int PRODUCER_LENGTH = 22;
    static final int FIXED_HEADER = 24;
    static final int ADDRESS_BYTES = 16;
    static final int REGION_BYTES = 16;
    static final int VCPU_BYTES = 8;
    static final int LONGEST_PRODUCER = 1024;

    static final int PART_FLAGS = 0;
    static final int PART_NAME_LENGTH = 2;
    static final int PART_RESERVED = 4;
    static final int PART_CONTENT_LENGTH = 8;
    static final int PART_NAME = 16;
    static final int CRITICAL = 1;
    static final int LONGEST_NAME = 255;
    static final int CHECKSUM_BYTES = 4;

    /** The part that holds the state. */
    static final String REGISTERS = "registers";

    /** The part that holds the registers of ITSs. */
    static final String SERVICES = "its";
    /** The part that holds the tables of ITSs and LPIs. */
    static final String MEMORY = "memory";

    static final int SERVICE_FLAGS = 0;
    static final int SERVICE_REGISTERS = 4;
    static final int SERVICE_ADDRESS = 8;
    static final int SERVICE = 16;
    static final int HAS_ADDRESS = 1;
    static final int SERVICE_VALUES = 0;
    static final int SERVICE_NAME_LENGTH = 4;
    static final int SERVICE_NAME = 8;

    static final int BLOCK_ADDRESS = 0;
    static final int BLOCK_LENGTH = 8;
    static final int BLOCK = 16;

    static final int FAMILY_BANKED = 0;
    static final int FAMILY_SHARED = 4;
    static final int FAMILY_NAME_LENGTH = 8;
    static final int FAMILY_NAME = 12;

    private Layout() {}

    /** Rounded up to a multiple of 4. */
    static int padded(int length) {
        return length + 3 & ~3;
    }

    /** Rounded up to a multiple of 4. */
    static long padded(long length) {
        return length + 3 & ~3L;
    }

    /** Whether a name is printable ASCII and neither empty nor too long, so that every reader can show it. */
    static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= LONGEST_NAME && name.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** Whether a name is that of a part that this version knows, so that no unknown part can have it. */
    static boolean isReserved(String name) {
        return name.equals(REGISTERS) || name.equals(SERVICES) || name.equals(MEMORY);
    }

    static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    /** CRC-32C (Castagnoli) of a range. */
    static int checksum(ByteBuffer bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(from, to - from));
        return (int) crc.getValue();
    }
}

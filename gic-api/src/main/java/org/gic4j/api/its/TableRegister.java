package org.gic4j.api.its;

import org.gic4j.api.guest.GuestMemory;

/**
 * The registers that say where tables and queues in guest memory are, and what the kernel replaces in a value that is
 * written: memory attributes that cannot be had, and bits that do not exist (CONTRACT 5.4).
 */
public enum TableRegister {
    /** GICR_PROPBASER: the configuration of LPIs. */
    CONFIGURATION(7, 56, 0xF8F0_0000_0000_0060L),
    /** GICR_PENDBASER: the pending bits of LPIs. */
    PENDING(7, 56, 0xB8F0_0000_0000_F07FL),
    /** GITS_CBASER: the command queue. */
    COMMANDS(59, 53, 0xF000),
    /** GITS_BASERn: devices or collections. Its fixed fields are the implementation's. */
    TRANSLATION(59, 53, 0);

    private static final int SHAREABILITY_SHIFT = 10;
    private static final int CACHEABILITY = 7;
    private static final int SHAREABILITY = 3;
    private static final int LEAST_INNER = 2;
    private static final int NON_CACHEABLE = 3;
    private static final int GREATEST_OUTER = 1;
    private static final int INNER_SHAREABLE = 1;
    private static final int OUTER_SHAREABLE = 2;

    /** Where a table has no entry for an id. */
    public static final long NOWHERE = -1;

    private static final int GREATEST_ID = 0xFFFF;
    private static final long VALID = 1L << 63;
    private static final long INDIRECT = 1L << 62;
    private static final long ADDRESS_47_16 = 0x0000_FFFF_FFFF_0000L;
    private static final long ADDRESS_51_16 = 0x000F_FFFF_FFFF_0000L;
    private static final long ADDRESS_51_12 = 0x000F_FFFF_FFFF_F000L;
    private static final int ADDRESS_51_48_SHIFT = 36;
    private static final long ADDRESS_51_48 = 0x000F_0000_0000_0000L;
    /** Bytes of a page of a table. */
    public static final int PAGE_OF_64K = 0x1_0000;
    /** Entries of a page of a table. */
    public static final int ENTRIES_OF_PAGE = PAGE_OF_64K / TableEntry.SIZE;

    private static final int PAGE_OF_4K = 0x1000;
    private static final int PAGE_OF_16K = 0x4000;
    private static final int PAGE_SIZE_SHIFT = 8;

    /** GITS_BASER0 at reset: inner shareable, 64 KiB pages, 8-byte entries, type 1, devices. */
    private static final long DEVICES_AT_RESET = 0x1907_0000_0000_0600L;
    /** GITS_BASER1 at reset: the same of type 4, collections. */
    private static final long COLLECTIONS_AT_RESET = 0x1C07_0000_0000_0600L;
    /** Type and size of entries, which are the implementation's. */
    private static final long FIXED = 0x071F_0000_0000_0000L;
    private static final long PAGE_SIZE = 3L << PAGE_SIZE_SHIFT;
    private static final long PAGES_OF_64K = 2L << PAGE_SIZE_SHIFT;

    private final int innerShift;
    private final int outerShift;
    private final long cleared;

    TableRegister(int innerShift, int outerShift, long cleared) {
        this.innerShift = innerShift;
        this.outerShift = outerShift;
        this.cleared = cleared;
    }

    /**
     * What the kernel keeps of a value.
     *
     * @param value all 64 bits
     */
    public long sanitise(long value) {
        long inner = value >>> innerShift & CACHEABILITY;
        long outer = value >>> outerShift & CACHEABILITY;
        long shareability = value >>> SHAREABILITY_SHIFT & SHAREABILITY;
        long attributes = (long) CACHEABILITY << innerShift
                | (long) CACHEABILITY << outerShift
                | (long) SHAREABILITY << SHAREABILITY_SHIFT;
        return value & ~cleared & ~attributes
                | (inner < LEAST_INNER ? NON_CACHEABLE : inner) << innerShift
                | (outer > GREATEST_OUTER ? 0 : outer) << outerShift
                | (shareability == OUTER_SHAREABLE ? INNER_SHAREABLE : shareability) << SHAREABILITY_SHIFT;
    }

    /**
     * GITS_BASERn at reset.
     *
     * @param number 0 devices, 1 collections, others 0
     */
    public static long tableAtReset(int number) {
        return switch (number) {
            case 0 -> DEVICES_AT_RESET;
            case 1 -> COLLECTIONS_AT_RESET;
            default -> 0;
        };
    }

    /**
     * What the kernel keeps of a value that is written to GITS_BASERn: pages have 64 KiB, and only the table of devices
     * may have two levels.
     *
     * @param number which, 0 to 7
     * @param value all 64 bits
     */
    public static long keepTable(int number, long value) {
        if (number > 1) {
            return 0;
        }
        long kept = TRANSLATION.sanitise(value) & ~(FIXED | PAGE_SIZE) | tableAtReset(number) & FIXED | PAGES_OF_64K;
        return number == 0 ? kept : kept & ~INDIRECT;
    }

    /**
     * The guest physical address that a value names.
     *
     * @param value the register's value
     */
    public long address(long value) {
        return switch (this) {
            case CONFIGURATION -> value & ADDRESS_51_12;
            case PENDING, COMMANDS -> value & ADDRESS_51_16;
            // Pages of 64 KiB keep bits 51 to 48 of the address in bits 15 to 12.
            case TRANSLATION -> value & ADDRESS_47_16 | value << ADDRESS_51_48_SHIFT & ADDRESS_51_48;
        };
    }

    /**
     * The bytes of a queue, or of a table's first level.
     *
     * @param value the value of a GITS_CBASER or GITS_BASERn
     */
    public static long size(TableRegister register, long value) {
        return ((value & 0xFF) + 1) * (register == TRANSLATION ? PAGE_OF_64K : PAGE_OF_4K);
    }

    /**
     * The bytes of a page of a GITS_BASERn's table. The kernel's have 64 KiB whatever is written; those of other
     * implementations are as the guest chose.
     *
     * @param value the value of a GITS_BASERn
     */
    public static int pageSize(long value) {
        return switch ((int) (value >>> PAGE_SIZE_SHIFT & 3)) {
            case 0 -> PAGE_OF_4K;
            case 1 -> PAGE_OF_16K;
            default -> PAGE_OF_64K;
        };
    }

    /** Whether a GITS_CBASER or GITS_BASERn is valid. */
    public static boolean isValid(long value) {
        return (value & VALID) != 0;
    }

    /** Whether the table of a GITS_BASERn has two levels. */
    public static boolean isIndirect(long value) {
        return (value & INDIRECT) != 0;
    }

    /**
     * Where the entry of an id is in a table of devices or collections, which has 8-byte entries and 16 bits of ids.
     *
     * @param value the value of a GITS_BASERn
     * @param memory guest memory, where the first of two levels is read
     * @param id unsigned
     * @return a guest physical address that is in memory; {@link #NOWHERE} for an id that the table has no room for
     */
    public static long entry(long value, GuestMemory memory, int id) {
        if (Integer.compareUnsigned(id, GREATEST_ID) > 0) {
            return NOWHERE;
        }
        long begin = TRANSLATION.address(value);
        long size = size(TRANSLATION, value);
        long entry;
        if (!isIndirect(value)) {
            if (id >= size / TableEntry.SIZE) {
                return NOWHERE;
            }
            entry = begin + (long) id * TableEntry.SIZE;
        } else {
            int page = id / ENTRIES_OF_PAGE;
            long first = begin + (long) page * Long.BYTES;
            if (page >= size / Long.BYTES || !memory.isMapped(first, Long.BYTES)) {
                return NOWHERE;
            }
            long second = memory.readLong(first);
            if (!TableEntry.isValid(second)) {
                return NOWHERE;
            }
            entry = page(second) + (long) (id % ENTRIES_OF_PAGE) * TableEntry.SIZE;
        }
        return memory.isMapped(entry, TableEntry.SIZE) ? entry : NOWHERE;
    }

    /** The page that a valid entry of the first of two levels names. */
    public static long page(long entry) {
        return entry & ADDRESS_51_16;
    }
}

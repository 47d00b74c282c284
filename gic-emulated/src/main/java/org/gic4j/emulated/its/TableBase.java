package org.gic4j.emulated.its;

import org.gic4j.api.guest.GuestMemory;

/**
 * A GITS_BASERn: where the table of devices or that of collections is, and what KVM makes of a value (CONTRACT 5.4).
 */
final class TableBase {
    /** Where a table has no entry. */
    static final long NOWHERE = -1;

    private static final long VALID = 1L << 63;
    private static final long INDIRECT = 1L << 62;
    /** Type and size of entries, which are fixed. */
    private static final long FIXED = 0x071F_0000_0000_0000L;
    private static final int PAGE_SIZE_SHIFT = 8;
    private static final long PAGE_SIZE = 3L << PAGE_SIZE_SHIFT;
    private static final long PAGES_OF_64K = 2L << PAGE_SIZE_SHIFT;
    private static final int PAGE = 0x1_0000;
    private static final int ENTRIES_OF_PAGE = PAGE / TableFormat.ENTRY;
    private static final int LOW_16 = 0xFFFF;
    private static final long ADDRESS_47_16 = 0x0000_FFFF_FFFF_0000L;
    private static final long ADDRESS_51_16 = 0x000F_FFFF_FFFF_0000L;
    private static final int ADDRESS_51_48_SHIFT = 36;
    private static final long ADDRESS_51_48 = 0x000F_0000_0000_0000L;

    private final GuestMemory memory;
    private final long fixed;
    private final boolean mayBeIndirect;
    private long value;

    /**
     * A table of 8-byte entries that is not valid yet.
     *
     * @param memory guest memory
     * @param atReset the value at reset, of which type and size of entries stay
     * @param mayBeIndirect whether it can have two levels
     */
    TableBase(GuestMemory memory, long atReset, boolean mayBeIndirect) {
        this.memory = memory;
        this.mayBeIndirect = mayBeIndirect;
        fixed = atReset & FIXED;
        value = atReset;
    }

    long value() {
        return value;
    }

    void set(long written) {
        long sanitised = MemoryAttributes.sanitise(written) & ~(FIXED | PAGE_SIZE) | fixed | PAGES_OF_64K;
        value = mayBeIndirect ? sanitised : sanitised & ~INDIRECT;
    }

    void invalidate() {
        value &= ~VALID;
    }

    boolean isValid() {
        return (value & VALID) != 0;
    }

    boolean isIndirect() {
        return (value & INDIRECT) != 0;
    }

    /** Where it begins: pages of 64 KiB keep bits 51 to 48 of the address in bits 15 to 12. */
    long address() {
        return value & ADDRESS_47_16 | value << ADDRESS_51_48_SHIFT & ADDRESS_51_48;
    }

    /** Its size in bytes; of two levels, the first one's. */
    long size() {
        return ((value & 0xFF) + 1) * PAGE;
    }

    /**
     * Where the entry of an id is.
     *
     * @param id unsigned
     * @return a guest physical address that is in memory; {@link #NOWHERE} for an id that the table has no room for
     */
    long entryOf(int id) {
        if (Integer.compareUnsigned(id, LOW_16) > 0) {
            return NOWHERE;
        }
        long entry;
        if (!isIndirect()) {
            if (id >= size() / TableFormat.ENTRY) {
                return NOWHERE;
            }
            entry = address() + (long) id * TableFormat.ENTRY;
        } else {
            int page = id / ENTRIES_OF_PAGE;
            long first = address() + (long) page * Long.BYTES;
            if (page >= size() / Long.BYTES || !memory.isMapped(first, Long.BYTES)) {
                return NOWHERE;
            }
            long second = memory.readLong(first);
            if (!isValidPage(second)) {
                return NOWHERE;
            }
            entry = pageAddress(second) + (long) (id % ENTRIES_OF_PAGE) * TableFormat.ENTRY;
        }
        return memory.isMapped(entry, TableFormat.ENTRY) ? entry : NOWHERE;
    }

    /** Whether an entry of the first of two levels names a page. */
    static boolean isValidPage(long entry) {
        return entry < 0;
    }

    /** The page that an entry of the first of two levels names. */
    static long pageAddress(long entry) {
        return entry & ADDRESS_51_16;
    }

    /** The ids of one page. */
    static int idsOfPage() {
        return ENTRIES_OF_PAGE;
    }

    /** The size of a page in bytes. */
    static int pageSize() {
        return PAGE;
    }
}

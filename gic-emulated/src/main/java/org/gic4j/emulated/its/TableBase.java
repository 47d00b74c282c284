package org.gic4j.emulated.its;

import org.gic4j.api.its.TableEntry;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.guest.GuestMemory;

/**
 * A GITS_BASERn: where the table of devices or that of collections is.
 */
final class TableBase {
    /** Where a table has no entry. */
    static final long NOWHERE = -1;

    private static final long VALID = 1L << 63;
    private static final int PAGE = 0x1_0000;
    private static final int ENTRIES_OF_PAGE = PAGE / TableEntry.SIZE;
    private static final int LOW_16 = 0xFFFF;
    private static final long ADDRESS_51_16 = 0x000F_FFFF_FFFF_0000L;

    private final GuestMemory memory;
    private final int number;
    private long value;

    /**
     * A table of 8-byte entries that is not valid yet.
     *
     * @param memory guest memory
     * @param number 0 devices, 1 collections
     */
    TableBase(GuestMemory memory, int number) {
        this.memory = memory;
        this.number = number;
        value = TableRegister.tableAtReset(number);
    }

    long value() {
        return value;
    }

    void set(long written) {
        value = TableRegister.keepTable(number, written);
    }

    void invalidate() {
        value &= ~VALID;
    }

    boolean isValid() {
        return TableRegister.isValid(value);
    }

    boolean isIndirect() {
        return TableRegister.isIndirect(value);
    }

    /** Where it begins. */
    long address() {
        return TableRegister.TRANSLATION.address(value);
    }

    /** Its size in bytes; of two levels, the first one's. */
    long size() {
        return TableRegister.size(TableRegister.TRANSLATION, value);
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
            if (id >= size() / TableEntry.SIZE) {
                return NOWHERE;
            }
            entry = address() + (long) id * TableEntry.SIZE;
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
            entry = pageAddress(second) + (long) (id % ENTRIES_OF_PAGE) * TableEntry.SIZE;
        }
        return memory.isMapped(entry, TableEntry.SIZE) ? entry : NOWHERE;
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

package org.gic4j.emulated.its;

import org.gic4j.api.its.TableRegister;
import org.gic4j.api.guest.GuestMemory;

/**
 * A GITS_BASERn: where the table of devices or that of collections is.
 */
final class TableBase {
    /** Where a table has no entry. */
    static final long NOWHERE = TableRegister.NOWHERE;

    private static final long VALID = 1L << 63;

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
        return TableRegister.entry(value, memory, id);
    }
}

package org.gic4j.emulated.its;

import org.gic4j.api.guest.GuestMemory;

/** The two tables of an ITS in guest memory, GITS_BASER0 and GITS_BASER1. Guarded by the lock of the ITS. */
final class ItsTables {
    /** Inner shareable, 64 KiB pages, 8-byte entries, type 1: devices. */
    private static final long DEVICES_AT_RESET = 0x1907_0000_0000_0600L;
    /** The same of type 4: collections. */
    private static final long COLLECTIONS_AT_RESET = 0x1C07_0000_0000_0600L;

    private final GuestMemory memory;
    private final TableBase devices;
    private final TableBase collections;

    ItsTables(GuestMemory memory) {
        this.memory = memory;
        devices = new TableBase(memory, DEVICES_AT_RESET, true);
        collections = new TableBase(memory, COLLECTIONS_AT_RESET, false);
    }

    TableBase devices() {
        return devices;
    }

    TableBase collections() {
        return collections;
    }

    boolean isReadable(long address) {
        return memory.isMapped(address, TableFormat.ENTRY);
    }

    long read(long address) {
        return memory.readLong(address);
    }

    /** Writes an entry, and says whether it is in memory. */
    boolean write(long address, long entry) {
        if (!memory.isMapped(address, TableFormat.ENTRY)) {
            return false;
        }
        memory.writeLong(address, entry);
        return true;
    }
}

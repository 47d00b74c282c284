package org.gic4j.emulated.its;

import org.gic4j.api.its.TableEntry;
import org.gic4j.api.guest.GuestMemory;

/** The two tables of an ITS in guest memory, GITS_BASER0 and GITS_BASER1. Guarded by the lock of the ITS. */
final class ItsTables {
    private final GuestMemory memory;
    private final TableBase devices;
    private final TableBase collections;

    ItsTables(GuestMemory memory) {
        this.memory = memory;
        devices = new TableBase(memory, 0);
        collections = new TableBase(memory, 1);
    }

    TableBase devices() {
        return devices;
    }

    TableBase collections() {
        return collections;
    }

    boolean isReadable(long address) {
        return memory.isMapped(address, TableEntry.SIZE);
    }

    long read(long address) {
        return memory.readLong(address);
    }

    /** Writes an entry, and says whether it is in memory. */
    boolean write(long address, long entry) {
        if (!memory.isMapped(address, TableEntry.SIZE)) {
            return false;
        }
        memory.writeLong(address, entry);
        return true;
    }
}

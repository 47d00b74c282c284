package org.gic4j.emulated.its;

import org.gic4j.api.its.TableEntry;
import org.gic4j.emulated.lpi.SparseTable;

/** A device that sends messages, with its events. */
final class MappedDevice {
    private final int id;
    private final long table;
    private final int eventBits;
    private final SparseTable<MappedEvent> events = new SparseTable<>();

    /**
     * Makes a device without events.
     *
     * @param id 0 to 65535
     * @param table guest physical address of its interrupt translation table, a multiple of 256
     * @param eventBits bits of event ids, 1 to 16
     */
    MappedDevice(int id, long table, int eventBits) {
        this.id = id;
        this.table = table;
        this.eventBits = eventBits;
    }

    int id() {
        return id;
    }

    long table() {
        return table;
    }

    int eventBits() {
        return eventBits;
    }

    /** Whether an event id is one of the device's, mapped or not. */
    boolean hasRoomFor(int event) {
        return Integer.compareUnsigned(event, 1 << eventBits) < 0;
    }

    SparseTable<MappedEvent> events() {
        return events;
    }

    /** Where the entry of an event is in guest memory. */
    long entryOf(int event) {
        return table + (long) event * TableEntry.SIZE;
    }
}

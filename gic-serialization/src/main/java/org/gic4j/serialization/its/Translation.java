package org.gic4j.serialization.its;

import java.util.List;

/**
 * What an ITS has mapped.
 *
 * @param devices by id
 * @param collections in the order of the table
 */
public record Translation(List<Device> devices, List<Collection> collections) {
    /** Copies the lists. */
    public Translation {
        devices = List.copyOf(devices);
        collections = List.copyOf(collections);
    }

    /**
     * A device.
     *
     * @param id 0 to 65535
     * @param table guest physical address of its interrupt translation table
     * @param eventBits bits of event ids
     * @param events by id
     */
    public record Device(int id, long table, int eventBits, List<Event> events) {
        /** Copies the list. */
        public Device {
            events = List.copyOf(events);
        }
    }

    /**
     * An event.
     *
     * @param id the event's id
     * @param intid its LPI
     * @param collection its collection
     */
    public record Event(int id, int intid, int collection) {}

    /**
     * A collection.
     *
     * @param id 0 to 65535
     * @param processor the vCPU's id, or {@link org.gic4j.api.its.TableEntry#UNMAPPED}
     */
    public record Collection(int id, int processor) {}
}

package org.gic4j.api.snapshot;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An LPI that events of ITSs are mapped to, or that is pending, by the tables in guest memory.
 *
 * @param intid its number, from 8192, unsigned
 * @param vcpu in whose table it is pending; else the vCPU of its first event's collection; null for none
 * @param pending whether it is pending
 * @param configuration its byte in the table that GICR_PROPBASER names: see {@link #enabled} and {@link #priority}; empty
 *     where that is not in guest memory
 * @param events the events that are mapped to it, in the order of ITSs, devices and events
 */
public record LpiState(
        int intid, @Nullable VcpuDescription vcpu, boolean pending, OptionalInt configuration, List<Event> events) {
    private static final int ENABLED = 1;
    private static final int PRIORITY = 0xFC;

    /** Copies the list. */
    public LpiState {
        events = List.copyOf(events);
    }

    /**
     * An event.
     *
     * @param service which ITS, from 0
     * @param device the device's id
     * @param id the event's id
     * @param collection its collection
     */
    public record Event(int service, int device, int id, int collection) {}

    /** Whether it is enabled; empty where that is not known. */
    public OptionalInt enabled() {
        return configuration.isPresent() ? OptionalInt.of(configuration.getAsInt() & ENABLED) : configuration;
    }

    /** Its priority, 0 to 252; empty where that is not known. */
    public OptionalInt priority() {
        return configuration.isPresent() ? OptionalInt.of(configuration.getAsInt() & PRIORITY) : configuration;
    }
}

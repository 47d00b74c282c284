package org.gic4j.testkit.replay.oplog;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gic4j.api.Errno;
import org.gic4j.api.device.Device;

/** The value of every register that user space can read, at one instant. */
final class RegisterImage {
    private final Device device;
    private final RegisterPlaces places;
    /** The value of each place; negative where the read failed. */
    private final long[] values;

    private RegisterImage(Device device, RegisterPlaces places, long[] values) {
        this.device = device;
        this.places = places;
        this.values = values;
    }

    /** Reads everything. */
    static RegisterImage read(Device device, RegisterPlaces places) {
        long[] attributes = places.attributes();
        long[] values = new long[attributes.length];
        for (RegisterPlaces.Stretch stretch : places.stretches()) {
            int group = stretch.group();
            for (int at = device.tryGetRange(group, attributes, values, stretch.from(), stretch.to());
                    at < stretch.to();
                    at = device.tryGetRange(group, attributes, values, at + 1, stretch.to())) {
                int errno = device.tryGet(group, attributes[at], values, at);
                if (errno != Errno.OK) {
                    values[at] = -errno;
                }
            }
        }
        return new RegisterImage(device, places, values);
    }

    /** Whose registers they are. */
    Device device() {
        return device;
    }

    /** Where the registers are. */
    RegisterPlaces places() {
        return places;
    }

    /** What is different in a later image of the same device. */
    Map<RegisterPlaces.Place, Operation.Change> changesTo(RegisterImage later) {
        Map<RegisterPlaces.Place, Operation.Change> changes = new LinkedHashMap<>();
        boolean samePlaces = places.equals(later.places);
        Map<RegisterPlaces.Place, Long> earlier = samePlaces ? Map.of() : byPlace();
        for (RegisterPlaces.Stretch stretch : later.places.stretches()) {
            for (int i = stretch.from(); i < stretch.to(); i++) {
                long after = later.values[i];
                if (!samePlaces || values[i] != after) {
                    long attribute = later.places.attributes()[i];
                    RegisterPlaces.Place place = new RegisterPlaces.Place(stretch.group(), attribute);
                    long before = samePlaces ? values[i] : earlier.getOrDefault(place, 0L);
                    if (before != after) {
                        changes.put(place, new Operation.Change(place.group(), attribute, before, after));
                    }
                }
            }
        }
        return changes;
    }

    private Map<RegisterPlaces.Place, Long> byPlace() {
        Map<RegisterPlaces.Place, Long> all = new HashMap<>();
        for (RegisterPlaces.Stretch stretch : places.stretches()) {
            for (int i = stretch.from(); i < stretch.to(); i++) {
                all.put(new RegisterPlaces.Place(stretch.group(), places.attributes()[i]), values[i]);
            }
        }
        return all;
    }
}

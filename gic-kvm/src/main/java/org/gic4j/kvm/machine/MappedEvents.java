package org.gic4j.kvm.machine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which events an ITS may have mapped, and which collections each may belong to: never less than is so, since a command
 * counts as executed where that adds, and only where it surely was where that removes.
 */
final class MappedEvents {
    /** Bits of a device's event ids, and of device ids. */
    static final int EVENT_BITS = 16;

    private static final int IDS = 1 << EVENT_BITS;
    /** Stands for "the collection was unmapped". */
    private static final Integer NONE = -1;

    /** By device, by event: the collections. */
    private final Map<Integer, Map<Integer, Set<Integer>>> devices = new HashMap<>();
    /** Collections that are surely mapped to a vCPU. */
    private final Set<Integer> mapped = new HashSet<>();
    private boolean others;
    private boolean othersLackCollections;

    /** There may be events that nobody saw. */
    void mayHaveOthers() {
        others = true;
    }

    /** Whether an event may belong to a collection that was unmapped. */
    boolean mayLackCollections() {
        return othersLackCollections
                || devices.values().stream()
                        .flatMap(events -> events.values().stream())
                        .anyMatch(collections -> collections.contains(NONE));
    }

    void mayBelong(int device, int event, int collection) {
        if (Integer.compareUnsigned(device, IDS) < 0 && Integer.compareUnsigned(event, IDS) < 0) {
            devices.computeIfAbsent(device, _ -> new HashMap<>())
                    .computeIfAbsent(event, _ -> new HashSet<>())
                    .add(collection);
        }
    }

    /** A MOVI was executed, which does nothing where a collection is not mapped, the event's or the other one. */
    void moved(int device, int event, int collection) {
        if (mapped.contains(collection) && surelyHasCollection(device, event)) {
            eventsOf(device).remove(event);
        }
        mayBelong(device, event, collection);
    }

    /** A DISCARD was executed, which does nothing about an event whose collection is not mapped. */
    void discarded(int device, int event) {
        if (surelyHasCollection(device, event)) {
            eventsOf(device).remove(event);
        }
    }

    /** Of an event that is known: if it is mapped at all. What nobody saw may have unmapped its collection. */
    private boolean surelyHasCollection(int device, int event) {
        return !others && mapped.containsAll(eventsOf(device).getOrDefault(event, Set.of(NONE)));
    }

    private Map<Integer, Set<Integer>> eventsOf(int device) {
        return devices.getOrDefault(device, Map.of());
    }

    /** A device was surely unmapped with its events, or mapped again without. */
    void dropped(int device) {
        devices.remove(device);
    }

    /** All devices were dropped with their events. */
    void dropAll() {
        devices.clear();
        others = false;
        othersLackCollections = false;
    }

    /** A collection is surely mapped. */
    void collectionMapped(int collection) {
        mapped.add(collection);
    }

    /** A collection was unmapped. */
    void collectionDropped(int collection) {
        mapped.remove(collection);
        othersLackCollections |= others;
        for (Map<Integer, Set<Integer>> events : devices.values()) {
            for (Set<Integer> collections : events.values()) {
                if (collections.remove(collection)) {
                    collections.add(NONE);
                }
            }
        }
    }

    /** All collections were unmapped. */
    void collectionsDropped() {
        mapped.clear();
        othersLackCollections |= others;
        for (Map<Integer, Set<Integer>> events : devices.values()) {
            for (Set<Integer> collections : events.values()) {
                collections.clear();
                collections.add(NONE);
            }
        }
    }
}

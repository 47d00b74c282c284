package org.gic4j.emulated.its;

import org.gic4j.api.Errno;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.its.TableEntry;
import org.gic4j.emulated.lpi.Lpis;
import org.jspecify.annotations.Nullable;

/**
 * Executes commands (IHI 0069 section 5.3, CONTRACT 9.2). A command that makes no sense does nothing, and nobody is
 * told. Guarded by the lock of the ITS.
 */
final class Commands {
    private static final int GREATEST_EVENT_BITS = 16;

    private final Mappings mappings;
    private final ItsTables tables;
    private final Lpis lpis;
    private final Processors processors;

    Commands(Mappings mappings, ItsTables tables, Lpis lpis, Processors processors) {
        this.mappings = mappings;
        this.tables = tables;
        this.lpis = lpis;
        this.processors = processors;
    }

    /**
     * Executes one, given by the words of an {@link ItsCommand}.
     *
     * @param first its first 64 bits
     * @param second its second ones
     * @param third its third ones
     * @param fourth its last ones
     */
    void execute(long first, long second, long third, long fourth) {
        int device = ItsCommand.device(first);
        int event = ItsCommand.event(second);
        int collection = ItsCommand.collection(third);
        switch (ItsCommand.code(first)) {
            case ItsCommand.MAPD ->
                mapDevice(device, ItsCommand.eventBits(second), ItsCommand.table(third), ItsCommand.isValid(third));
            case ItsCommand.MAPC ->
                mapCollection(collection, ItsCommand.processorOf(third), ItsCommand.isValid(third));
            case ItsCommand.MAPTI -> mapEvent(device, event, ItsCommand.intid(second), collection);
            case ItsCommand.MAPI -> mapEvent(device, event, event, collection);
            case ItsCommand.MOVI -> move(device, event, collection);
            case ItsCommand.MOVALL -> moveAll(ItsCommand.processorOf(third), ItsCommand.processorOf(fourth));
            case ItsCommand.DISCARD -> discard(device, event);
            case ItsCommand.CLEAR -> clear(device, event);
            case ItsCommand.INT -> interrupt(device, event);
            case ItsCommand.INV -> invalidate(device, event);
            case ItsCommand.INVALL -> invalidateAll(collection);
            default -> {
                // SYNC has nothing to wait for; others are not known.
            }
        }
    }

    private void mapDevice(int id, int eventBits, long table, boolean valid) {
        long entry = tables.devices().entryOf(id);
        if (entry == TableBase.NOWHERE || valid && eventBits > GREATEST_EVENT_BITS) {
            return;
        }
        MappedDevice mapped = mappings.device(id);
        if (mapped != null) {
            mappings.remove(mapped);
        }
        if (valid) {
            mappings.add(new MappedDevice(id, table, eventBits));
        } else {
            tables.write(entry, 0);
        }
    }

    private void mapCollection(int id, int processor, boolean valid) {
        if (!valid) {
            mappings.removeCollection(id);
            mappings.forgetTranslations();
            return;
        }
        int index = processors.indexOf(processor);
        if (index == Processors.NONE) {
            return;
        }
        MappedCollection collection = mappings.collection(id);
        if (collection != null) {
            collection.map(processor, index);
            mappings.retarget(collection);
        } else if (tables.collections().entryOf(id) != TableBase.NOWHERE) {
            mappings.addCollection(id, processor, index);
        }
    }

    private void mapEvent(int deviceId, int eventId, int intid, int collectionId) {
        MappedDevice device = mappings.device(deviceId);
        if (device == null
                || !device.hasRoomFor(eventId)
                || !tables.isReadable(device.entryOf(eventId))
                || !lpis.isLpi(intid)) {
            return;
        }
        if (device.events().get(eventId) != null) {
            return;
        }
        MappedCollection collection = mappings.collection(collectionId);
        boolean added = collection == null;
        if (collection == null) {
            if (tables.collections().entryOf(collectionId) == TableBase.NOWHERE) {
                return;
            }
            collection = mappings.addCollection(collectionId, TableEntry.UNMAPPED, Processors.NONE);
        }
        if (mappings.addEvent(device, eventId, intid, collection) != Errno.OK && added) {
            mappings.removeCollection(collectionId);
        }
    }

    private void move(int deviceId, int eventId, int collectionId) {
        MappedEvent event = deliverable(deviceId, eventId);
        MappedCollection collection = mappings.collection(collectionId);
        if (event != null && collection != null && collection.isMapped()) {
            event.moveTo(collection);
            mappings.forgetTranslations();
            lpis.retarget(event.lpi(), collection.vcpuIndex());
        }
    }

    private void moveAll(int from, int to) {
        int source = processors.indexOf(from);
        int destination = processors.indexOf(to);
        if (source != Processors.NONE && destination != Processors.NONE && source != destination) {
            lpis.retargetAll(source, destination);
            mappings.forgetTranslations();
        }
    }

    private void discard(int deviceId, int eventId) {
        MappedDevice device = mappings.device(deviceId);
        MappedEvent event = deliverable(deviceId, eventId);
        if (device != null && event != null) {
            mappings.removeEvent(device, event);
            tables.write(device.entryOf(eventId), 0);
        }
    }

    private void clear(int deviceId, int eventId) {
        MappedEvent event = mappings.event(deviceId, eventId);
        if (event != null) {
            lpis.clear(event.lpi());
        }
    }

    private void interrupt(int deviceId, int eventId) {
        MappedEvent event = translate(deviceId, eventId);
        if (event != null) {
            lpis.trigger(event.lpi());
        }
    }

    private void invalidate(int deviceId, int eventId) {
        MappedEvent event = mappings.event(deviceId, eventId);
        if (event != null) {
            lpis.reconfigure(event.lpi().intid());
        }
    }

    private void invalidateAll(int collectionId) {
        MappedCollection collection = mappings.collection(collectionId);
        if (collection != null && collection.isMapped()) {
            lpis.reconfigureAll(collection.vcpuIndex());
        }
    }

    /** An event that is mapped, to a collection that is mapped. */
    private @Nullable MappedEvent deliverable(int deviceId, int eventId) {
        MappedEvent event = mappings.event(deviceId, eventId);
        return event != null && event.isDeliverable() ? event : null;
    }

    /** The event whose LPI a message is, if its vCPU takes LPIs. */
    private @Nullable MappedEvent translate(int deviceId, int eventId) {
        MappedEvent event = deliverable(deviceId, eventId);
        MappedCollection collection = event == null ? null : event.collection();
        if (event == null || collection == null || !lpis.areTaken(collection.vcpuIndex())) {
            return null;
        }
        event.noteTranslation(mappings.now());
        return event;
    }
}

package org.gic4j.emulated.its;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.gic4j.api.Errno;
import org.gic4j.emulated.lpi.Lpi;
import org.gic4j.emulated.lpi.Lpis;
import org.gic4j.emulated.lpi.SparseTable;
import org.jspecify.annotations.Nullable;

/**
 * What an ITS has mapped: devices, their events, and collections in the order in which they came. Guarded by the lock of
 * the ITS.
 *
 * <p>KVM remembers translations that it has made, and finds them without the device id being declared valid (DEV-19). So
 * an event keeps when it was last translated, and everything that makes KVM forget advances the time.
 */
final class Mappings {
    /**
     * How many events can be mapped: twice as many as there are LPIs that the architecture's 16 bits of INTID can name.
     * What is mapped is kept on the heap, and a guest must not fill that.
     */
    static final int GREATEST_EVENTS = 1 << 17;

    /** No event is translated at this time. */
    static final long NEVER = -1;

    private final Lpis lpis;
    private final SparseTable<MappedDevice> devices = new SparseTable<>();
    private final Map<Integer, MappedCollection> collections = new LinkedHashMap<>();
    private long changes;
    private int events;

    Mappings(Lpis lpis) {
        this.lpis = lpis;
    }

    /** The devices by id. */
    SparseTable<MappedDevice> devices() {
        return devices;
    }

    /** The collections in the order in which they came. */
    Iterable<MappedCollection> collections() {
        return collections.values();
    }

    @Nullable MappedDevice device(int id) {
        return Integer.compareUnsigned(id, SparseTable.SIZE) < 0 ? devices.get(id) : null;
    }

    @Nullable MappedCollection collection(int id) {
        return collections.get(id);
    }

    /** The event of a device, if it is mapped. */
    @Nullable MappedEvent event(int deviceId, int eventId) {
        MappedDevice device = device(deviceId);
        return device != null && Integer.compareUnsigned(eventId, SparseTable.SIZE) < 0
                ? device.events().get(eventId)
                : null;
    }

    /** The time, for {@link MappedEvent#translated}. */
    long now() {
        return changes << Integer.SIZE | Integer.toUnsignedLong(lpis.withdrawals());
    }

    /** Translations that were made are not remembered any more. */
    void forgetTranslations() {
        changes = changes + 1 & Integer.MAX_VALUE;
    }

    void add(MappedDevice device) {
        devices.put(device.id(), device);
    }

    void remove(MappedDevice device) {
        device.events().forEach(event -> lpis.unmap(event.lpi()));
        events -= device.events().size();
        device.events().clear();
        devices.remove(device.id());
        forgetTranslations();
    }

    void removeDevices() {
        devices.forEach(this::remove);
    }

    MappedCollection addCollection(int id, int processor, int vcpuIndex) {
        MappedCollection added = new MappedCollection(id, processor, vcpuIndex);
        collections.put(id, added);
        return added;
    }

    /** Unmaps a collection. Its events stay, and belong to none. */
    void removeCollection(int id) {
        MappedCollection removed = collections.remove(id);
        if (removed != null) {
            forEachEventOf(removed, event -> event.moveTo(null));
            forgetTranslations();
        }
    }

    void removeCollections() {
        collections.clear();
        devices.forEach(device -> device.events().forEach(event -> event.moveTo(null)));
        forgetTranslations();
    }

    /**
     * Maps an event that is not mapped.
     *
     * @return 0; EFAULT where the LPI's tables cannot be read, ENOMEM where too many events are mapped
     */
    int addEvent(MappedDevice device, int eventId, int intid, MappedCollection collection) {
        if (events == GREATEST_EVENTS) {
            return Errno.ENOMEM;
        }
        Lpi lpi = lpis.map(intid, collection.vcpuIndex());
        if (lpi == null) {
            return Errno.EFAULT;
        }
        device.events().put(eventId, new MappedEvent(eventId, lpi, collection));
        events++;
        return Errno.OK;
    }

    void removeEvent(MappedDevice device, MappedEvent event) {
        forgetTranslations();
        device.events().remove(event.id());
        events--;
        lpis.unmap(event.lpi());
    }

    /** Sends the LPIs of a collection's events to where the collection goes now. */
    void retarget(MappedCollection collection) {
        forEachEventOf(collection, event -> lpis.retarget(event.lpi(), collection.vcpuIndex()));
    }

    /** Whether an event belongs to no collection, which its table entry cannot say. */
    boolean hasOrphans() {
        boolean[] found = {false};
        devices.forEach(device -> device.events().forEach(event -> found[0] |= event.collection() == null));
        return found[0];
    }

    private void forEachEventOf(MappedCollection collection, Consumer<MappedEvent> action) {
        devices.forEach(device -> device.events().forEach(event -> {
            if (collection.equals(event.collection())) {
                action.accept(event);
            }
        }));
    }
}

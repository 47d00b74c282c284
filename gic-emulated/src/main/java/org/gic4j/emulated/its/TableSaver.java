package org.gic4j.emulated.its;

import org.gic4j.api.its.TableEntry;
import org.gic4j.api.Errno;
import org.gic4j.emulated.lpi.SparseTable;

/** Writes what is mapped to the tables in guest memory: live entries, and nothing else. */
final class TableSaver {
    private final Mappings mappings;
    private final ItsTables tables;

    TableSaver(Mappings mappings, ItsTables tables) {
        this.mappings = mappings;
        this.tables = tables;
    }

    /**
     * Writes them, of the tables that are valid.
     *
     * @return 0; EFAULT for a table that is not in memory; EINVAL for a device that its table has no room for, and for an
     *     event whose collection was unmapped: a kernel crashes there
     */
    int save() {
        if (tables.devices().isValid()) {
            if (mappings.hasOrphans()) {
                return Errno.EINVAL;
            }
            int errno = saveDevices();
            if (errno != Errno.OK) {
                return errno;
            }
        }
        return tables.collections().isValid() ? saveCollections() : Errno.OK;
    }

    private int saveDevices() {
        SparseTable<MappedDevice> devices = mappings.devices();
        int next;
        for (int id = devices.next(0); id < SparseTable.SIZE; id = next) {
            next = devices.next(id + 1);
            MappedDevice device = mappings.device(id);
            if (device != null) {
                long entry = tables.devices().entryOf(id);
                if (entry == TableBase.NOWHERE) {
                    return Errno.EINVAL;
                }
                int distance = next == SparseTable.SIZE ? 0 : next - id;
                if (!saveEvents(device) || !tables.write(entry, TableEntry.device(device.table(), device.eventBits(), distance))) {
                    return Errno.EFAULT;
                }
            }
        }
        return Errno.OK;
    }

    private boolean saveEvents(MappedDevice device) {
        SparseTable<MappedEvent> events = device.events();
        int next;
        for (int id = events.next(0); id < SparseTable.SIZE; id = next) {
            next = events.next(id + 1);
            MappedEvent event = events.get(id);
            MappedCollection collection = event == null ? null : event.collection();
            if (event != null && collection != null) {
                int distance = next == SparseTable.SIZE ? 0 : next - id;
                if (!tables.write(
                        device.entryOf(id), TableEntry.event(event.lpi().intid(), collection.id(), distance))) {
                    return false;
                }
            }
        }
        return true;
    }

    private int saveCollections() {
        long at = tables.collections().address();
        long end = at + tables.collections().size();
        for (MappedCollection collection : mappings.collections()) {
            if (!tables.write(at, TableEntry.collection(collection.id(), collection.processor()))) {
                return Errno.EFAULT;
            }
            at += TableEntry.SIZE;
        }
        return at == end || tables.write(at, 0) ? Errno.OK : Errno.EFAULT;
    }
}

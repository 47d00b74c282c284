package org.gic4j.emulated.its;

import org.gic4j.api.its.TableEntry;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.Errno;
import org.gic4j.emulated.lpi.Lpis;

/** Maps what the tables in guest memory say (CONTRACT 9.3). After an error nothing is mapped. */
final class TableRestorer {
    /** Of a scan: it has come to the last valid entry. */
    private static final int LAST = 0;

    private static final int GREATEST_EVENT_BITS = 16;

    private final Mappings mappings;
    private final ItsTables tables;
    private final Processors processors;

    TableRestorer(Mappings mappings, ItsTables tables, Processors processors) {
        this.mappings = mappings;
        this.tables = tables;
        this.processors = processors;
    }

    /** What a scan does with an entry: how far the next one is, {@link #LAST}, or a negative errno. */
    @FunctionalInterface
    private interface EntryReader {
        int read(int id, long entry);
    }

    /**
     * Reads them, of the tables that are valid.
     *
     * @return 0; EFAULT for a table that is not in memory; EEXIST for a collection that is mapped already; EINVAL for an
     *     entry that cannot be; ENOMEM for more events than {@link Mappings#GREATEST_EVENTS}
     */
    int restore() {
        int errno = tables.collections().isValid() ? restoreCollections() : Errno.OK;
        if (errno != Errno.OK) {
            mappings.removeCollections();
            return errno;
        }
        errno = tables.devices().isValid() ? restoreDevices() : Errno.OK;
        if (errno != Errno.OK) {
            mappings.removeDevices();
            mappings.removeCollections();
        }
        return errno;
    }

    private int restoreCollections() {
        long at = tables.collections().address();
        long end = at + tables.collections().size();
        for (; at != end; at += TableEntry.SIZE) {
            if (!tables.isReadable(at)) {
                return Errno.EFAULT;
            }
            long entry = tables.read(at);
            if (!TableEntry.isValid(entry)) {
                return Errno.OK;
            }
            int errno = restoreCollection(TableEntry.collectionId(entry), TableEntry.processor(entry));
            if (errno != Errno.OK) {
                return errno;
            }
        }
        return Errno.OK;
    }

    private int restoreCollection(int id, int processor) {
        int index = processor == TableEntry.UNMAPPED ? Processors.NONE : processors.indexOf(processor);
        if (processor != TableEntry.UNMAPPED && index == Processors.NONE
                || tables.collections().entryOf(id) == TableBase.NOWHERE) {
            return Errno.EINVAL;
        }
        if (mappings.collection(id) != null) {
            return Errno.EEXIST;
        }
        mappings.addCollection(id, processor, index);
        return Errno.OK;
    }

    private int restoreDevices() {
        TableBase devices = tables.devices();
        EntryReader reader = devices.isIndirect() ? this::readPage : this::readDevice;
        return errnoOf(scan(devices.address(), devices.size(), 0, reader));
    }

    private int readPage(int page, long entry) {
        return TableEntry.isValid(entry)
                ? scan(
                        TableRegister.page(entry),
                        TableRegister.PAGE_OF_64K,
                        page * TableRegister.ENTRIES_OF_PAGE,
                        this::readDevice)
                : 1;
    }

    private int readDevice(int id, long entry) {
        if (!TableEntry.isValid(entry)) {
            return 1;
        }
        int eventBits = TableEntry.deviceEventBits(entry);
        if (eventBits > GREATEST_EVENT_BITS || tables.devices().entryOf(id) == TableBase.NOWHERE) {
            return -Errno.EINVAL;
        }
        if (mappings.device(id) != null) {
            return -Errno.EEXIST;
        }
        MappedDevice device = new MappedDevice(id, TableEntry.deviceTable(entry), eventBits);
        mappings.add(device);
        int scanned = scan(
                device.table(),
                (long) TableEntry.SIZE << eventBits,
                0,
                (eventId, event) -> readEvent(device, eventId, event));
        return scanned < 0 ? scanned : TableEntry.deviceNext(entry);
    }

    private int readEvent(MappedDevice device, int id, long entry) {
        int intid = TableEntry.intid(entry);
        if (intid == 0) {
            return 1;
        }
        int next = TableEntry.eventNext(entry);
        MappedCollection collection = mappings.collection(TableEntry.collectionId(entry));
        if (Integer.compareUnsigned(intid, Lpis.FIRST) < 0 || !device.hasRoomFor(id + next) || collection == null) {
            return -Errno.EINVAL;
        }
        int errno = mappings.addEvent(device, id, intid, collection);
        return errno == Errno.OK ? next : -errno;
    }

    /** Reads entries as they say: 1 at the end of the table, {@link #LAST}, or a negative errno. */
    private int scan(long address, long size, int firstId, EntryReader reader) {
        int id = firstId;
        for (long offset = 0; offset < size; ) {
            if (!tables.isReadable(address + offset)) {
                return -Errno.EFAULT;
            }
            int distance = reader.read(id, tables.read(address + offset));
            if (distance <= LAST) {
                return distance;
            }
            id += distance;
            offset += (long) distance * TableEntry.SIZE;
        }
        return 1;
    }

    private static int errnoOf(int scanned) {
        return Math.max(-scanned, Errno.OK);
    }
}

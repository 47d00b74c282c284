package org.gic4j.serialization.its;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.its.TableEntry;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.ItsState;

/**
 * Reads an ITS's tables as the kernel does when it restores them, and says what is wrong where the kernel only has an
 * errno.
 */
final class TableReader {
    private static final int GREATEST_EVENT_BITS = 16;
    private static final int FIRST_LPI = 8192;
    /** The kernel has LPIs of 16 bits. */
    private static final int GREATEST_EVENTS = 1 << 16;
    private static final int DEVICE_TABLE = 0;
    private static final int COLLECTION_TABLE = 1;
    /** Of a scan: it has come to the last valid entry. */
    private static final int LAST = 0;

    private final ItsState its;
    private final String name;
    private final GuestMemory memory;
    private final PageSet pages;
    private final BlankEntries blankDevices;
    private final BlankEntries blankEvents;
    private final List<Translation.Device> devices = new ArrayList<>();
    private final List<Translation.Collection> collections = new ArrayList<>();
    private final Set<Integer> collectionIds = new HashSet<>();
    private int eventCount;

    /** What a scan does with a valid entry: says how far the next one is, or {@link #LAST}. */
    @FunctionalInterface
    private interface EntryReader {
        int read(int id, long entry);
    }

    /**
     * A reader of one ITS's tables.
     *
     * @param its its registers
     * @param name what it is called in messages, for example {@code ITS 0}
     * @param memory guest memory
     * @param pages gets what was read
     * @param blankDevices what is known of tables of devices
     * @param blankEvents what is known of tables of events
     */
    TableReader(
            ItsState its,
            String name,
            GuestMemory memory,
            PageSet pages,
            BlankEntries blankDevices,
            BlankEntries blankEvents) {
        this.its = its;
        this.name = name;
        this.memory = memory;
        this.pages = pages;
        this.blankDevices = blankDevices;
        this.blankEvents = blankEvents;
    }

    /**
     * Reads the tables, and the commands that the ITS has not taken.
     *
     * @throws TableException naming the table and the entry that is not in memory, or cannot be
     */
    Translation read() {
        CommandQueue queue = new CommandQueue(its, name);
        queue.requireWithin();
        if (its.has(Its.GITS_BASER)) {
            long collectionBase = its.value(Its.GITS_BASER, COLLECTION_TABLE);
            if (TableRegister.isValid(collectionBase)) {
                collections(collectionBase);
            }
            long deviceBase = its.value(Its.GITS_BASER, DEVICE_TABLE);
            if (TableRegister.isValid(deviceBase)) {
                devices(deviceBase);
            }
        }
        queue.requireUnread(memory, pages);
        return new Translation(devices, collections);
    }

    private void collections(long base) {
        long begin = TableRegister.TRANSLATION.address(base);
        long end = begin + TableRegister.size(TableRegister.TRANSLATION, base);
        for (long at = begin; at != end; at += TableEntry.SIZE) {
            long entry = entry(at, COLLECTION_TABLE, "the collection table");
            if (!TableEntry.isValid(entry)) {
                return;
            }
            int id = TableEntry.collectionId(entry);
            if (!collectionIds.add(id)) {
                throw impossible(
                        COLLECTION_TABLE, at, "the collection table has collection " + id + " twice, at 0x" + Long.toHexString(at));
            }
            requireRoom(COLLECTION_TABLE, id, at, "collection " + id);
            collections.add(new Translation.Collection(id, TableEntry.processor(entry)));
        }
    }

    private void devices(long base) {
        long begin = TableRegister.TRANSLATION.address(base);
        long size = TableRegister.size(TableRegister.TRANSLATION, base);
        boolean indirect = TableRegister.isIndirect(base);
        devices(begin, size, 0, "the device table", indirect ? this::page : this::device);
    }

    private int devices(long begin, long size, int firstId, String table, EntryReader reader) {
        LongPredicate isBlank = at -> !TableEntry.isValid(entry(at, DEVICE_TABLE, table));
        return scan(begin, size, firstId, table, blankDevices, isBlank, reader);
    }

    private int page(int page, long entry) {
        return devices(
                TableRegister.page(entry),
                TableRegister.PAGE_OF_64K,
                page * TableRegister.ENTRIES_OF_PAGE,
                "page " + page + " of the device table",
                this::device);
    }

    private int device(int id, long entry) {
        int bits = TableEntry.deviceEventBits(entry);
        String of = "device 0x" + Integer.toHexString(id);
        long table = TableEntry.deviceTable(entry);
        if (bits > GREATEST_EVENT_BITS) {
            throw impossible(
                    DEVICE_TABLE, table, of + " has event ids of " + bits + " bits, and there are " + GREATEST_EVENT_BITS);
        }
        requireRoom(DEVICE_TABLE, id, table, of);
        List<Translation.Event> events = new ArrayList<>();
        String ofEvents = "the interrupt translation table of " + of;
        LongPredicate isBlank = at -> TableEntry.intid(entry(at, DEVICE_TABLE, ofEvents)) == 0;
        scan(table, (long) TableEntry.SIZE << bits, 0, ofEvents, blankEvents, isBlank, (event, value) -> {
            int intid = TableEntry.intid(value);
            int collection = TableEntry.collectionId(value);
            int next = TableEntry.eventNext(value);
            if (Integer.compareUnsigned(intid, FIRST_LPI) < 0
                    || !collectionIds.contains(collection)
                    || event + next >= 1 << bits) {
                throw impossible(
                        DEVICE_TABLE,
                        table + (long) event * TableEntry.SIZE,
                        of + " has an event " + event + " of INTID " + Integer.toUnsignedString(intid)
                                + " in collection " + collection + " with the next event " + next
                                + " further: no such LPI, no such collection, or beyond its " + (1 << bits) + " events");
            }
            if (++eventCount > GREATEST_EVENTS) {
                throw impossible(DEVICE_TABLE, table, of + " and those before it have more events than there are LPIs");
            }
            events.add(new Translation.Event(event, intid, collection));
            return next;
        });
        devices.add(new Translation.Device(id, table, bits, events));
        return TableEntry.deviceNext(entry);
    }

    /** An id that the register's table has no room for cannot be looked up later, and is refused by a restore. */
    private void requireRoom(int number, int id, long at, String what) {
        long base = its.value(Its.GITS_BASER, number);
        if (TableRegister.entry(base, memory, id) == TableRegister.NOWHERE) {
            throw impossible(
                    number,
                    at,
                    what + " is in the table of GITS_BASER" + number + ", 0x" + Long.toHexString(base)
                            + ", which has no room for such an id");
        }
    }

    private int scan(
            long address,
            long size,
            int firstId,
            String table,
            BlankEntries blank,
            LongPredicate isBlank,
            EntryReader reader) {
        long end = address + size;
        long at = blank.skip(address, end, isBlank);
        while (at < end) {
            int id = firstId + (int) ((at - address) / TableEntry.SIZE);
            int distance = reader.read(id, entry(at, DEVICE_TABLE, table));
            if (distance == LAST) {
                return LAST;
            }
            at = blank.skip(at + (long) distance * TableEntry.SIZE, end, isBlank);
        }
        return 1;
    }

    private long entry(long at, int number, String table) {
        TableException.requireMapped(
                memory, at, TableEntry.SIZE, Its.GITS_BASER.name() + number, name + ": " + table);
        pages.add(at, TableEntry.SIZE);
        return memory.readLong(at);
    }

    private TableException impossible(int number, long at, String what) {
        return new TableException(
                TableException.Fault.IMPOSSIBLE, Its.GITS_BASER.name() + number, at, name + ": " + what);
    }
}

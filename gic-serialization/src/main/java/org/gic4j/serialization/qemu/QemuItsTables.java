package org.gic4j.serialization.qemu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.its.TableEntry;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.serialization.its.TableException;

/**
 * The tables of QEMU's own ITS, which have a form of their own, and their conversion to the kernel's in the same places.
 *
 * <pre>
 *   device      valid 0, event bits - 1 in 5:1, address[51:8] of its table in 49:6, 8 bytes
 *   collection  valid 0, processor from bit 1, 8 bytes, indexed by collection id
 *   event       valid 0, physical 1, INTID 25:2, collection 47:32, 8 bytes and 4 more
 * </pre>
 */
public final class QemuItsTables {
    /** GITS_IIDR as QEMU's registers show it; its migration stream has 0. */
    private static final long IDENTIFICATION = 0x43B;

    private static final int DEVICES = 0;
    private static final int COLLECTIONS = 1;
    private static final int GREATEST_EVENT_BITS = 16;
    private static final int GREATEST_EVENTS = 1 << 16;
    private static final int EVENT_SIZE = 12;
    private static final int SECOND_LEVEL = 0x1_0000;
    private static final long SECOND_LEVEL_ADDRESS = 0x000F_FFFF_FFFF_0000L;

    private final GuestMemory memory;
    private final String name;
    /** Tables of events, by address: where each ends. */
    private final TreeMap<Long, Long> eventTables = new TreeMap<>();
    private int eventCount;

    private record Event(int id, int intid, int collection) {}

    private record Stretch(long begin, long size, int firstId) {}

    private record Device(int id, long entry, long table, int eventBits, List<Event> events) {}

    private QemuItsTables(GuestMemory memory, String name) {
        this.memory = memory;
        this.name = name;
    }

    /**
     * Whether an ITS is QEMU's own.
     *
     * @param its its registers
     */
    public static boolean isOf(ItsState its) {
        if (!its.has(Its.GITS_IIDR) || !its.has(Its.GITS_BASER)) {
            return false;
        }
        long identification = its.value(Its.GITS_IIDR, 0);
        return identification == 0 || identification == IDENTIFICATION;
    }

    /**
     * Makes the kernel's tables of QEMU's own, in the same memory, for all ITSs that have such.
     *
     * @param state an interrupt controller
     * @param memory guest memory
     * @throws TableException where a table is not in memory or cannot be; that ITS's were not written then
     */
    public static void convert(GicState state, GuestMemory memory) {
        int index = 0;
        for (ItsState its : state.translationServices()) {
            convert(its, "ITS " + index, memory);
            index++;
        }
    }

    /**
     * Makes the kernel's tables of QEMU's, in the same memory; of an ITS that is not QEMU's own nothing changes, nor of
     * tables that have the kernel's form already, as a restore leaves them.
     *
     * @param its an ITS
     * @param name what it is called in messages
     * @param memory guest memory
     * @throws TableException where a table is not in memory or cannot be; nothing was written then
     */
    public static void convert(ItsState its, String name, GuestMemory memory) {
        if (!isOf(its)) {
            return;
        }
        QemuItsTables tables = new QemuItsTables(memory, name);
        long deviceBase = tables.requirePagesOfTheKernel(its, DEVICES);
        long collectionBase = tables.requirePagesOfTheKernel(its, COLLECTIONS);
        if (tables.areConverted(deviceBase, collectionBase)) {
            return;
        }
        List<Device> devices = TableRegister.isValid(deviceBase) ? tables.devices(deviceBase) : List.of();
        List<Long> collections = TableRegister.isValid(collectionBase) ? tables.collections(collectionBase) : List.of();
        tables.write(devices);
        if (TableRegister.isValid(collectionBase)) {
            tables.writeCollections(collectionBase, collections);
        }
    }

    /** A guest chooses the size of pages; with other pages the same register means another table to the kernel. */
    private long requirePagesOfTheKernel(ItsState its, int number) {
        long base = its.value(Its.GITS_BASER, number);
        int page = TableRegister.pageSize(base);
        if (TableRegister.isValid(base) && page != TableRegister.PAGE_OF_64K) {
            throw new TableException(
                    TableException.Fault.IMPOSSIBLE,
                    Its.GITS_BASER.name() + number,
                    base & -page & 0x000F_FFFF_FFFF_F000L,
                    name + ": the table of GITS_BASER" + number + " has pages of " + page / 1024
                            + " KiB, and the kernel's tables have pages of 64 KiB: it has no place for them there");
        }
        return base;
    }

    /**
     * Whether tables have the kernel's form: entries of QEMU's have no bit 63, and valid ones of the kernel's do. The
     * kernel's list of collections begins at its first entry, and its devices are where QEMU's are.
     */
    private boolean areConverted(long deviceBase, long collectionBase) {
        if (TableRegister.isValid(collectionBase)) {
            long begin = TableRegister.TRANSLATION.address(collectionBase);
            for (long at = 0; at < TableRegister.size(TableRegister.TRANSLATION, collectionBase); at += TableEntry.SIZE) {
                long entry = read(begin + at, COLLECTIONS, "the collection table");
                if (entry != 0) {
                    return TableEntry.isValid(entry);
                }
            }
        }
        return TableRegister.isValid(deviceBase) && tablesOfDevices(deviceBase).anyMatch(this::isOfTheKernel);
    }

    private boolean isOfTheKernel(Stretch table) {
        for (long at = table.begin(); at < table.begin() + table.size(); at += TableEntry.SIZE) {
            long entry = read(at, DEVICES, "the device table");
            if (entry != 0) {
                return TableEntry.isValid(entry);
            }
        }
        return false;
    }

    private List<Device> devices(long base) {
        List<Device> devices = new ArrayList<>();
        tablesOfDevices(base).forEach(table -> scan(table.begin(), table.size(), table.firstId(), devices));
        return devices;
    }

    /** The table of devices itself, or the pages of its second level. */
    private Stream<Stretch> tablesOfDevices(long base) {
        long begin = TableRegister.TRANSLATION.address(base);
        long size = TableRegister.size(TableRegister.TRANSLATION, base);
        if (!TableRegister.isIndirect(base)) {
            return Stream.of(new Stretch(begin, size, 0));
        }
        List<Stretch> pages = new ArrayList<>();
        for (long page = 0; page < size / Long.BYTES; page++) {
            long first = read(begin + page * Long.BYTES, DEVICES, "the device table");
            if (first < 0) {
                int id = (int) page * (SECOND_LEVEL / TableEntry.SIZE);
                pages.add(new Stretch(first & SECOND_LEVEL_ADDRESS, SECOND_LEVEL, id));
            }
        }
        return pages.stream();
    }

    private void scan(long begin, long size, int firstId, List<Device> devices) {
        for (int i = 0; i < size / TableEntry.SIZE; i++) {
            long at = begin + (long) i * TableEntry.SIZE;
            long entry = read(at, DEVICES, "the device table");
            if ((entry & 1) != 0) {
                int bits = (int) (entry >>> 1 & 0x1F) + 1;
                long table = (entry >>> 6 & (1L << 44) - 1) << 8;
                devices.add(new Device(firstId + i, at, table, bits, events(firstId + i, table, bits)));
            }
        }
    }

    private List<Event> events(int device, long table, int bits) {
        List<Event> events = new ArrayList<>();
        String of = "the table of device 0x" + Integer.toHexString(device);
        if (bits > GREATEST_EVENT_BITS) {
            throw impossible(table, of + " has event ids of " + bits + " bits, and there are " + GREATEST_EVENT_BITS);
        }
        requireApart(table, table + ((long) EVENT_SIZE << bits), of);
        for (int id = 0; id < 1 << bits; id++) {
            long entry = read(table + (long) id * EVENT_SIZE, DEVICES, of);
            boolean physical = (entry & 3) == 3;
            if (physical) {
                if (++eventCount > GREATEST_EVENTS) {
                    throw impossible(table, of + " and those before it have more events than there are LPIs");
                }
                events.add(new Event(id, (int) (entry >>> 2) & 0xFF_FFFF, (int) (entry >>> 32) & 0xFFFF));
            }
        }
        return events;
    }

    /** Tables that overlap cannot be converted one by one, and would be read as often as there are devices. */
    private void requireApart(long begin, long end, String of) {
        Map.Entry<Long, Long> before = eventTables.lowerEntry(end);
        if (before != null && before.getValue() > begin) {
            throw impossible(begin, of + " overlaps that of another device");
        }
        eventTables.put(begin, end);
    }

    private List<Long> collections(long base) {
        List<Long> collections = new ArrayList<>();
        long begin = TableRegister.TRANSLATION.address(base);
        for (int id = 0; id < TableRegister.size(TableRegister.TRANSLATION, base) / TableEntry.SIZE; id++) {
            long entry = read(begin + (long) id * TableEntry.SIZE, COLLECTIONS, "the collection table");
            if ((entry & 1) != 0) {
                collections.add(TableEntry.collection(id, (int) (entry >>> 1) & 0xFFFF));
            }
        }
        return collections;
    }

    private void write(List<Device> devices) {
        for (int i = 0; i < devices.size(); i++) {
            Device device = devices.get(i);
            for (long at = 0; at < (long) EVENT_SIZE << device.eventBits(); at += Integer.BYTES) {
                for (int part = 0; part < Integer.BYTES; part++) {
                    memory.writeByte(device.table() + at + part, 0);
                }
            }
            for (int e = 0; e < device.events().size(); e++) {
                Event event = device.events().get(e);
                int next = e + 1 == device.events().size() ? 0 : device.events().get(e + 1).id() - event.id();
                memory.writeLong(
                        device.table() + (long) event.id() * TableEntry.SIZE,
                        TableEntry.event(event.intid(), event.collection(), next));
            }
            int next = i + 1 == devices.size() ? 0 : devices.get(i + 1).id() - device.id();
            memory.writeLong(device.entry(), TableEntry.device(device.table(), device.eventBits(), next));
        }
    }

    private void writeCollections(long base, List<Long> collections) {
        long begin = TableRegister.TRANSLATION.address(base);
        long size = TableRegister.size(TableRegister.TRANSLATION, base);
        for (long at = 0; at < size; at += TableEntry.SIZE) {
            int place = (int) (at / TableEntry.SIZE);
            memory.writeLong(begin + at, place < collections.size() ? collections.get(place) : 0);
        }
    }

    private long read(long at, int number, String table) {
        TableException.requireMapped(memory, at, Long.BYTES, Its.GITS_BASER.name() + number, name + ": " + table);
        return memory.readLong(at);
    }

    private TableException impossible(long at, String what) {
        return new TableException(
                TableException.Fault.IMPOSSIBLE, Its.GITS_BASER.name() + DEVICES, at, name + ": " + what);
    }
}

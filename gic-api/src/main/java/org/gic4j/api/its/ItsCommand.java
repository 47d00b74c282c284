package org.gic4j.api.its;

import org.gic4j.api.guest.GuestMemory;

/**
 * A command of an ITS's queue (IHI 0069 section 5.3): 32 bytes, little-endian. What a command has no field for is 0.
 *
 * <pre>
 *            63 62     48 47           32 31         16 15          5 4    0
 *   first    device id                  |                          | code
 *   second   INTID                      | event id                          MAPD: event id bits - 1
 *   third    V |       processor or translation table  | collection id
 *   fourth             second processor                |
 * </pre>
 *
 * @param first the code in bits 7 to 0, the device in 63 to 32
 * @param second the event in bits 31 to 0, an INTID in 63 to 32 or a number of bits in 4 to 0
 * @param third the collection in bits 15 to 0, a processor in 47 to 16, or an address; 63: valid
 * @param fourth another processor in bits 47 to 16
 */
public record ItsCommand(long first, long second, long third, long fourth) {
    /** Bytes of a command. */
    public static final int SIZE = 32;

    /** Moves an event to another collection. */
    public static final int MOVI = 0x01;
    /** Makes an event's LPI pending. */
    public static final int INT = 0x03;
    /** Makes an event's LPI not pending. */
    public static final int CLEAR = 0x04;
    /** Waits for the commands before it. */
    public static final int SYNC = 0x05;
    /** Maps a device to its translation table, or unmaps it. */
    public static final int MAPD = 0x08;
    /** Maps a collection to a vCPU, or unmaps it. */
    public static final int MAPC = 0x09;
    /** Maps an event to an LPI. */
    public static final int MAPTI = 0x0A;
    /** Maps an event to the LPI of the same number. */
    public static final int MAPI = 0x0B;
    /** Has the configuration of an event's LPI read again. */
    public static final int INV = 0x0C;
    /** Has the configuration of all LPIs of a collection read again. */
    public static final int INVALL = 0x0D;
    /** Moves LPIs from one vCPU to another. */
    public static final int MOVALL = 0x0E;
    /** Unmaps an event. */
    public static final int DISCARD = 0x0F;

    private static final int CODE = 0xFF;
    private static final int EVENT_BITS = 0x1F;
    private static final int LOW_16 = 0xFFFF;
    private static final int PROCESSOR_SHIFT = 16;
    private static final long TABLE = 0x000F_FFFF_FFFF_FF00L;
    private static final long VALID = 1L << 63;

    /**
     * Maps a device.
     *
     * @param device its id
     * @param eventBits bits of its event ids, 1 to 32
     * @param table guest physical address of its interrupt translation table, a multiple of 256
     */
    public static ItsCommand mapDevice(int device, int eventBits, long table) {
        return new ItsCommand(first(MAPD, device), eventBits - 1, VALID | table & TABLE, 0);
    }

    /** Unmaps a device with its events. */
    public static ItsCommand unmapDevice(int device) {
        return new ItsCommand(first(MAPD, device), 0, 0, 0);
    }

    /**
     * Maps a collection.
     *
     * @param collection its id, 0 to 65535
     * @param processor the vCPU's processor number
     */
    public static ItsCommand mapCollection(int collection, int processor) {
        return new ItsCommand(MAPC, 0, VALID | processor(processor) | collection, 0);
    }

    /** Unmaps a collection. */
    public static ItsCommand unmapCollection(int collection) {
        return new ItsCommand(MAPC, 0, collection, 0);
    }

    /**
     * Maps an event to an LPI.
     *
     * @param device of which device
     * @param event its id
     * @param intid the LPI
     * @param collection its collection, 0 to 65535
     */
    public static ItsCommand mapEvent(int device, int event, int intid, int collection) {
        return new ItsCommand(
                first(MAPTI, device), Integer.toUnsignedLong(event) | (long) intid << Integer.SIZE, collection, 0);
    }

    /** Maps an event to the LPI of the same number. */
    public static ItsCommand mapEvent(int device, int event, int collection) {
        return new ItsCommand(first(MAPI, device), Integer.toUnsignedLong(event), collection, 0);
    }

    /** Moves an event to another collection. */
    public static ItsCommand move(int device, int event, int collection) {
        return new ItsCommand(first(MOVI, device), Integer.toUnsignedLong(event), collection, 0);
    }

    /** Moves LPIs from one processor to another. */
    public static ItsCommand moveAll(int from, int to) {
        return new ItsCommand(MOVALL, 0, processor(from), processor(to));
    }

    /** Has the configuration of all LPIs of a collection read again. */
    public static ItsCommand invalidateAll(int collection) {
        return new ItsCommand(INVALL, 0, collection, 0);
    }

    /**
     * A command about an event and nothing else.
     *
     * @param code {@link #INT}, {@link #CLEAR}, {@link #INV} or {@link #DISCARD}
     * @param device of which device
     * @param event its id
     */
    public static ItsCommand ofEvent(int code, int device, int event) {
        return new ItsCommand(first(code, device), Integer.toUnsignedLong(event), 0, 0);
    }

    /** Waits for the commands before it. */
    public static ItsCommand sync() {
        return new ItsCommand(SYNC, 0, 0, 0);
    }

    /**
     * Reads one from a queue.
     *
     * @param memory guest memory
     * @param address guest physical address of the command
     * @throws org.gic4j.api.GicException EFAULT outside what is mapped
     */
    public static ItsCommand read(GuestMemory memory, long address) {
        return new ItsCommand(
                memory.readLong(address),
                memory.readLong(address + Long.BYTES),
                memory.readLong(address + 2 * Long.BYTES),
                memory.readLong(address + 3 * Long.BYTES));
    }

    /**
     * Writes it to a queue.
     *
     * @param memory guest memory
     * @param address guest physical address of the command
     * @throws org.gic4j.api.GicException EFAULT outside what is mapped
     */
    public void write(GuestMemory memory, long address) {
        memory.writeLong(address, first);
        memory.writeLong(address + Long.BYTES, second);
        memory.writeLong(address + 2 * Long.BYTES, third);
        memory.writeLong(address + 3 * Long.BYTES, fourth);
    }

    /** Which command a first word is of. */
    public static int code(long first) {
        return (int) first & CODE;
    }

    /** The device of a first word, unsigned. */
    public static int device(long first) {
        return (int) (first >>> Integer.SIZE);
    }

    /** The event of a second word, unsigned. */
    public static int event(long second) {
        return (int) second;
    }

    /** The INTID of a second word, unsigned. */
    public static int intid(long second) {
        return (int) (second >>> Integer.SIZE);
    }

    /** The bits of event ids in a second word, 1 to 32. */
    public static int eventBits(long second) {
        return ((int) second & EVENT_BITS) + 1;
    }

    /** The collection of a third word, 0 to 65535. */
    public static int collection(long third) {
        return (int) third & LOW_16;
    }

    /** The interrupt translation table of a third word. */
    public static long table(long third) {
        return third & TABLE;
    }

    /** The processor number of a third or fourth word, unsigned. */
    public static int processorOf(long word) {
        return (int) (word >>> PROCESSOR_SHIFT);
    }

    /** Whether a third word maps; else it unmaps. */
    public static boolean isValid(long third) {
        return third < 0;
    }

    private static long first(int code, int device) {
        return code | (long) device << Integer.SIZE;
    }

    private static long processor(int number) {
        return Integer.toUnsignedLong(number) << PROCESSOR_SHIFT;
    }
}

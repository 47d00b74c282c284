package org.gic4j.api.its;

/**
 * Entries of an ITS's tables in guest memory, 8 bytes each, little-endian: ABI revision 0 of the kernel document
 * {@code arm-vgic-its.rst}.
 *
 * <pre>
 *             63 62    49 48                    5 4        0
 *   device    V | next   | ITT address[51:8]     | bits - 1 |
 *
 *             63 62   52 51              16 15              0
 *   collection V |  res0 | processor number | collection id |
 *
 *             63         48 47         16 15                0
 *   event      next        | INTID       | collection id    |
 * </pre>
 *
 * <p>{@code next} is the distance to the next valid entry, 0 for the last one. Collections are a list that ends with the
 * first entry that is not valid. An event is not valid where its INTID is 0.
 */
public final class TableEntry {
    /** Bytes of an entry. */
    public static final int SIZE = 8;
    /** The processor number of a collection that is not mapped. */
    public static final int UNMAPPED = -1;

    private static final long VALID = 1L << 63;
    private static final int LOW_16 = 0xFFFF;
    private static final int DEVICE_NEXT_SHIFT = 49;
    private static final int DEVICE_NEXT_MAXIMUM = (1 << 14) - 1;
    private static final int DEVICE_TABLE_SHIFT = 5;
    private static final long DEVICE_TABLE = (1L << 44) - 1;
    private static final int TABLE_ALIGNMENT_SHIFT = 8;
    private static final int DEVICE_SIZE = 0x1F;
    private static final int NUMBER_SHIFT = 16;
    private static final int EVENT_NEXT_SHIFT = 48;
    private static final int EVENT_NEXT_MAXIMUM = (1 << 16) - 1;

    private TableEntry() {}

    /**
     * The entry of a device.
     *
     * @param table guest physical address of its interrupt translation table, a multiple of 256
     * @param eventBits bits of event ids, 1 to 32
     * @param distance how far the next device is, 0 for the last one
     */
    public static long device(long table, int eventBits, int distance) {
        return VALID
                | (long) Math.min(distance, DEVICE_NEXT_MAXIMUM) << DEVICE_NEXT_SHIFT
                | (table >>> TABLE_ALIGNMENT_SHIFT & DEVICE_TABLE) << DEVICE_TABLE_SHIFT
                | eventBits - 1;
    }

    /**
     * The entry of a collection.
     *
     * @param id 0 to 65535
     * @param processor the processor number, or {@link #UNMAPPED}
     */
    public static long collection(int id, int processor) {
        return VALID | Integer.toUnsignedLong(processor) << NUMBER_SHIFT | id;
    }

    /**
     * The entry of an event.
     *
     * @param intid its LPI, unsigned
     * @param collection its collection, 0 to 65535
     * @param distance how far the next event is, 0 for the last one
     */
    public static long event(int intid, int collection, int distance) {
        return (long) Math.min(distance, EVENT_NEXT_MAXIMUM) << EVENT_NEXT_SHIFT
                | Integer.toUnsignedLong(intid) << NUMBER_SHIFT
                | collection;
    }

    /** Whether the entry of a device or of a collection is valid. */
    public static boolean isValid(long entry) {
        return entry < 0;
    }

    /** How far the device after this one is; 0 for the last one. */
    public static int deviceNext(long entry) {
        return (int) (entry >>> DEVICE_NEXT_SHIFT) & DEVICE_NEXT_MAXIMUM;
    }

    /** The bits of a device's event ids, 1 to 32. */
    public static int deviceEventBits(long entry) {
        return ((int) entry & DEVICE_SIZE) + 1;
    }

    /** Where a device's interrupt translation table is. */
    public static long deviceTable(long entry) {
        return (entry >>> DEVICE_TABLE_SHIFT & DEVICE_TABLE) << TABLE_ALIGNMENT_SHIFT;
    }

    /** The id in a collection's or an event's entry. */
    public static int collectionId(long entry) {
        return (int) entry & LOW_16;
    }

    /** The processor number of a collection. */
    public static int processor(long entry) {
        return (int) (entry >>> NUMBER_SHIFT);
    }

    /** The INTID of an event, unsigned. */
    public static int intid(long entry) {
        return (int) (entry >>> NUMBER_SHIFT);
    }

    /** How far the event after this one is; 0 for the last one. */
    public static int eventNext(long entry) {
        return (int) (entry >>> EVENT_NEXT_SHIFT);
    }
}

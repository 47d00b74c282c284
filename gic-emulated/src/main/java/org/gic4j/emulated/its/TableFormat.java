package org.gic4j.emulated.its;

/**
 * Entries of tables in guest memory, 8 bytes each, little-endian: ABI revision 0 of the kernel document
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
 * <p>{@code next} is the distance to the next valid entry, 0 for the last one.
 */
final class TableFormat {
    /** Bytes of an entry. */
    static final int ENTRY = 8;
    /** The processor number of a collection that is not mapped. */
    static final int UNMAPPED = -1;

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

    private TableFormat() {}

    static long device(MappedDevice device, int distance) {
        return VALID
                | (long) Math.min(distance, DEVICE_NEXT_MAXIMUM) << DEVICE_NEXT_SHIFT
                | (device.table() >>> TABLE_ALIGNMENT_SHIFT & DEVICE_TABLE) << DEVICE_TABLE_SHIFT
                | device.eventBits() - 1;
    }

    static long collection(int id, int processor) {
        return VALID | Integer.toUnsignedLong(processor) << NUMBER_SHIFT | id;
    }

    static long event(int intid, int collection, int distance) {
        return (long) Math.min(distance, EVENT_NEXT_MAXIMUM) << EVENT_NEXT_SHIFT
                | Integer.toUnsignedLong(intid) << NUMBER_SHIFT
                | collection;
    }

    /** Whether a device's or a collection's entry is valid. */
    static boolean isValid(long entry) {
        return entry < 0;
    }

    static int deviceNext(long entry) {
        return (int) (entry >>> DEVICE_NEXT_SHIFT) & DEVICE_NEXT_MAXIMUM;
    }

    static int deviceEventBits(long entry) {
        return ((int) entry & DEVICE_SIZE) + 1;
    }

    static long deviceTable(long entry) {
        return (entry >>> DEVICE_TABLE_SHIFT & DEVICE_TABLE) << TABLE_ALIGNMENT_SHIFT;
    }

    static int collectionId(long entry) {
        return (int) entry & LOW_16;
    }

    /** The processor number of a collection, or the INTID of an event. */
    static int number(long entry) {
        return (int) (entry >>> NUMBER_SHIFT);
    }

    static int eventNext(long entry) {
        return (int) (entry >>> EVENT_NEXT_SHIFT);
    }
}

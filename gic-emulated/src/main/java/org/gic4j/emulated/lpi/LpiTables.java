package org.gic4j.emulated.lpi;

import org.gic4j.api.Errno;
import org.gic4j.api.guest.GuestMemory;

/** What the tables in guest memory say of an LPI: a byte of its configuration, and a bit for pending (IHI 0069, 5.1). */
final class LpiTables {
    private static final int PRIORITY = 0xFC;
    private static final int ENABLED = 1;

    private final GuestMemory memory;
    private final ConfigurationTables configuration;

    LpiTables(GuestMemory memory, ConfigurationTables configuration) {
        this.memory = memory;
        this.configuration = configuration;
    }

    /** Reads priority and enable; false where the table is not in memory. */
    boolean configure(Lpi lpi) {
        long at = configuration.address(lpi.target) + Integer.toUnsignedLong(lpi.intid) - Lpis.FIRST;
        if (!memory.isMapped(at, Byte.BYTES)) {
            return false;
        }
        int properties = memory.readByte(at);
        lpi.priority = properties & PRIORITY;
        lpi.enabled = (properties & ENABLED) != 0;
        return true;
    }

    /**
     * Reads the pending bit.
     *
     * @param table where the table of the LPI's vCPU begins
     * @return false where it is not in memory
     */
    boolean readPendingBit(Lpi lpi, long table) {
        long at = table + pendingByte(lpi);
        if (!memory.isMapped(at, Byte.BYTES)) {
            return false;
        }
        lpi.pending = (memory.readByte(at) & pendingBit(lpi)) != 0;
        return true;
    }

    /** Reads the pending bit, and clears it in memory; false where it is not there. */
    boolean takePendingBit(Lpi lpi, long table) {
        boolean readable = readPendingBit(lpi, table);
        if (readable && lpi.pending) {
            long at = table + pendingByte(lpi);
            memory.writeByte(at, memory.readByte(at) & ~pendingBit(lpi));
        }
        return readable;
    }

    /** Writes the pending bit, where it is another; 0, or EFAULT where it is not in memory. */
    int savePendingBit(Lpi lpi, long table) {
        long at = table + pendingByte(lpi);
        if (!memory.isMapped(at, Byte.BYTES)) {
            return Errno.EFAULT;
        }
        int stored = memory.readByte(at);
        int now = lpi.pending ? stored | pendingBit(lpi) : stored & ~pendingBit(lpi);
        if (now != stored) {
            memory.writeByte(at, now);
        }
        return Errno.OK;
    }

    private static long pendingByte(Lpi lpi) {
        return Integer.toUnsignedLong(lpi.intid) / Byte.SIZE;
    }

    private static int pendingBit(Lpi lpi) {
        return 1 << (lpi.intid & Byte.SIZE - 1);
    }
}

package org.gic4j.emulated.gicv3;

import org.gic4j.api.Errno;
import org.gic4j.api.Gicv3Profile;

/**
 * The numbers of priority and INTID bits that user space sees in ICC_CTLR_EL1. It may lower them for a vCPU, and cannot
 * raise them again; a refused write may have lowered them already (CONTRACT 5.3, DEV-18). Guarded by the lock of the
 * vCPU's CPU interface.
 */
final class AdvertisedWidths {
    private static final int PRIORITY_BITS_SHIFT = 8;
    private static final int INTID_BITS_SHIFT = 11;
    private static final int FIELD = 7;
    private static final int SEIS = 1 << 14;
    private static final int A3V = 1 << 15;

    private final int fixed;
    private int priorityBits;
    private int intidBits;

    AdvertisedWidths(Gicv3Profile profile) {
        int atReset = profile.cpuInterfaceControlAtReset();
        fixed = atReset & ~(FIELD << PRIORITY_BITS_SHIFT | FIELD << INTID_BITS_SHIFT);
        priorityBits = atReset >>> PRIORITY_BITS_SHIFT & FIELD;
        intidBits = atReset >>> INTID_BITS_SHIFT & FIELD;
    }

    /** ICC_CTLR_EL1 without EOImode and CBPR. */
    int control() {
        return fixed | intidBits << INTID_BITS_SHIFT | priorityBits << PRIORITY_BITS_SHIFT;
    }

    /** The number of priority bits. */
    int priorityBits() {
        return priorityBits + 1;
    }

    /**
     * User space's write of ICC_CTLR_EL1, as far as the widths go.
     *
     * @param value the value
     * @return 0 or EINVAL
     */
    int lower(int value) {
        int priorities = value >>> PRIORITY_BITS_SHIFT & FIELD;
        if (priorities > priorityBits) {
            return Errno.EINVAL;
        }
        priorityBits = priorities;
        int intids = value >>> INTID_BITS_SHIFT & FIELD;
        if (intids > intidBits) {
            return Errno.EINVAL;
        }
        intidBits = intids;
        return ((value ^ fixed) & (SEIS | A3V)) != 0 ? Errno.EINVAL : Errno.OK;
    }
}

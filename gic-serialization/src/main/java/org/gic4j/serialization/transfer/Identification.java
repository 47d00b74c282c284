package org.gic4j.serialization.transfer;

import org.gic4j.api.GicProfile;

/** GICD_IIDR as user space may write it: that of the implementation, in a revision that it takes. */
public final class Identification {
    private static final int REVISION = 0xF000;
    private static final int REVISION_SHIFT = 12;

    private Identification() {}

    /**
     * Whether an implementation takes a value.
     *
     * @param value GICD_IIDR
     * @param profile the implementation
     */
    public static boolean isAccepted(int value, GicProfile profile) {
        return ((value ^ profile.distributorIdentification()) & ~REVISION) == 0
                && profile.acceptedRevisions().contains((value & REVISION) >>> REVISION_SHIFT);
    }
}

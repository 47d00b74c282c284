package org.gic4j.emulated.registers;

import org.gic4j.api.Errno;
import org.gic4j.api.GicProfile;

/**
 * GICD_IIDR: user space writes it back to say which revision it knows (CONTRACT 4.2 and 5.1).
 */
public final class Identification {
    private static final int REVISION = 0xF000;
    private static final int REVISION_SHIFT = 12;

    private final GicProfile profile;
    private volatile int value;
    private volatile boolean confirmed;

    /**
     * The register at reset.
     *
     * @param profile the implementation
     */
    public Identification(GicProfile profile) {
        this.profile = profile;
        value = profile.distributorIdentification();
    }

    /** The register's value. */
    public int value() {
        return value;
    }

    /** Whether user space has written an accepted value. */
    public boolean isConfirmed() {
        return confirmed;
    }

    /** Whether the revision is older than the one at reset. */
    public boolean isOlder() {
        return (value & REVISION) < (profile.distributorIdentification() & REVISION);
    }

    /**
     * User space's write.
     *
     * @param written must equal the value but for an accepted revision
     * @return 0 or EINVAL
     */
    public int confirm(int written) {
        if (((written ^ value) & ~REVISION) != 0
                || !profile.acceptedRevisions().contains((written & REVISION) >>> REVISION_SHIFT)) {
            return Errno.EINVAL;
        }
        value = written;
        confirmed = true;
        return Errno.OK;
    }
}

package org.gic4j.emulated.machine;

import jakarta.inject.Inject;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.emulated.wiring.MachineScope;

/**
 * Whether a virtual machine answers at all. Every entry asks first: one volatile read.
 *
 * <p>A machine whose first run failed answers EIO for ever (CONTRACT 2.3), a closed one EBADF.
 */
@MachineScope
public final class Gate {
    private volatile int errno;

    /** An open gate. */
    @Inject
    public Gate() {}

    /** 0, EIO or EBADF. */
    public int errno() {
        return errno;
    }

    /** After a failed first run. */
    void die() {
        if (errno == Errno.OK) {
            errno = Errno.EIO;
        }
    }

    /** After close. */
    void close() {
        errno = Errno.EBADF;
    }

    /**
     * Throws what {@link #errno} says.
     *
     * @throws GicException EIO or EBADF
     */
    public void check() {
        int now = errno;
        if (now == Errno.EIO) {
            throw new GicException(
                    now, "this virtual machine died when a vCPU's first run failed; close it and make another");
        }
        if (now != Errno.OK) {
            throw new GicException(now, "the virtual machine is closed");
        }
    }
}

package org.gic4j.realkernel.engine;

/** The guest could not be booted, or ended before its tests did. */
final class GuestFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    GuestFailure(String message) {
        // The stack of this machine says nothing about it.
        super(message, null, false, false);
    }

    GuestFailure(String message, Throwable cause) {
        super(message, cause);
    }
}

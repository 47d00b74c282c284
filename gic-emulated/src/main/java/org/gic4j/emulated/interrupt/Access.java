package org.gic4j.emulated.interrupt;

/** Who accesses a register. */
public enum Access {
    /** The guest, by an access to the frame. */
    GUEST,
    /** User space, by a device attribute. */
    USER
}

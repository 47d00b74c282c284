package org.gic4j.api.registers;

/** What an access of one kind, a guest's or user space's, does to a register. */
public enum Policy {
    /** Reads give the state; writes replace it, as far as the writable bits go. */
    READ_WRITE,
    /** As {@link #READ_WRITE} once user space has written an accepted GICD_IIDR; until then writes are ignored. */
    READ_WRITE_AFTER_IDENTIFICATION,
    /** Reads give the state; writes are ignored. */
    READ_ONLY,
    /** Reads give the state; ones set, zeros do nothing. */
    WRITE_ONE_TO_SET,
    /** Reads give the state; ones clear, zeros do nothing. */
    WRITE_ONE_TO_CLEAR,
    /** Reads give 0; writes are ignored. The register exists. */
    RAZ_WI,
    /** The register has code of its own. */
    CODE,
    /** No such register in this view: has-attribute answers ENXIO, reads give 0, writes are ignored. */
    ABSENT
}

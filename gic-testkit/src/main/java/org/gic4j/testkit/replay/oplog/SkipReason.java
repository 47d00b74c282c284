package org.gic4j.testkit.replay.oplog;

/** Why an answer is not compared. The list is closed. */
final class SkipReason {
    /** The API hands over values, not user pointers. */
    static final String BAD_POINTER = "bad user pointer";
    /** How long something took on the recording host. */
    static final String TIMING = "timing";
    /** What {@code /dev/kvm} itself answers on the recording host. */
    static final String HOST_QUERY = "host query";
    /** A guest program ran, which is not in the log, and left registers and memory changed. */
    static final String AFTER_GUEST_CODE = "after guest code";
    /** What a guest did is known, but the backend cannot do it. */
    static final String NO_GUEST_ACCESS = "guest access that the backend lacks";
    /** Guest accesses to ICC registers have no API yet. */
    static final String SYSTEM_REGISTER = "guest access to a GICv3 system register";
    /** What a set changed, where the register catalogue does not have the device's registers yet. */
    static final String NO_CATALOGUE = "changed registers of a device without a register catalogue";

    private SkipReason() {}
}

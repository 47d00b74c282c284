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
    /** An ITS of the log does not exist here, and so nothing that it changes. */
    static final String NO_ITS = "ITS that the backend lacks";

    private SkipReason() {}
}

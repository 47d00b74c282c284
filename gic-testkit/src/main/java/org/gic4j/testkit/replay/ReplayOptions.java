package org.gic4j.testkit.replay;

import java.util.Optional;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicProfile;
import org.gic4j.api.HostKind;

/**
 * How a log is replayed.
 *
 * @param backend what answers
 * @param host the kind of host that the log was recorded on; empty: taken from the log's name, else from its content
 * @param profile the implementation to be like; empty: KVM for op logs, QEMU virt for traces
 * @param expected the answers that are known to differ, see {@link ExpectedDifferences#standard}
 */
public record ReplayOptions(
        GicBackend backend, Optional<HostKind> host, Optional<GicProfile> profile, ExpectedDifferences expected) {

    /**
     * Everything taken from the log, with the standard expected differences.
     *
     * @param backend what answers
     */
    public static ReplayOptions of(GicBackend backend) {
        return new ReplayOptions(backend, Optional.empty(), Optional.empty(), ExpectedDifferences.standard());
    }

    /**
     * The same with other expected differences.
     *
     * @param newExpected the answers that are known to differ
     */
    public ReplayOptions withExpected(ExpectedDifferences newExpected) {
        return new ReplayOptions(backend, host, profile, newExpected);
    }
}

package org.gic4j.serialization.qemu;

import org.gic4j.api.snapshot.GicState;

/** Captures with an ITS, for tests of other packages. */
public final class ItsCaptures {
    private ItsCaptures() {}

    /** The state in a capture's stream. */
    public static GicState state(String capture) {
        return QemuCaptures.read(capture).snapshot().state();
    }
}

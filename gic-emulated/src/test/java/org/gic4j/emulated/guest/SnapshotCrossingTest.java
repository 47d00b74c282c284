package org.gic4j.emulated.guest;

import org.gic4j.api.GicBackend;
import org.gic4j.emulated.EmulatedBackend;
import org.gic4j.testkit.guest.SnapshotCrossingContract;
import org.gic4j.testkit.guest.interpreter.InterpretedPlatform;

/** States of the emulated backend cross to another of its machines and come back. */
class SnapshotCrossingTest extends SnapshotCrossingContract {
    private static final GicBackend EMULATED = new EmulatedBackend();

    SnapshotCrossingTest() {
        super(EMULATED, EMULATED, new InterpretedPlatform(EMULATED), new InterpretedPlatform(EMULATED));
    }
}

package org.gic4j.emulated.guest;

import org.gic4j.api.GicBackend;
import org.gic4j.api.GicVersion;
import org.gic4j.emulated.EmulatedBackend;
import org.gic4j.testkit.guest.GuestPlatform;
import org.gic4j.testkit.guest.SnapshotCrossingContract;
import org.gic4j.testkit.guest.interpreter.InterpretedPlatform;
import org.junit.jupiter.api.Nested;

/** States of the emulated backend cross to another of its machines and come back. */
class SnapshotCrossingTest {
    private static final GicBackend EMULATED = new EmulatedBackend();
    private static final GuestPlatform GICV2 = new InterpretedPlatform(EMULATED, GicVersion.GICV2);
    private static final GuestPlatform GICV3 = new InterpretedPlatform(EMULATED, GicVersion.GICV3);

    @Nested
    class OfGicv2 extends SnapshotCrossingContract {
        OfGicv2() {
            super(EMULATED, EMULATED, GICV2, GICV2);
        }
    }

    @Nested
    class OfGicv3 extends SnapshotCrossingContract {
        OfGicv3() {
            super(EMULATED, EMULATED, GICV3, GICV3);
        }
    }
}

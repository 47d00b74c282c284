package org.gic4j.emulated.guest;

import org.gic4j.api.GicVersion;
import org.gic4j.emulated.EmulatedBackend;
import org.gic4j.testkit.guest.Gicv3RunningGuestContract;
import org.gic4j.testkit.guest.GuestPlatform;
import org.gic4j.testkit.guest.LpiGuestContract;
import org.gic4j.testkit.guest.RunningGuestContract;
import org.gic4j.testkit.guest.interpreter.InterpretedPlatform;
import org.junit.jupiter.api.Nested;

/** A guest that is interpreted, with the emulated interrupt controller, and moves from one machine to the next. */
class InterpretedGuestTest {
    private static final GuestPlatform GICV2 = new InterpretedPlatform(new EmulatedBackend(), GicVersion.GICV2);
    private static final GuestPlatform GICV3 = new InterpretedPlatform(new EmulatedBackend(), GicVersion.GICV3);

    @Nested
    class OnGicv2 extends RunningGuestContract {
        OnGicv2() {
            super(GICV2, GICV2);
        }
    }

    @Nested
    class WithLpis extends LpiGuestContract {
        WithLpis() {
            super(GICV3, GICV3);
        }
    }

    @Nested
    class OnGicv3 extends Gicv3RunningGuestContract {
        OnGicv3() {
            super(GICV3, GICV3);
        }
    }
}

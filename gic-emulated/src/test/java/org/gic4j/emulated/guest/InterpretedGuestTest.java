package org.gic4j.emulated.guest;

import org.gic4j.emulated.EmulatedBackend;
import org.gic4j.testkit.guest.RunningGuestContract;
import org.gic4j.testkit.guest.interpreter.InterpretedPlatform;

/** A guest that is interpreted, with the emulated interrupt controller, and moves from one machine to the next. */
class InterpretedGuestTest extends RunningGuestContract {
    InterpretedGuestTest() {
        super(new InterpretedPlatform(new EmulatedBackend()), new InterpretedPlatform(new EmulatedBackend()));
    }
}

package org.gic4j.realkernel.guest.gicv3;

import org.gic4j.api.GicBackends;
import org.gic4j.api.GicVersion;
import org.gic4j.realkernel.guest.processor.KernelPlatform;
import org.gic4j.testkit.guest.Gicv3RunningGuestContract;
import org.gic4j.testkit.guest.GuestPlatform;
import org.gic4j.testkit.guest.interpreter.InterpretedPlatform;
import org.junit.jupiter.api.Nested;

/** A guest on KVM's VGICv3, which moves to another virtual machine, to the emulation, and back. */
class RunningGuestTest {
    private static final GuestPlatform KERNEL = new KernelPlatform(GicVersion.GICV3);
    private static final GuestPlatform INTERPRETER =
            new InterpretedPlatform(GicBackends.find().named("emulated"), GicVersion.GICV3);

    @Nested
    class InTheKernel extends Gicv3RunningGuestContract {
        InTheKernel() {
            super(KERNEL, KERNEL);
        }
    }

    @Nested
    class OutOfTheKernel extends Gicv3RunningGuestContract {
        OutOfTheKernel() {
            super(KERNEL, INTERPRETER);
        }
    }

    @Nested
    class IntoTheKernel extends Gicv3RunningGuestContract {
        IntoTheKernel() {
            super(INTERPRETER, KERNEL);
        }
    }
}

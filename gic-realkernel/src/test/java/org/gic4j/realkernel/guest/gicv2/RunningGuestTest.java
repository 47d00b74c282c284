package org.gic4j.realkernel.guest.gicv2;

import org.gic4j.api.GicBackend;
import org.gic4j.api.GicBackends;
import org.gic4j.api.GicVersion;
import org.gic4j.realkernel.guest.processor.KernelPlatform;
import org.gic4j.realkernel.guest.processor.UserControllerPlatform;
import org.gic4j.testkit.guest.GuestPlatform;
import org.gic4j.testkit.guest.RunningGuestContract;
import org.junit.jupiter.api.Nested;

/** A guest on KVM, with the kernel's interrupt controller and with the emulated one, which moves between them. */
class RunningGuestTest {
    private static final GicBackend EMULATED = GicBackends.find().named("emulated");
    private static final GuestPlatform KERNEL = new KernelPlatform(GicVersion.GICV2);
    private static final GuestPlatform USER = new UserControllerPlatform(EMULATED);

    @Nested
    class InTheKernel extends RunningGuestContract {
        InTheKernel() {
            super(KERNEL, KERNEL);
        }
    }

    @Nested
    class InUserSpace extends RunningGuestContract {
        InUserSpace() {
            super(USER, USER);
        }
    }

    @Nested
    class OutOfTheKernel extends RunningGuestContract {
        OutOfTheKernel() {
            super(KERNEL, USER);
        }
    }

    @Nested
    class IntoTheKernel extends RunningGuestContract {
        IntoTheKernel() {
            super(USER, KERNEL);
        }
    }
}

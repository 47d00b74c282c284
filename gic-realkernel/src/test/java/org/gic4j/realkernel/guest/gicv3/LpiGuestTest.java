package org.gic4j.realkernel.guest.gicv3;

import org.gic4j.api.GicBackends;
import org.gic4j.api.GicVersion;
import org.gic4j.realkernel.guest.processor.KernelPlatform;
import org.gic4j.testkit.guest.GuestPlatform;
import org.gic4j.testkit.guest.LpiGuestContract;
import org.gic4j.testkit.guest.interpreter.InterpretedPlatform;
import org.junit.jupiter.api.Nested;

/** A guest of KVM takes LPIs of the kernel's ITS, and moves with it. */
class LpiGuestTest {
    private static final GuestPlatform KERNEL = new KernelPlatform(GicVersion.GICV3);
    private static final GuestPlatform INTERPRETER =
            new InterpretedPlatform(GicBackends.find().named("emulated"), GicVersion.GICV3);

    @Nested
    class FromKernelToKernel extends LpiGuestContract {
        FromKernelToKernel() {
            super(KERNEL, KERNEL);
        }
    }

    @Nested
    class FromKernelToEmulation extends LpiGuestContract {
        FromKernelToEmulation() {
            super(KERNEL, INTERPRETER);
        }
    }
}

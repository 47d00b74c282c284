package org.gic4j.realkernel.guest.gicv3;

import org.gic4j.api.GicBackend;
import org.gic4j.api.GicBackends;
import org.gic4j.api.GicVersion;
import org.gic4j.realkernel.guest.processor.KernelPlatform;
import org.gic4j.testkit.guest.GuestPlatform;
import org.gic4j.testkit.guest.SnapshotCrossingContract;
import org.gic4j.testkit.guest.interpreter.InterpretedPlatform;
import org.junit.jupiter.api.Nested;

/** Generated states cross between the kernel and the emulation, and what was pending is delivered to guests of both. */
class SnapshotCrossingTest {
    private static final GicBackend KVM = GicBackends.find().named("kvm");
    private static final GicBackend EMULATED = GicBackends.find().named("emulated");
    private static final GuestPlatform KERNEL = new KernelPlatform(GicVersion.GICV3);
    private static final GuestPlatform INTERPRETER = new InterpretedPlatform(EMULATED, GicVersion.GICV3);

    @Nested
    class FromTheKernel extends SnapshotCrossingContract {
        FromTheKernel() {
            super(KVM, EMULATED, KERNEL, INTERPRETER);
        }
    }

    @Nested
    class FromTheEmulation extends SnapshotCrossingContract {
        FromTheEmulation() {
            super(EMULATED, KVM, INTERPRETER, KERNEL);
        }
    }
}

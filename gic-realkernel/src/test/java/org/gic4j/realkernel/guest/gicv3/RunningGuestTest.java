package org.gic4j.realkernel.guest.gicv3;

import org.gic4j.api.GicVersion;
import org.gic4j.realkernel.guest.processor.KernelPlatform;
import org.gic4j.testkit.guest.Gicv3RunningGuestContract;
import org.gic4j.testkit.guest.GuestPlatform;

/** A guest on KVM's VGICv3, which moves from one virtual machine to another. */
class RunningGuestTest extends Gicv3RunningGuestContract {
    private static final GuestPlatform KERNEL = new KernelPlatform(GicVersion.GICV3);

    RunningGuestTest() {
        super(KERNEL, KERNEL);
    }
}

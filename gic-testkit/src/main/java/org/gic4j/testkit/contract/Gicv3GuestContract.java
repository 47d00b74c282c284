package org.gic4j.testkit.contract;

/** What tests of a guest's view of a GICv3 share. They need {@link Feature#GUEST_ACCESS}. */
abstract class Gicv3GuestContract extends GuestContract {
    Gicv3GuestContract(Implementation implementation) {
        super(implementation);
    }

    @Override
    final Gicv3Guest kvm() {
        requires(Feature.GUEST_ACCESS);
        return started(0, 1).gicv3Guest().start(0, 1);
    }

    @Override
    final Gicv3Guest qemu() {
        requires(Feature.GUEST_ACCESS);
        return startedAsQemu(0, 1).gicv3Guest().start(0, 1);
    }
}

package org.gic4j.testkit.contract;

/** What tests of a guest's view of a GICv2 share. They need {@link Feature#GUEST_ACCESS}. */
abstract class Gicv2GuestContract extends GuestContract {
    Gicv2GuestContract(Implementation implementation) {
        super(implementation);
    }

    @Override
    final Gicv2Guest kvm() {
        requires(Feature.GUEST_ACCESS);
        return started(0, 1).gicv2Guest().start(0, 1);
    }

    @Override
    final Gicv2Guest qemu() {
        requires(Feature.GUEST_ACCESS);
        return startedAsQemu(0, 1).gicv2Guest().start(0, 1);
    }
}

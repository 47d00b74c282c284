package org.gic4j.testkit.contract;

/** What tests of a guest's view share. They need {@link Feature#GUEST_ACCESS}. */
abstract class GuestContract extends ContractTest {
    GuestContract(Implementation implementation) {
        super(implementation);
    }

    /** A guest on two vCPUs with KVM's profile, the interrupt controller enabled on both. */
    Guest kvm() {
        requires(Feature.GUEST_ACCESS);
        return started(0, 1).guest().start(0, 1);
    }

    /** The same with the profile of QEMU's machine virt. */
    Guest qemu() {
        requires(Feature.GUEST_ACCESS);
        return startedAsQemu(0, 1).guest().start(0, 1);
    }
}

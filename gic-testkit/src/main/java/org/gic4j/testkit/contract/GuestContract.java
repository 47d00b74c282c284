package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

/** What tests of a guest's view share. They need {@link Feature#GUEST_ACCESS}. */
abstract class GuestContract extends ContractTest {
    GuestContract(Implementation implementation) {
        super(implementation);
    }

    /** How many accesses were ignored so far, where that is counted. */
    final long ignored(Guest guest) {
        return has(Feature.IGNORED_ACCESSES) ? guest.access().ignoredAccesses() : 0;
    }

    /** Asserts how many accesses were ignored, where that is counted. */
    final void assertIgnored(Guest guest, long before, int accesses) {
        if (has(Feature.IGNORED_ACCESSES)) {
            assertThat(ignored(guest) - before).isEqualTo(accesses);
        }
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

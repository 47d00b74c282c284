package org.gic4j.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.gic4j.api.GicVersion;
import org.gic4j.kvm.fake.FakeKernel;
import org.gic4j.kvm.fake.HeldRun;
import org.gic4j.testkit.contract.Feature;
import org.gic4j.testkit.contract.Gicv2Contract;
import org.gic4j.testkit.contract.Implementation;
import org.junit.jupiter.api.AfterAll;

/** The contract on KVM, which a fake kernel stands for: every structure, descriptor and errno passes the real way. */
class KvmContractTest extends Gicv2Contract {
    private static final FakeKernel KERNEL = FakeKernel.ofGicv2Host();

    KvmContractTest() {
        super(new Implementation(
                        Backends.on(KERNEL),
                        GicVersion.GICV2,
                        Map.of(
                                Feature.GUEST_ACCESS, "KVM serves the guest itself",
                                Feature.EXECUTION_MARKS, "KVM runs guest code itself",
                                Feature.QEMU_PROFILE, "KVM is like KVM",
                                Feature.KERNEL_TIMERS, "the fake kernel has no timers"))
                .withExecution(new HeldRun(KERNEL)));
    }

    @AfterAll
    static void everyDescriptorIsClosedOnce() {
        assertThat(KERNEL.faults()).isEmpty();
        assertThat(KERNEL.leaked()).isEmpty();
        assertThat(KERNEL.leakedMappings()).isZero();
        assertThat(KERNEL.closed()).isEqualTo(KERNEL.opened());
    }
}

package org.gic4j.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.gic4j.api.GicVersion;
import org.gic4j.kvm.fake.FakeKernel;
import org.gic4j.kvm.fake.HeldRun;
import org.gic4j.testkit.contract.Feature;
import org.gic4j.testkit.contract.Gicv3Contract;
import org.gic4j.testkit.contract.Implementation;
import org.junit.jupiter.api.AfterAll;

/** As {@link KvmContractTest}, on a GICv3 host. */
class KvmGicv3ContractTest extends Gicv3Contract {
    private static final FakeKernel KERNEL = FakeKernel.ofGicv3Host();

    KvmGicv3ContractTest() {
        super(new Implementation(
                        Backends.on(KERNEL),
                        GicVersion.GICV3,
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

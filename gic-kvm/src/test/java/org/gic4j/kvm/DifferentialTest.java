package org.gic4j.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.gic4j.api.GicBackend;
import org.gic4j.api.GicBackends;
import org.gic4j.kvm.fake.FakeKernel;
import org.gic4j.testkit.differential.DifferentialOptions;
import org.gic4j.testkit.differential.DifferentialReport;
import org.gic4j.testkit.differential.DifferentialRun;
import org.gic4j.testkit.differential.Seed;
import org.junit.jupiter.api.Test;

/**
 * KVM over the fake kernel against the emulation that answers in there: whatever is lost between an operation and the
 * kernel's structures, both ways, is a difference.
 */
class DifferentialTest {
    private static final long OPERATIONS = 50_000;

    @Test
    void shouldAskTheKernelOfAGicv2HostWhatItIsAsked() {
        assertAgrees(FakeKernel.ofGicv2Host(), DifferentialOptions.gicv2(Seed.chosen(), OPERATIONS));
    }

    @Test
    void shouldAskTheKernelOfAGicv3HostWhatItIsAsked() {
        assertAgrees(FakeKernel.ofGicv3Host(), DifferentialOptions.gicv3(Seed.chosen(), OPERATIONS));
    }

    @Test
    void shouldAskAnItsOfTheKernelWhatItIsAsked() {
        // What gic-kvm refuses for the kernel's sake is not asked of the other: it is the reference.
        FakeKernel kernel = FakeKernel.ofGicv3Host();
        assertAgrees(kernel, Backends.on(kernel), GicBackends.find().named("emulated"), DifferentialOptions.its(Seed.chosen(), OPERATIONS));
    }

    private static void assertAgrees(FakeKernel kernel, DifferentialOptions options) {
        assertAgrees(kernel, GicBackends.find().named("emulated"), Backends.on(kernel), options);
    }

    private static void assertAgrees(
            FakeKernel kernel, GicBackend reference, GicBackend candidate, DifferentialOptions options) {
        DifferentialReport report = DifferentialRun.of(reference, candidate, options);
        System.out.println("emulated and KVM over a fake kernel: " + report.summary());
        assertThat(report.failures()).as(report.describe()).isEmpty();
        assertThat(report.operations()).isGreaterThanOrEqualTo(OPERATIONS);
        assertThat(kernel.faults()).isEmpty();
        assertThat(kernel.leaked()).isEmpty();
    }
}

package org.gic4j.realkernel.guest.gicv3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicBackends;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.testkit.differential.DifferentialOptions;
import org.gic4j.testkit.differential.DifferentialReport;
import org.gic4j.testkit.differential.DifferentialRun;
import org.gic4j.testkit.differential.HostFact;
import org.gic4j.testkit.differential.Seed;
import org.junit.jupiter.api.Test;

/**
 * The real kernel against the emulation: where they disagree, the kernel is right. A build asks for some operations; a run
 * of 200,000 by {@code -Dgic4j.differential.operations=200000} has found differences until now, each in 100,000.
 */
class DifferentialTest {
    private static final long OPERATIONS = Long.getLong("gic4j.differential.operations", 20_000);

    @Test
    void shouldEmulateWhatTheKernelAnswers() {
        GicBackend kernel = GicBackends.find().named("kvm");
        VirtualMachineConfiguration host;
        try (VirtualMachine vm = kernel.createVirtualMachine(VirtualMachineConfiguration.KVM_GICV3)) {
            host = vm.configuration();
        }
        DifferentialOptions options = DifferentialOptions.gicv3(Seed.chosen(), OPERATIONS)
                .withConfiguration(host)
                .withFacts(EnumSet.allOf(HostFact.class));
        DifferentialReport report =
                DifferentialRun.of(kernel, GicBackends.find().named("emulated"), options);
        System.out.println("real kernel against emulation: " + report.summary());
        assertThat(report.failures()).as(report.describe()).isEmpty();
        assertThat(report.operations()).isGreaterThanOrEqualTo(OPERATIONS);
    }
}

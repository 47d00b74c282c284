package org.gic4j.realkernel.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicBackends;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.realkernel.guest.processor.LoopingVcpu;
import org.gic4j.testkit.differential.DifferentialOptions;
import org.gic4j.testkit.differential.DifferentialReport;
import org.gic4j.testkit.differential.DifferentialRun;
import org.gic4j.testkit.differential.HostFact;
import org.gic4j.testkit.differential.Seed;
import org.junit.jupiter.api.Test;

/** The real kernel against the emulation: where they disagree, the kernel is right. */
public abstract class DifferentialContract {
    /** More or fewer by {@code -Dgic4j.differential.operations=N}. */
    private static final long OPERATIONS = Long.getLong("gic4j.differential.operations", 200_000);

    private final GicVersion version;

    /**
     * For a host.
     *
     * @param version its interrupt controller's
     */
    protected DifferentialContract(GicVersion version) {
        this.version = version;
    }

    @Test
    void shouldEmulateWhatTheKernelAnswers() {
        GicBackend kernel = GicBackends.find().named("kvm");
        DifferentialReport report = DifferentialRun.of(kernel, GicBackends.find().named("emulated"), options(kernel));
        System.out.println("real kernel against emulation: " + report.summary());
        assertThat(report.failures()).as(report.describe()).isEmpty();
        assertThat(report.operations()).isGreaterThanOrEqualTo(OPERATIONS);
    }

    private DifferentialOptions options(GicBackend kernel) {
        DifferentialOptions options =
                switch (version) {
                    case GICV2 -> DifferentialOptions.gicv2(Seed.chosen(), OPERATIONS);
                    case GICV3 -> DifferentialOptions.gicv3(Seed.chosen(), OPERATIONS);
                };
        return options.withConfiguration(configuration(kernel))
                .withFacts(EnumSet.allOf(HostFact.class))
                .withExecution(new LoopingVcpu());
    }

    private VirtualMachineConfiguration configuration(GicBackend kernel) {
        VirtualMachineConfiguration asked = VirtualMachineConfiguration.KVM_GICV2.withHost(version.host());
        try (VirtualMachine vm = kernel.createVirtualMachine(asked)) {
            return vm.configuration();
        }
    }
}

package org.gic4j.realkernel.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicBackends;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.realkernel.guest.processor.LoopingVcpu;
import org.gic4j.testkit.differential.DifferentialOptions;
import org.gic4j.testkit.differential.DifferentialReport;
import org.gic4j.testkit.differential.DifferentialRun;
import org.gic4j.testkit.differential.HostFact;
import org.junit.jupiter.api.Test;

/** The real kernel against the emulation: where they disagree, the kernel is right. */
public abstract class DifferentialContract {
    private final String what;
    private final DifferentialOptions options;

    /**
     * Compares by options.
     *
     * @param what what is compared, for the report
     * @param options how; the host's facts are filled in
     */
    protected DifferentialContract(String what, DifferentialOptions options) {
        this.what = what;
        this.options = options;
    }

    /** What {@code -Dgic4j.differential.operations=N} says, or 200,000. */
    protected static long operations() {
        return Long.getLong("gic4j.differential.operations", 200_000);
    }

    /** With vCPUs that execute a guest, and without what hardware then decides. */
    protected static DifferentialOptions running(DifferentialOptions options) {
        return options.withFacts(EnumSet.allOf(HostFact.class)).withExecution(new LoopingVcpu());
    }

    @Test
    void shouldEmulateWhatTheKernelAnswers() {
        GicBackend kernel = GicBackends.find().named("kvm");
        DifferentialReport report = DifferentialRun.of(
                kernel,
                GicBackends.find().named("emulated"),
                options.withConfiguration(configuration(kernel, options.configuration())));
        System.out.println("real kernel against emulation, " + what + ": " + report.summary());
        assertThat(report.failures()).as(report.describe()).isEmpty();
        assertThat(report.operations()).isGreaterThanOrEqualTo(options.operations());
    }

    /** As the host completes it: its address limit, its CPUs. */
    private static VirtualMachineConfiguration configuration(GicBackend kernel, VirtualMachineConfiguration asked) {
        try (VirtualMachine vm = kernel.createVirtualMachine(asked)) {
            return vm.configuration();
        }
    }
}

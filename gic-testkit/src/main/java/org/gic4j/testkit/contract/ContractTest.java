package org.gic4j.testkit.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicException;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VirtualMachineConfiguration;
import org.junit.jupiter.api.AfterEach;

/** What all contract tests share: the implementation, its features, and machines that are closed after each test. */
public abstract class ContractTest {
    private final Implementation implementation;
    private final Deque<Gicv2Machine> machines = new ArrayDeque<>();

    /**
     * A test of an implementation.
     *
     * @param implementation what is tested
     */
    protected ContractTest(Implementation implementation) {
        this.implementation = implementation;
    }

    /** Closes what the test has made. */
    @AfterEach
    final void closeMachines() {
        machines.forEach(Gicv2Machine::close);
        machines.clear();
    }

    /** The backend under test. */
    final GicBackend backend() {
        return implementation.backend();
    }

    /** The version of the interrupt controller under test. */
    final GicVersion version() {
        return implementation.version();
    }

    /** Whether the implementation has a feature. */
    final boolean has(Feature feature) {
        return implementation.has(feature);
    }

    /** Skips the test where the implementation declares that it lacks a feature. */
    final void requires(Feature feature) {
        assumeTrue(implementation.has(feature), () -> feature + " is missing: "
                + implementation.missing().get(feature));
    }

    /** A machine with nothing in it, on a GICv2 host with KVM's profile. */
    final Gicv2Machine bare() {
        return bare(VirtualMachineConfiguration.KVM_GICV2);
    }

    /** A machine with nothing in it. */
    final Gicv2Machine bare(VirtualMachineConfiguration configuration) {
        Gicv2Machine machine = new Gicv2Machine(backend().createVirtualMachine(configuration));
        machines.push(machine);
        return machine;
    }

    /** A machine with vCPUs, a VGICv2 with 96 interrupts, addresses and INIT, with KVM's profile. */
    final Gicv2Machine started(int... vcpuIds) {
        return bare().withVcpus(vcpuIds).withDevice().withInterrupts(96).withAddresses().withInit();
    }

    /** As {@link #started}, as QEMU's machine virt has it. */
    final Gicv2Machine startedAsQemu(int... vcpuIds) {
        requires(Feature.QEMU_PROFILE);
        return bare(VirtualMachineConfiguration.QEMU_VIRT_GICV2)
                .withVcpus(vcpuIds)
                .withDevice()
                .withInterrupts(96)
                .withAddresses()
                .withInit();
    }

    /** 0, or the errno of the exception that an action threw. */
    static int errnoOf(Runnable action) {
        try {
            action.run();
            return 0;
        } catch (GicException refused) {
            return refused.errno();
        }
    }
}

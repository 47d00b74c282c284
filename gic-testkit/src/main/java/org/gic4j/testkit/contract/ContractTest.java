package org.gic4j.testkit.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicException;
import org.gic4j.api.GicProfile;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.testkit.guest.VcpuExecution;
import org.junit.jupiter.api.AfterEach;

/** What all contract tests share: the implementation, its features, and machines that are closed after each test. */
public abstract class ContractTest {
    private final Implementation implementation;
    private final Deque<TestMachine> machines = new ArrayDeque<>();

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
        machines.forEach(TestMachine::close);
        machines.clear();
    }

    /** The backend under test. */
    final GicBackend backend() {
        return implementation.backend();
    }

    /** How vCPUs are brought inside their runs. */
    final VcpuExecution execution() {
        return implementation.execution();
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

    /** What machines are made with: KVM's profile, on a host with the version under test. */
    final VirtualMachineConfiguration configuration() {
        return VirtualMachineConfiguration.KVM_GICV2.withHost(version().host());
    }

    /** A machine with nothing in it. */
    final TestMachine bare() {
        return bare(configuration());
    }

    /** A machine with nothing in it. */
    final TestMachine bare(VirtualMachineConfiguration configuration) {
        TestMachine machine = new TestMachine(backend().createVirtualMachine(configuration), version());
        machines.push(machine);
        return machine;
    }

    /** A machine with vCPUs, a VGIC with 96 interrupts, addresses and INIT, with KVM's profile. */
    final TestMachine started(int... vcpuIds) {
        return bare().withVcpus(vcpuIds).withDevice().withInterrupts(96).withAddresses().withInit();
    }

    /** As {@link #started}, as QEMU's machine virt has it. */
    final TestMachine startedAsQemu(int... vcpuIds) {
        requires(Feature.QEMU_PROFILE);
        return bare(configuration().withProfile(GicProfile.QEMU_VIRT))
                .withVcpus(vcpuIds)
                .withDevice()
                .withInterrupts(96)
                .withAddresses()
                .withInit();
    }

    /** GICD_CTLR of the version under test. */
    final Register distributorControl() {
        return distributorRegister("GICD_CTLR");
    }

    /** A distributor register that both versions have. */
    final Register distributorRegister(String name) {
        return Registers.named(version(), name).orElseThrow();
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

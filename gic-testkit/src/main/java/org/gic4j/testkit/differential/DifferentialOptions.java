package org.gic4j.testkit.differential;

import java.util.Set;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.testkit.guest.VcpuExecution;

/**
 * How two backends are compared.
 *
 * @param version the interrupt controller
 * @param its whether machines have an ITS, and operations are about it and LPIs
 * @param configuration what virtual machines are made with; its host facts (CPUs, address limit) are the reference's
 * @param seed what the operations follow from, see {@link Seed}
 * @param operations how many, at least
 * @param facts what of the reference's host is not compared
 * @param failures after how many differences the run ends
 * @param execution how vCPUs of the reference are brought inside their runs
 */
public record DifferentialOptions(
        GicVersion version,
        boolean its,
        VirtualMachineConfiguration configuration,
        long seed,
        long operations,
        Set<HostFact> facts,
        int failures,
        VcpuExecution execution) {
    private static final int FAILURES = 5;

    /** Copies the set. */
    public DifferentialOptions {
        facts = Set.copyOf(facts);
        if (operations < 1 || failures < 1) {
            throw new IllegalArgumentException("at least one operation and one failure");
        }
    }

    /**
     * A GICv2 of KVM's profile.
     *
     * @param seed what the operations follow from
     * @param operations how many, at least
     */
    public static DifferentialOptions gicv2(long seed, long operations) {
        return of(GicVersion.GICV2, false, VirtualMachineConfiguration.KVM_GICV2, seed, operations);
    }

    /**
     * A GICv3 of KVM's profile, without an ITS.
     *
     * @param seed what the operations follow from
     * @param operations how many, at least
     */
    public static DifferentialOptions gicv3(long seed, long operations) {
        return of(GicVersion.GICV3, false, VirtualMachineConfiguration.KVM_GICV3, seed, operations);
    }

    /**
     * A GICv3 of KVM's profile with ITSs, guest memory and LPIs.
     *
     * @param seed what the operations follow from
     * @param operations how many, at least
     */
    public static DifferentialOptions its(long seed, long operations) {
        return of(GicVersion.GICV3, true, VirtualMachineConfiguration.KVM_GICV3, seed, operations);
    }

    private static DifferentialOptions of(
            GicVersion version, boolean its, VirtualMachineConfiguration configuration, long seed, long operations) {
        return new DifferentialOptions(
                version, its, configuration, seed, operations, Set.of(), FAILURES, VcpuExecution.BY_MARKS);
    }

    /**
     * The same with another configuration.
     *
     * @param newConfiguration what virtual machines are made with
     */
    public DifferentialOptions withConfiguration(VirtualMachineConfiguration newConfiguration) {
        return new DifferentialOptions(version, its, newConfiguration, seed, operations, facts, failures, execution);
    }

    /**
     * The same with facts of a real host.
     *
     * @param newFacts what is not compared
     */
    public DifferentialOptions withFacts(Set<HostFact> newFacts) {
        return new DifferentialOptions(version, its, configuration, seed, operations, newFacts, failures, execution);
    }

    /**
     * The same, ending earlier or later.
     *
     * @param newFailures after how many differences the run ends
     */
    public DifferentialOptions withFailures(int newFailures) {
        return new DifferentialOptions(version, its, configuration, seed, operations, facts, newFailures, execution);
    }

    /**
     * The same with vCPUs of the reference that run.
     *
     * @param newExecution how they are brought inside their runs
     */
    public DifferentialOptions withExecution(VcpuExecution newExecution) {
        return new DifferentialOptions(version, its, configuration, seed, operations, facts, failures, newExecution);
    }
}

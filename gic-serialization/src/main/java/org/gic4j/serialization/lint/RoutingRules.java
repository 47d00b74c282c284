package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.ERROR;
import static org.gic4j.api.lint.Severity.WARNING;
import static org.gic4j.api.registers.InterruptProperty.ENABLED;
import static org.gic4j.api.registers.InterruptProperty.ROUTE;
import static org.gic4j.api.registers.InterruptProperty.TARGETS;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.snapshot.VcpuDescription;

/** Where enabled shared interrupts go, and who can be reached at all. */
final class RoutingRules implements RuleGroup {
    static final LintRule NOWHERE = new LintRule(
            "route-to-nowhere",
            ERROR,
            "An enabled SPI is routed to a vCPU that does not exist",
            "it is never delivered. The affinity of some vCPU was lost or made up: producers that do not save MPIDR_EL1"
                    + " derive it from the vCPU's number",
            "give the vCPUs the affinities that the guest saw, or take the snapshot with a producer that saves them");
    static final LintRule NOBODY = new LintRule(
            "target-nobody",
            WARNING,
            "An enabled SPI targets no vCPU that exists",
            "the architecture delivers it to nobody, KVM to vCPU 0",
            "see whether the guest meant it; a producer that does not save GICD_ITARGETSR leaves 0 here");
    static final LintRule OUT_OF_REACH = new LintRule(
            "affinity-out-of-reach",
            WARNING,
            "A vCPU's Aff0 is above 15",
            "ICC_SGI1R_EL1 reaches Aff0 0 to 15 where there is no range selector, as with KVM: the vCPU gets no software"
                    + " generated interrupt from the others",
            "give the vCPU an affinity of Aff0 = id & 15, Aff1 = id >> 4, as KVM does");

    private static final int ANY_VCPU = 31;
    private static final int LARGEST_REACHED = 15;

    @Override
    public List<LintRule> rules() {
        return List.of(NOWHERE, NOBODY, OUT_OF_REACH);
    }

    @Override
    public void check(Subject subject, Findings findings) {
        if (subject.is(GicVersion.GICV3)) {
            routes(subject, findings);
            reach(subject, findings);
        } else if (subject.vcpus().size() > 1) {
            // A single vCPU gets all, whatever its target bytes are.
            targets(subject, findings);
        }
    }

    private static void routes(Subject subject, Findings findings) {
        Set<Affinity> existing =
                subject.vcpus().stream().map(VcpuDescription::affinity).collect(Collectors.toSet());
        subject.sharedInterrupts()
                .filter(intid -> subject.interrupts().is(ENABLED, intid, 0))
                .filter(intid -> subject.interrupts().tells(ROUTE, intid))
                .forEach(intid -> {
                    long route = subject.interrupts().value(ROUTE, intid, 0);
                    Affinity affinity = Affinity.ofMpidr(route);
                    if ((route >>> ANY_VCPU & 1) == 0 && !existing.contains(affinity)) {
                        findings.add(NOWHERE, "GICD_IROUTER" + intid, null, intid, route, "no vCPU has affinity " + affinity);
                    }
                });
    }

    private static void targets(Subject subject, Findings findings) {
        long existing = (1L << subject.vcpus().size()) - 1;
        subject.sharedInterrupts()
                .filter(intid -> subject.interrupts().is(ENABLED, intid, 0))
                .filter(intid -> subject.interrupts().tells(TARGETS, intid))
                .filter(intid -> (subject.interrupts().value(TARGETS, intid, 0) & existing) == 0)
                .forEach(intid -> findings.add(
                        NOBODY,
                        subject.interrupts().registerName(TARGETS, intid),
                        null,
                        intid,
                        subject.interrupts().value(TARGETS, intid, 0),
                        "the machine has " + subject.vcpus().size() + " vCPUs"));
    }

    private static void reach(Subject subject, Findings findings) {
        for (VcpuDescription vcpu : subject.vcpus()) {
            if ((vcpu.affinity().packed() & 0xFF) > LARGEST_REACHED) {
                findings.add(OUT_OF_REACH, "MPIDR_EL1", vcpu, vcpu.affinity().mpidr(), "affinity " + vcpu.affinity());
            }
        }
    }
}

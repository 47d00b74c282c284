package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.ERROR;
import static org.gic4j.api.lint.Severity.INFO;
import static org.gic4j.api.lint.Severity.WARNING;
import static org.gic4j.api.registers.InterruptProperty.ENABLED;
import static org.gic4j.api.registers.InterruptProperty.ROUTE;
import static org.gic4j.api.registers.InterruptProperty.TARGETS;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.Gicv3Profile;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.snapshot.InterruptFields;
import org.gic4j.api.snapshot.VcpuDescription;

/**
 * Where shared interrupts go, and who can be reached at all. Of a disabled one a route or target of 0 is what it has after a
 * reset, and says nothing.
 */
final class RoutingRules implements RuleGroup {
    static final LintRule NOWHERE = new LintRule(
            "route-to-nowhere",
            ERROR,
            "An enabled SPI is routed to a vCPU that does not exist",
            "it is never delivered. The affinity of some vCPU was lost or made up: producers that do not save MPIDR_EL1"
                    + " derive it from the vCPU's number",
            "give the vCPUs the affinities that the guest saw, or take the snapshot with a producer that saves them");
    static final LintRule UNWRITTEN = new LintRule(
            "route-unwritten",
            WARNING,
            "The route of an enabled SPI is 0, and the first vCPU's affinity is not",
            "GICD_IROUTERn reads 0 after a reset, and KVM then sends the interrupt to the vCPU that was created first; once"
                    + " it is written, 0 means affinity 0. A snapshot cannot tell, and hypervisors write it",
            "give the vCPU that is created first affinity 0, or let the guest write all routes; gic4j writes no 0 where no"
                    + " vCPU has affinity 0, so that the interrupt stays with the first");
    static final LintRule NOBODY = new LintRule(
            "target-nobody",
            WARNING,
            "An enabled SPI targets no vCPU that exists",
            "the architecture delivers it to nobody, KVM to vCPU 0",
            "see whether the guest meant it; a producer that does not save GICD_ITARGETSR leaves 0 here");
    static final LintRule PENDING_NOWHERE = new LintRule(
            "pending-to-nowhere",
            WARNING,
            "An SPI is pending and disabled, and set to go to no vCPU that exists",
            "once the guest enables it, it is lost. The affinity of some vCPU was lost or made up, or the guest switched a"
                    + " vCPU off and left its interrupts there",
            "give the vCPUs the affinities that the guest saw; let the guest set where it goes before it enables it");
    static final LintRule DISABLED_NOWHERE = new LintRule(
            "disabled-to-nowhere",
            INFO,
            "A disabled SPI is set to go to no vCPU that exists",
            "nothing is lost as long as it is disabled; several of them are a trace of affinities that were lost or made up",
            "compare the affinities of the vCPUs with what the guest saw");
    static final LintRule OUT_OF_REACH = new LintRule(
            "affinity-out-of-reach",
            WARNING,
            "A vCPU's Aff0 is above 15",
            "ICC_SGI1R_EL1 reaches Aff0 0 to 15 where there is no range selector, as with KVM: the vCPU gets no software"
                    + " generated interrupt from the others",
            "give the vCPU an affinity of Aff0 = id & 15, Aff1 = id >> 4, as KVM does");

    private static final int LARGEST_REACHED = 15;

    @Override
    public List<LintRule> rules() {
        return List.of(NOWHERE, UNWRITTEN, NOBODY, PENDING_NOWHERE, DISABLED_NOWHERE, OUT_OF_REACH);
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
        if (existing.isEmpty()) {
            return;
        }
        Affinity first = subject.vcpus().getFirst().affinity();
        subject.sharedInterrupts()
                .filter(intid -> subject.interrupts().tells(ROUTE, intid))
                .forEach(intid -> {
                    long route = subject.interrupts().value(ROUTE, intid, 0);
                    Affinity affinity = Affinity.ofMpidr(route);
                    if (route == 0 && !first.equals(affinity)) {
                        unwritten(subject, intid, findings);
                    } else if ((route & Gicv3Profile.ROUTE_TO_ANY) == 0 && !existing.contains(affinity)) {
                        nowhere(subject, NOWHERE, ROUTE, intid, "no vCPU has affinity " + affinity, findings);
                    }
                });
    }

    private static void unwritten(Subject subject, int intid, Findings findings) {
        if (subject.interrupts().is(ENABLED, intid, 0)) {
            VcpuDescription first = subject.vcpus().getFirst();
            findings.add(
                    UNWRITTEN,
                    subject.interrupts().registerName(ROUTE, intid),
                    null,
                    intid,
                    0,
                    first.id() + ", which was created first, has affinity " + first.affinity());
        }
    }

    /** An SPI that goes nowhere: by the rule of enabled ones, or by that of how it is disabled. */
    private static void nowhere(
            Subject subject, LintRule enabled, InterruptProperty where, int intid, String seen, Findings findings) {
        InterruptFields interrupts = subject.interrupts();
        long value = interrupts.value(where, intid, 0);
        String register = interrupts.registerName(where, intid);
        if (interrupts.is(ENABLED, intid, 0)) {
            findings.add(enabled, register, null, intid, value, seen);
        } else if (value != 0) {
            LintRule rule = interrupts.isPending(intid, 0) ? PENDING_NOWHERE : DISABLED_NOWHERE;
            findings.add(rule, register, null, intid, value, seen);
        }
    }

    private static void targets(Subject subject, Findings findings) {
        long existing = (1L << subject.vcpus().size()) - 1;
        String seen = "the machine has " + subject.vcpus().size() + " vCPUs";
        subject.sharedInterrupts()
                .filter(intid -> subject.interrupts().tells(TARGETS, intid))
                .filter(intid -> (subject.interrupts().value(TARGETS, intid, 0) & existing) == 0)
                .forEach(intid -> nowhere(subject, NOBODY, TARGETS, intid, seen, findings));
    }

    private static void reach(Subject subject, Findings findings) {
        for (VcpuDescription vcpu : subject.vcpus()) {
            if ((vcpu.affinity().packed() & 0xFF) > LARGEST_REACHED) {
                findings.add(OUT_OF_REACH, "MPIDR_EL1", vcpu, vcpu.affinity().mpidr(), "affinity " + vcpu.affinity());
            }
        }
    }
}

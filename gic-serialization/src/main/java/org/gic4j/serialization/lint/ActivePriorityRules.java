package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.WARNING;
import static org.gic4j.api.registers.InterruptProperty.ACTIVE;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.snapshot.InterruptFields;
import org.gic4j.api.snapshot.VcpuDescription;
import org.jspecify.annotations.Nullable;

/**
 * An acknowledged interrupt is active, and its group priority is among the active priorities of the vCPU that took it
 * (IHI 0048B section 3.3.2, IHI 0069 section 4.8). Who separates priority drop from deactivation (EOImode) has active
 * interrupts without active priorities; LPIs have active priorities without an active state that could be read; and a
 * guest may change a priority meanwhile. So these are warnings, and silent where one of the first two holds.
 */
final class ActivePriorityRules implements RuleGroup {
    static final LintRule WITHOUT_PRIORITY = new LintRule(
            "active-without-priority",
            WARNING,
            "An interrupt is active, and its priority is active on no vCPU",
            "nobody is inside its handler, so nobody will end it: it stays active for ever and never comes again",
            "see whether the interrupt comes after the restore; if not, take the snapshot again");
    static final LintRule WITHOUT_INTERRUPT = new LintRule(
            "priority-without-active",
            WARNING,
            "A priority is active, and no interrupt of that priority is",
            "the vCPU masks every interrupt of that priority and below until somebody writes the end of an interrupt that"
                    + " it never took: a vCPU that spins, or hangs",
            "take the snapshot again; a producer that saves active interrupts must save active priorities at the same"
                    + " instant");

    @Override
    public List<LintRule> rules() {
        return List.of(WITHOUT_PRIORITY, WITHOUT_INTERRUPT);
    }

    @Override
    public void check(Subject subject, Findings findings) {
        if (!ActivePriorities.areTold(subject)) {
            return;
        }
        List<ActivePriorities> vcpus = subject.vcpus().stream()
                .map(vcpu -> new ActivePriorities(subject, vcpu))
                .toList();
        List<Integer> shared = subject.sharedInterrupts()
                .filter(intid -> subject.interrupts().is(ACTIVE, intid, 0))
                .boxed()
                .toList();
        for (int intid : shared) {
            if (vcpus.stream().noneMatch(vcpu -> vcpu.separateDeactivation() || vcpu.has(intid))) {
                report(subject.interrupts(), null, intid, findings);
            }
        }
        vcpus.forEach(vcpu -> check(subject, vcpu, shared, findings));
    }

    private static void check(Subject subject, ActivePriorities own, List<Integer> shared, Findings findings) {
        InterruptFields interrupts = subject.interrupts();
        VcpuDescription vcpu = own.vcpu();
        BitSet unexplained = own.levels();
        IntStream active = Subject.privateInterrupts()
                .filter(intid -> interrupts.is(ACTIVE, intid, vcpu.index().value()));
        active.forEach(intid -> {
            if (!own.separateDeactivation() && !own.has(intid)) {
                report(interrupts, vcpu, intid, findings);
            }
            unexplained.clear(own.level(intid));
        });
        shared.forEach(intid -> unexplained.clear(own.level(intid)));
        if (!LpiTableRules.hasLpis(subject, vcpu)) {
            unexplained.stream().forEach(level -> findings.add(
                    WITHOUT_INTERRUPT,
                    own.register(level),
                    vcpu,
                    own.priority(level),
                    "priority 0x" + Integer.toHexString(own.priority(level)) + " is active"));
        }
    }

    private static void report(
            InterruptFields interrupts,
            @Nullable VcpuDescription vcpu,
            int intid,
            Findings findings) {
        findings.add(
                WITHOUT_PRIORITY, interrupts.registerName(ACTIVE, intid), vcpu, intid, 1, "active, nobody handles it");
    }
}

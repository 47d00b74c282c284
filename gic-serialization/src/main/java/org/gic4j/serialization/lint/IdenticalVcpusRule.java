package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.ERROR;
import static org.gic4j.api.lint.Severity.WARNING;

import java.util.Arrays;
import java.util.List;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;

/**
 * The mark of cloud-hypervisor before its pull request 8638: on a first save every vCPU was read with the affinity of
 * vCPU 0. A guest that idles from boot can look the same, so this is a warning; with LPIs on, equal pending tables are
 * proof, and an error of their own; so is that a private interrupt is pending or active on all of them, for each vCPU has
 * its own.
 */
final class IdenticalVcpusRule implements RuleGroup {
    static final LintRule IDENTICAL = new LintRule(
            "identical-vcpus",
            WARNING,
            "All vCPUs have the same redistributor and CPU interface",
            "cloud-hypervisor before pull request 8638 saved vCPU 0's registers for every vCPU; what the other vCPUs had"
                    + " pending, active or enabled is lost",
            "compare with the guest; update the producer and take the snapshot again. A snapshot taken after the guest"
                    + " was restored once is right");

    static final LintRule ACTIVITY = new LintRule(
            "identical-private-interrupts",
            ERROR,
            "All vCPUs are the same, with a private interrupt pending or active on each",
            "vCPUs of a guest that runs do not have all of their own interrupts in the same state: cloud-hypervisor before"
                    + " pull request 8638 saved vCPU 0's registers for every vCPU, so that the other vCPUs get interrupts"
                    + " that they did not have, and lose theirs",
            "update the producer and take the snapshot again; the file cannot be repaired");

    private static final List<InterruptProperty> ACTIVE_OR_PENDING =
            List.of(InterruptProperty.PENDING, InterruptProperty.LATCH, InterruptProperty.ACTIVE);
    private static final String PRODUCER = "cloud-hypervisor";

    @Override
    public List<LintRule> rules() {
        return List.of(IDENTICAL, ACTIVITY);
    }

    @Override
    public void check(Subject subject, Findings findings) {
        int vcpus = subject.vcpus().size();
        if (vcpus < 2 || !subject.madeBy(PRODUCER)) {
            return;
        }
        for (Register register : subject.state().registers()) {
            if (!isIdentical(subject.state(), register)) {
                return;
            }
        }
        findings.add(IDENTICAL, "GICR, ICC", vcpus, "every word of all " + vcpus + " vCPUs is the same");
        for (InterruptProperty property : ACTIVE_OR_PENDING) {
            Subject.privateInterrupts()
                    .filter(intid -> subject.interrupts().is(property, intid, 0))
                    .forEach(intid -> findings.add(
                            ACTIVITY,
                            subject.interrupts().registerName(property, intid),
                            null,
                            intid,
                            1,
                            (property == InterruptProperty.ACTIVE ? "active" : "pending") + " on all " + vcpus + " vCPUs"));
        }
    }

    private static boolean isIdentical(GicState state, Register register) {
        int banked = register.bankedWords(state.geometry());
        int[] words = state.words(register);
        for (int vcpu = 1; vcpu < state.geometry().vcpus(); vcpu++) {
            if (!Arrays.equals(words, 0, banked, words, vcpu * banked, (vcpu + 1) * banked)) {
                return false;
            }
        }
        return true;
    }
}

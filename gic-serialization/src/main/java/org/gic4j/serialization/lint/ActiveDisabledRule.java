package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.WARNING;
import static org.gic4j.api.registers.InterruptProperty.ACTIVE;
import static org.gic4j.api.registers.InterruptProperty.ENABLED;

import java.util.List;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.snapshot.VcpuDescription;
import org.jspecify.annotations.Nullable;

/** An interrupt that its handler may never end. */
final class ActiveDisabledRule implements RuleGroup {
    static final LintRule ACTIVE_DISABLED = new LintRule(
            "active-disabled",
            WARNING,
            "An interrupt is active and disabled",
            "a guest that disables an interrupt inside its handler looks like this for a moment; a hypervisor that then"
                    + " drops the interrupt's list register leaves it active for ever, and it never comes again",
            "see whether the interrupt comes after the restore; if not, the guest must end it (GICC_DIR, ICC_DIR_EL1) or"
                    + " clear its active bit");

    @Override
    public List<LintRule> rules() {
        return List.of(ACTIVE_DISABLED);
    }

    @Override
    public void check(Subject subject, Findings findings) {
        for (VcpuDescription vcpu : subject.vcpus()) {
            Subject.privateInterrupts().forEach(intid -> check(subject, vcpu, intid, findings));
        }
        subject.sharedInterrupts().forEach(intid -> check(subject, null, intid, findings));
    }

    private static void check(Subject subject, @Nullable VcpuDescription vcpu, int intid, Findings findings) {
        int index = vcpu == null ? 0 : vcpu.index().value();
        if (subject.interrupts().is(ACTIVE, intid, index)
                && subject.interrupts().find(ENABLED, intid, index).orElse(1) == 0) {
            findings.add(
                    ACTIVE_DISABLED,
                    subject.interrupts().registerName(ENABLED, intid),
                    vcpu,
                    intid,
                    0,
                    (intid < Geometry.PRIVATE_INTERRUPTS ? "private" : "shared") + ", active and not enabled");
        }
    }
}

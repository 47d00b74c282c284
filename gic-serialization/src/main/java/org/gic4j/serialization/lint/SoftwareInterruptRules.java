package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.ERROR;
import static org.gic4j.api.registers.InterruptProperty.PENDING;
import static org.gic4j.api.registers.InterruptProperty.SGI_SOURCES;

import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.snapshot.VcpuDescription;

/** Software generated interrupts of a GICv2, which are pending as long as some vCPU that sent them is recorded. */
final class SoftwareInterruptRules implements RuleGroup {
    static final LintRule WITHOUT_SOURCE = new LintRule(
            "sgi-without-source",
            ERROR,
            "An SGI is pending from nobody",
            "GICC_IAR names the vCPU that sent it, and SGIs of several senders are several interrupts; without senders"
                    + " the interrupt is lost on restore, and the sender waits for ever",
            "take the snapshot with all vCPUs stopped; a hypervisor that merges SGIs of several senders must keep them");
    static final LintRule NOT_PENDING = new LintRule(
            "sgi-not-pending",
            ERROR,
            "An SGI has senders and is not pending",
            "the two registers were not read at one instant, or one of them was not restored",
            "take the snapshot again with all vCPUs stopped");

    private static final int SGIS = 16;

    @Override
    public List<LintRule> rules() {
        return List.of(WITHOUT_SOURCE, NOT_PENDING);
    }

    @Override
    public void check(Subject subject, Findings findings) {
        if (!subject.is(GicVersion.GICV2)
                || !subject.interrupts().tells(PENDING, 0)
                || !subject.interrupts().tells(SGI_SOURCES, 0)) {
            return;
        }
        for (VcpuDescription vcpu : subject.vcpus()) {
            for (int intid = 0; intid < SGIS; intid++) {
                boolean pending = subject.interrupts().is(PENDING, intid, vcpu.index().value());
                long sources = subject.interrupts().value(SGI_SOURCES, intid, vcpu.index().value());
                if (pending && sources == 0) {
                    findings.add(
                            WITHOUT_SOURCE, register(subject, SGI_SOURCES, intid), vcpu, intid, 0, "pending, no sender");
                } else if (!pending && sources != 0) {
                    findings.add(
                            NOT_PENDING,
                            register(subject, PENDING, intid),
                            vcpu,
                            intid,
                            0,
                            "senders 0x" + Long.toHexString(sources) + ", not pending");
                }
            }
        }
    }

    private static String register(
            Subject subject, InterruptProperty property, int intid) {
        return subject.interrupts().registerName(property, intid);
    }
}

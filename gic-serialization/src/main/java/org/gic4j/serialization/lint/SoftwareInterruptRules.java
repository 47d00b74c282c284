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

    static final LintRule FROM_NOWHERE = new LintRule(
            "sgi-from-nowhere",
            ERROR,
            "An SGI is pending from a vCPU that does not exist",
            "a guest takes the sender's number from GICC_IAR and ends the interrupt with it; the machine had more vCPUs, or"
                    + " the register was read into the wrong place",
            "restore it with as many vCPUs as the guest had; else take the snapshot again");

    private static final int SGIS = 16;

    @Override
    public List<LintRule> rules() {
        return List.of(WITHOUT_SOURCE, NOT_PENDING, FROM_NOWHERE);
    }

    @Override
    public void check(Subject subject, Findings findings) {
        if (!subject.is(GicVersion.GICV2) || !subject.interrupts().tells(SGI_SOURCES, 0)) {
            return;
        }
        // By its number where it is below 8, as KVM records it, and by creation.
        long existing = (1L << subject.vcpus().size()) - 1;
        for (VcpuDescription vcpu : subject.vcpus()) {
            existing |= vcpu.id().value() < Byte.SIZE ? 1L << vcpu.id().value() : 0;
        }
        for (VcpuDescription vcpu : subject.vcpus()) {
            for (int intid = 0; intid < SGIS; intid++) {
                long sources = subject.interrupts().value(SGI_SOURCES, intid, vcpu.index().value());
                if ((sources & ~existing) != 0) {
                    findings.add(
                            FROM_NOWHERE,
                            register(subject, SGI_SOURCES, intid),
                            vcpu,
                            intid,
                            sources,
                            "the machine has " + subject.vcpus().size() + " vCPUs");
                }
                if (!subject.interrupts().tells(PENDING, 0)) {
                    continue;
                }
                boolean pending = subject.interrupts().is(PENDING, intid, vcpu.index().value());
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

package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.ERROR;
import static org.gic4j.api.lint.Severity.WARNING;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_CTLR;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PENDBASER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PROPBASER;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.LpiRegisters;
import org.gic4j.api.snapshot.VcpuDescription;
import org.jspecify.annotations.Nullable;

/** The tables of LPIs, of redistributors that have them enabled. */
final class LpiTableRules implements RuleGroup {
    static final LintRule SHARED_PENDING = new LintRule(
            "shared-pending-table",
            ERROR,
            "Redistributors share an LPI pending table",
            "each redistributor has a pending table of its own; with the same one, LPIs of all but one vCPU are lost on"
                    + " restore. cloud-hypervisor saved every vCPU as vCPU 0 before pull request 8638",
            "the file cannot be repaired: Linux allocates the tables, and where they are is saved nowhere else. Update"
                    + " the producer and take the snapshot again");
    static final LintRule UNSET = new LintRule(
            "lpi-tables-unset",
            ERROR,
            "LPIs are enabled without tables",
            "the redistributor would take the LPIs' configuration and pending bits from address 0",
            "take the snapshot again; a producer that saves GICR_CTLR must save GICR_PROPBASER and GICR_PENDBASER");
    static final LintRule SEVERAL_CONFIGURATIONS = new LintRule(
            "several-configuration-tables",
            WARNING,
            "Redistributors have different LPI configuration tables",
            "KVM has one GICR_PROPBASER for all: a restore takes that of the first vCPU with LPIs, and other restorers that of"
                    + " the last",
            "restore it where redistributors have their own, or make the guest use one table");
    static final LintRule WITHOUT_ITS = new LintRule(
            "lpis-without-its",
            WARNING,
            "LPIs are enabled, and the snapshot has no ITS",
            "message-signalled interrupts come through an ITS; without its state devices' messages are lost, and"
                    + " Firecracker refuses such a state",
            "take the snapshot with a producer that saves the ITS");

    private static final long PENDING_ADDRESS = 0x000F_FFFF_FFFF_0000L;
    private static final long CONFIGURATION_ADDRESS = 0x000F_FFFF_FFFF_F000L;

    @Override
    public List<LintRule> rules() {
        return List.of(SHARED_PENDING, UNSET, SEVERAL_CONFIGURATIONS, WITHOUT_ITS);
    }

    @Override
    public void check(Subject subject, Findings findings) {
        Map<Long, VcpuDescription> owners = new HashMap<>();
        VcpuDescription first = null;
        for (VcpuDescription vcpu : subject.vcpus()) {
            if (!hasLpis(subject, vcpu)) {
                continue;
            }
            pending(subject, vcpu, owners, findings);
            configuration(subject, vcpu, first, findings);
            first = first == null ? vcpu : first;
        }
        if (first != null && subject.state().translationServices().isEmpty()) {
            findings.add(WITHOUT_ITS, GICR_CTLR.name(), first, control(subject, first), "EnableLPIs is set");
        }
    }

    /** Whether a vCPU's redistributor takes LPIs. */
    static boolean hasLpis(Subject subject, VcpuDescription vcpu) {
        return LpiRegisters.areEnabled(subject.state(), vcpu.index().value());
    }

    private static int control(Subject subject, VcpuDescription vcpu) {
        return subject.word(GICR_CTLR, vcpu.index().value());
    }

    private static void pending(
            Subject subject, VcpuDescription vcpu, Map<Long, VcpuDescription> owners, Findings findings) {
        long base = subject.wide(GICR_PENDBASER, vcpu.index().value());
        long address = base & PENDING_ADDRESS;
        if (address == 0) {
            unset(GICR_PENDBASER, vcpu, base, findings);
            return;
        }
        VcpuDescription owner = owners.putIfAbsent(address, vcpu);
        if (owner != null) {
            findings.add(SHARED_PENDING, GICR_PENDBASER.name(), vcpu, base, "the table of " + owner.id() + " as well");
        }
    }

    private static void configuration(
            Subject subject,
            VcpuDescription vcpu,
            @Nullable VcpuDescription first,
            Findings findings) {
        long base = subject.wide(GICR_PROPBASER, vcpu.index().value());
        if ((base & CONFIGURATION_ADDRESS) == 0) {
            unset(GICR_PROPBASER, vcpu, base, findings);
        } else if (first != null) {
            long other = subject.wide(GICR_PROPBASER, first.index().value());
            if (((base ^ other) & CONFIGURATION_ADDRESS) != 0) {
                findings.add(
                        SEVERAL_CONFIGURATIONS,
                        GICR_PROPBASER.name(),
                        vcpu,
                        base,
                        first.id() + " has 0x" + Long.toHexString(other));
            }
        }
    }

    private static void unset(Register register, VcpuDescription vcpu, long base, Findings findings) {
        findings.add(UNSET, register.name(), vcpu, base, "EnableLPIs is set, and the table's address is 0");
    }
}

package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.ERROR;
import static org.gic4j.api.lint.Severity.WARNING;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_ABPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_BPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_CTLR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_PMR;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_PMR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_SRE_EL1;

import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.registers.CpuInterfaceControl;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.VcpuDescription;

/** CPU interfaces that no guest can have, or that let nothing through. */
final class CpuInterfaceRules implements RuleGroup {
    static final LintRule EMPTY = new LintRule(
            "cpu-interface-empty",
            ERROR,
            "A CPU interface reads as no implementation does",
            "ICC_SRE_EL1.SRE and ICC_CTLR_EL1.PRIbits are never 0: the producer read the registers into the wrong place,"
                    + " for example through a pointer that the compiler took for constant",
            "update the producer and take the snapshot again; the vCPU's interface cannot be told from this file");
    static final LintRule IMPOSSIBLE = new LintRule(
            "cpu-interface-impossible",
            ERROR,
            "A CPU interface register has bits that do not exist",
            "KVM cuts them off without saying so: a GICC_PMR of 0xf8 in the wrong form becomes 0x18, which stands for"
                    + " 0xc0. Upper halves of 64-bit attributes that were read into 32 bits look the same",
            "convert the snapshot with gic4j, which knows the producer's form, or take it again");
    static final LintRule CLOSED = new LintRule(
            "cpu-interfaces-closed",
            WARNING,
            "No vCPU takes interrupts, and SPIs are enabled",
            "every CPU interface is off or masks everything, while the distributor forwards: a guest before its first"
                    + " set-up, or interfaces that were not saved",
            "see whether the guest was restarting; else take the snapshot again");

    @Override
    public List<LintRule> rules() {
        return List.of(EMPTY, IMPOSSIBLE, CLOSED);
    }

    @Override
    public void check(Subject subject, Findings findings) {
        boolean gicv3 = subject.is(GicVersion.GICV3);
        for (VcpuDescription vcpu : subject.vcpus()) {
            if (gicv3) {
                gicv3(subject, vcpu, findings);
            } else {
                gicv2(subject, vcpu, findings);
            }
        }
        Register mask = gicv3 ? ICC_PMR_EL1 : GICC_PMR;
        if (subject.has(mask)
                && !subject.vcpus().isEmpty()
                && !DistributorRule.isOff(subject)
                && subject.hasEnabledSharedInterrupt()
                && subject.vcpus().stream().allMatch(vcpu -> isClosed(subject, vcpu, gicv3))) {
            findings.add(CLOSED, mask.name(), subject.word(mask, 0), "of " + subject.vcpus().size() + " vCPUs");
        }
    }

    private static void gicv2(Subject subject, VcpuDescription vcpu, Findings findings) {
        bits(GICC_PMR, 0xFF >>> Byte.SIZE - subject.state().priorityBits(), subject, vcpu, findings);
        bits(GICC_BPR, 0x7, subject, vcpu, findings);
        bits(GICC_ABPR, 0x7, subject, vcpu, findings);
    }

    private static void gicv3(Subject subject, VcpuDescription vcpu, Findings findings) {
        int index = vcpu.index().value();
        if (subject.has(ICC_SRE_EL1) && (subject.word(ICC_SRE_EL1, index) & 1) == 0) {
            findings.add(EMPTY, ICC_SRE_EL1.name(), vcpu, subject.word(ICC_SRE_EL1, index), "SRE is 0");
        }
        int control = subject.word(ICC_CTLR_EL1, index);
        int bits = CpuInterfaceControl.saidPriorityBits(control);
        if (subject.has(ICC_CTLR_EL1) && bits < CpuInterfaceControl.LEAST_PRIORITY_BITS) {
            findings.add(EMPTY, ICC_CTLR_EL1.name(), vcpu, control, "PRIbits says " + bits + " bits");
        }
        bits(ICC_PMR_EL1, 0xFF, subject, vcpu, findings);
        bits(ICC_BPR0_EL1, 0x7, subject, vcpu, findings);
        bits(ICC_BPR1_EL1, 0x7, subject, vcpu, findings);
        bits(ICC_IGRPEN0_EL1, 0x1, subject, vcpu, findings);
        bits(ICC_IGRPEN1_EL1, 0x1, subject, vcpu, findings);
    }

    private static void bits(Register register, int existing, Subject subject, VcpuDescription vcpu, Findings findings) {
        int value = subject.word(register, vcpu.index().value());
        if ((value & ~existing) != 0) {
            findings.add(
                    IMPOSSIBLE,
                    register.name(),
                    vcpu,
                    Integer.toUnsignedLong(value),
                    "only the bits 0x" + Integer.toHexString(existing) + " exist with "
                            + subject.state().priorityBits() + " priority bits");
        }
    }

    private static boolean isClosed(Subject subject, VcpuDescription vcpu, boolean gicv3) {
        int index = vcpu.index().value();
        return gicv3
                ? subject.word(ICC_PMR_EL1, index) == 0
                        || (subject.word(ICC_IGRPEN0_EL1, index) | subject.word(ICC_IGRPEN1_EL1, index)) == 0
                : subject.word(GICC_PMR, index) == 0 || (subject.word(GICC_CTLR, index) & 0x3) == 0;
    }
}

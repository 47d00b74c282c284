package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.ERROR;
import static org.gic4j.api.lint.Severity.WARNING;

import java.util.List;
import org.gic4j.api.GicProfile;
import org.gic4j.api.GicVersion;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.lint.LintTarget;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.transfer.AttributeTransfer;
import org.gic4j.serialization.transfer.Identification;

/** What a target does not take, or cannot hold. */
final class TargetRules implements RuleGroup {
    static final LintRule VERSION = new LintRule(
            "target-version",
            ERROR,
            "The target has no such interrupt controller",
            "it restores GICv3 alone, and a guest cannot change from one to the other",
            "restore it elsewhere");
    static final LintRule INTERRUPTS = new LintRule(
            "target-interrupts",
            ERROR,
            "The target has another number of interrupts",
            "its files are lists without names: with another number of interrupts every register after the first lands"
                    + " in the wrong place",
            "restore it elsewhere, or make the guest with the number that the target has");
    static final LintRule LPIS = new LintRule(
            "target-lpis",
            ERROR,
            "The target has no ITS, and the guest uses LPIs",
            "message-signalled interrupts are lost",
            "restore it elsewhere, or run the guest without an ITS");
    static final LintRule PRIORITY_BITS = new LintRule(
            "target-priority-bits",
            WARNING,
            "The target has another number of priority bits",
            "interrupts that differ in the missing bits alone no longer preempt one another, and some hypervisors refuse"
                    + " the state",
            "use a host with as many; gic4j converts what can be converted, and says what is lost");
    static final LintRule LOSES = new LintRule(
            "target-loses",
            WARNING,
            "The target cannot hold a value",
            "the guest reads another value after the restore than it wrote before",
            "see whether the guest depends on it; gic convert and gic restore list every value");
    static final LintRule FORMAT_LOSES = new LintRule(
            "target-saves-less",
            WARNING,
            "The target's own snapshots leave registers out",
            "Firecracker saves neither GICD_ITARGETSR nor anything of private interrupts of a GICv2: a guest that is"
                    + " saved by it loses them",
            "use a GICv3 host");

    static final LintRule NEEDS_ITS = new LintRule(
            "target-needs-its",
            WARNING,
            "The target wants an ITS, and the snapshot has none",
            "a machine of cloud-hypervisor always has an ITS, which then comes back as after a reset",
            "take the snapshot of a machine that has an ITS, or let the guest set its ITS up again");
    static final LintRule REVISION = new LintRule(
            "target-revision",
            WARNING,
            "The target does not take the snapshot's GICD_IIDR",
            "KVM refuses another implementer, or a revision that it does not know, with EINVAL, and the guest was promised"
                    + " behaviour of that revision",
            "use a kernel that knows the revision; gic4j writes the target's own instead");

    static final LintRule CPU_INTERFACE = new LintRule(
            "target-cpu-interface",
            WARNING,
            "The target's CPU interfaces have other bits in ICC_CTLR_EL1",
            "SEIS, A3V, identifier and priority bits are the hardware's: hypervisors write them as they were saved, and KVM"
                    + " refuses another SEIS or A3V, or more bits than there are, with EINVAL",
            "restore it on a host with the same CPU interfaces; gic4j writes what the target has, and the guest reads"
                    + " another value than before");

    @Override
    public List<LintRule> rules() {
        return List.of(VERSION, INTERRUPTS, LPIS, PRIORITY_BITS, LOSES, FORMAT_LOSES, NEEDS_ITS, REVISION, CPU_INTERFACE);
    }

    @Override
    public void check(Subject subject, Findings findings) {
        LintTarget target = subject.target();
        if (!target.takes(subject.state().version())) {
            findings.add(
                    VERSION, subject.state().version().display(), 0, target.id() + " restores a GICv3 alone");
        }
        int interrupts = subject.state().geometry().interrupts();
        target.interrupts().ifPresent(wanted -> {
            if (interrupts != wanted) {
                findings.add(INTERRUPTS, "interrupts", interrupts, target.id() + " has " + wanted);
            }
        });
        if (!target.takesLpis()) {
            for (VcpuDescription vcpu : subject.vcpus()) {
                if (LpiTableRules.hasLpis(subject, vcpu)) {
                    int control = subject.word(Gicv3Redistributor.GICR_CTLR, vcpu.index().value());
                    findings.add(LPIS, Gicv3Redistributor.GICR_CTLR.name(), vcpu, control, "EnableLPIs is set");
                }
            }
        }
        if (target == LintTarget.FIRECRACKER && subject.is(GicVersion.GICV2)) {
            findings.add(FORMAT_LOSES, "GICD_ITARGETSR", 0, "not in a GICv2 snapshot of " + target.id());
        }
        if (target == LintTarget.CLOUD_HYPERVISOR
                && subject.is(GicVersion.GICV3)
                && subject.state().translationServices().isEmpty()) {
            findings.add(NEEDS_ITS, "ITS", 0, "the snapshot has none");
        }
        target.profile().ifPresent(profile -> implementation(subject, profile, findings));
    }

    private static void implementation(Subject subject, GicProfile profile, Findings findings) {
        int bits = subject.is(GicVersion.GICV2) ? profile.priorityBits() : profile.gicv3().priorityBits();
        if (subject.state().priorityBits() != bits) {
            findings.add(PRIORITY_BITS, "priority bits", subject.state().priorityBits(), "the target has " + bits);
        }
        revision(subject, profile, findings);
        for (Note note : new AttributeTransfer().conform(subject.state(), profile).notes()) {
            if (note.loss()) {
                findings.addLoss(
                        note.id().equals(AttributeTransfer.CPU_INTERFACE_CONTROL) ? CPU_INTERFACE : LOSES, note);
            }
        }
    }

    private static void revision(Subject subject, GicProfile profile, Findings findings) {
        Register register =
                subject.is(GicVersion.GICV2) ? Gicv2Distributor.GICD_IIDR : Gicv3Distributor.GICD_IIDR;
        if (!subject.has(register)) {
            return;
        }
        int value = subject.word(register, 0);
        if (!Identification.isAccepted(value, profile)) {
            findings.add(
                    REVISION,
                    register.name(),
                    Integer.toUnsignedLong(value),
                    "the target has 0x" + Integer.toHexString(profile.distributorIdentification()) + " and takes the revisions "
                            + profile.acceptedRevisions());
        }
    }
}

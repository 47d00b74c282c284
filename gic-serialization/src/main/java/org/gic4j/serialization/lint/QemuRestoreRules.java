package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.WARNING;
import static org.gic4j.api.registers.InterruptProperty.ENABLED;
import static org.gic4j.api.registers.InterruptProperty.GROUP;
import static org.gic4j.api.registers.InterruptProperty.ROUTE;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gic4j.api.GicVersion;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.lint.LintTarget;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.qemu.UnsavedRoutes;

/**
 * What QEMU itself loses when it restores onto KVM. Told of what it saved of KVM's interrupt controller, in whatever format
 * it is now, and where QEMU is the target.
 */
final class QemuRestoreRules implements RuleGroup {
    static final LintRule GROUPS = new LintRule(
            "qemu-groups",
            WARNING,
            "QEMU does not restore the groups of a GICv2 onto KVM",
            "KVM ignores writes of GICD_IGROUPR until GICD_IIDR was written, and QEMU never writes it: every interrupt is"
                    + " of group 0 after a migration, and comes as FIQ where the guest has FIQEn set",
            "restore it with gic4j, which writes GICD_IIDR first, or let the guest set its groups again");
    static final LintRule ROUTES = new LintRule(
            "qemu-routes",
            WARNING,
            "QEMU does not save where the upper half of the SPIs is routed to",
            "under KVM it reads GICD_IROUTER at half its distance, so that the routing of the upper half never reaches"
                    + " the stream: after a restore those SPIs go to vCPU 0",
            "let the guest set the affinities of those interrupts again; the stream itself cannot be repaired");

    private static final String UNSAVED_ROUTES = "unsaved-routes";
    private static final String FORMAT = "qemu";

    @Override
    public List<LintRule> rules() {
        return List.of(GROUPS, ROUTES);
    }

    @Override
    public void check(Subject subject, Findings findings) {
        // "kvm without its interrupt controller": QEMU's own one has nothing to lose.
        boolean own = subject.madeBy("qemu") && subject.madeBy("kvm") && !subject.madeBy("without");
        boolean target = subject.target() == LintTarget.QEMU;
        if (subject.is(GicVersion.GICV2)) {
            if (own || target) {
                groups(subject, findings);
            }
        } else if (subject.vcpus().size() > 1) {
            subject.notes(UNSAVED_ROUTES).forEach(note -> findings.add(ROUTES, note));
            if (own && !subject.imported().format().equals(FORMAT) && upperRoutes(subject).findAny().isEmpty()) {
                unsaved(subject, findings);
            }
            if (target) {
                routes(subject, findings);
            }
        }
    }

    private static void groups(Subject subject, Findings findings) {
        for (VcpuDescription vcpu : subject.vcpus()) {
            Subject.privateInterrupts()
                    .filter(intid -> isGroup1(subject, intid, vcpu.index().value()))
                    .forEach(intid -> findings.add(
                            GROUPS, subject.interrupts().registerName(GROUP, intid), vcpu, intid, 1, "group 1"));
        }
        subject.sharedInterrupts()
                .filter(intid -> isGroup1(subject, intid, 0))
                .forEach(intid -> findings.add(
                        GROUPS, subject.interrupts().registerName(GROUP, intid), null, intid, 1, "group 1"));
    }

    private static boolean isGroup1(Subject subject, int intid, int vcpu) {
        return subject.interrupts().is(GROUP, intid, vcpu) && subject.interrupts().is(ENABLED, intid, vcpu);
    }

    /** Of a snapshot that was converted: what the stream did not have reads 0 still. */
    private static void unsaved(Subject subject, Findings findings) {
        int interrupts = subject.state().geometry().interrupts();
        int first = firstUnsaved(subject);
        if (first < interrupts) {
            findings.add(
                    ROUTES,
                    "GICD_IROUTER" + first + " to " + (interrupts - 1),
                    0,
                    "QEMU under KVM does not save where these SPIs are routed to; they read 0");
        }
    }

    private static int firstUnsaved(Subject subject) {
        boolean virt = Arrays.stream(subject.imported().snapshot().producer().split(" ", -1))
                .anyMatch(word -> word.startsWith("virt"));
        return UnsavedRoutes.first(virt, subject.state().geometry().interrupts());
    }

    /** The INTIDs of the upper half that are routed to another vCPU than the first. */
    private static IntStream upperRoutes(Subject subject) {
        int half = firstUnsaved(subject);
        return subject.sharedInterrupts().filter(intid -> intid >= half && subject.interrupts().is(ROUTE, intid, 0));
    }

    private static void routes(Subject subject, Findings findings) {
        upperRoutes(subject)
                .forEach(intid -> findings.add(
                        ROUTES,
                        "GICD_IROUTER" + intid,
                        null,
                        intid,
                        subject.interrupts().value(ROUTE, intid, 0),
                        "routed to another vCPU than the first"));
    }
}

package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.INFO;
import static org.gic4j.api.lint.Severity.WARNING;

import java.util.List;
import java.util.stream.Collectors;
import org.gic4j.api.GicVersion;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.registers.CpuInterfaceControl;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Its;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.VcpuDescription;

/** What a snapshot takes from the host and the kernel that it was made on, for comparison with others. */
final class HostRules implements RuleGroup {
    static final LintRule HOST = new LintRule(
            "host-dependent",
            INFO,
            "Facts of the host that the snapshot was made on",
            "priority bits, identifier bits and the revision of the kernel's interrupt controller must be had by the"
                    + " target too; another CPU model may have fewer",
            "compare with the target: gic lint --for, or --backend on the target itself");
    static final LintRule NO_REVISION = new LintRule(
            "no-revision",
            INFO,
            "The snapshot does not say the revision of the interrupt controller",
            "GICD_IIDR tells which behaviour the guest was promised; without it the target kernel's newest one holds,"
                    + " and a GICv2 of KVM ignores interrupt groups until GICD_IIDR is written",
            "nothing for gic4j, which writes the target's own; other restorers must write GICD_IIDR first");
    static final LintRule UNEQUAL = new LintRule(
            "unequal-vcpus",
            WARNING,
            "vCPUs differ in what their host has",
            "priority and identifier bits of ICC_CTLR_EL1 are the host's: they cannot differ in one machine unless the"
                    + " vCPUs ran on different hosts or one was read wrong",
            "take the snapshot again");
    static final LintRule ROOM = new LintRule(
            "redistributor-room",
            WARNING,
            "The regions have room for fewer redistributors than there are vCPUs",
            "the first run of the machine fails: a vCPU without a redistributor",
            "add a region before the machine runs; the guest's device tree says where it was");

    private static final int HOST_BITS = CpuInterfaceControl.PRIORITY_BITS
            | CpuInterfaceControl.IDENTIFIER_BITS
            | CpuInterfaceControl.SYSTEM_ERRORS
            | CpuInterfaceControl.AFFINITY_3_VALID;
    private static final int ID_BITS = 0x1F;
    private static final int ENTRY_SIZE_SHIFT = 48;

    @Override
    public List<LintRule> rules() {
        return List.of(HOST, NO_REVISION, UNEQUAL, ROOM);
    }

    @Override
    public void check(Subject subject, Findings findings) {
        if (subject.vcpus().isEmpty()) {
            return;
        }
        findings.add(HOST, "priority bits", subject.state().priorityBits(), "implemented priority bits");
        Register identification =
                subject.is(GicVersion.GICV2) ? Gicv2Distributor.GICD_IIDR : Gicv3Distributor.GICD_IIDR;
        if (subject.has(identification)) {
            int value = subject.word(identification, 0);
            findings.add(HOST, identification.name(), value, "revision " + (value >>> 12 & 0xF));
        } else {
            findings.add(NO_REVISION, identification.name(), 0, "not saved");
        }
        if (subject.has(Gicv3CpuInterface.ICC_CTLR_EL1)) {
            control(subject, findings);
        }
        tables(subject, findings);
        room(subject, findings);
    }

    private static void tables(Subject subject, Findings findings) {
        VcpuDescription first = subject.vcpus().getFirst();
        if (LpiTableRules.hasLpis(subject, first)) {
            long configuration = subject.wide(Gicv3Redistributor.GICR_PROPBASER, first.index().value());
            findings.add(
                    HOST,
                    Gicv3Redistributor.GICR_PROPBASER.name(),
                    first,
                    configuration,
                    "LPIs of " + ((configuration & ID_BITS) + 1) + " bits");
        }
        for (int i = 0; i < subject.state().translationServices().size(); i++) {
            ItsState its = subject.state().translationServices().get(i);
            if (its.has(Its.GITS_IIDR) && its.has(Its.GITS_BASER)) {
                long identification = its.value(Its.GITS_IIDR, 0);
                findings.add(
                        HOST,
                        Its.GITS_IIDR + ItsRules.suffix(subject, i),
                        identification,
                        "revision " + (identification >>> 12 & 0xF) + ", entries of devices have "
                                + ((its.value(Its.GITS_BASER, 0) >>> ENTRY_SIZE_SHIFT & ID_BITS) + 1) + " bytes");
            }
        }
    }

    private static void control(Subject subject, Findings findings) {
        for (VcpuDescription vcpu : subject.vcpus()) {
            int value = subject.word(Gicv3CpuInterface.ICC_CTLR_EL1, vcpu.index().value());
            int first = subject.word(Gicv3CpuInterface.ICC_CTLR_EL1, 0);
            if (vcpu.index().value() == 0) {
                findings.add(
                        HOST,
                        Gicv3CpuInterface.ICC_CTLR_EL1.name(),
                        vcpu,
                        value,
                        hardware(value));
            } else if (((value ^ first) & HOST_BITS) != 0) {
                findings.add(
                        UNEQUAL,
                        Gicv3CpuInterface.ICC_CTLR_EL1.name(),
                        vcpu,
                        value,
                        subject.vcpus().getFirst().id() + " has 0x" + Integer.toHexString(first));
            }
        }
    }

    /** The fields that the hardware decides, for example {@code A3V 1, SEIS 0, IDbits 1, PRIbits 4}. */
    private static String hardware(int control) {
        return Gicv3CpuInterface.ICC_CTLR_EL1.row().fields().stream()
                .filter(field -> (HOST_BITS >>> field.low() & 1) != 0)
                .map(field -> field.name() + " " + field.of(control))
                .collect(Collectors.joining(", "));
    }

    private static void room(Subject subject, Findings findings) {
        List<RedistributorRegion> regions = subject.state().redistributorRegions();
        if (regions.isEmpty() || regions.stream().anyMatch(RedistributorRegion::isLegacy)) {
            return;
        }
        int room = regions.stream().mapToInt(RedistributorRegion::count).sum();
        if (room < subject.vcpus().size()) {
            findings.add(ROOM, "redistributor regions", room, "for " + subject.vcpus().size() + " vCPUs");
        }
    }
}

package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.WARNING;

import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.gic4j.api.registers.Register;

/**
 * What a producer did not save of what guests need: its reader says so, and why. Of a snapshot that was converted, whose
 * reader says nothing, the registers that the state does not have.
 */
final class UnsavedRegistersRule implements RuleGroup {
    static final LintRule UNSAVED = new LintRule(
            "unsaved-registers",
            WARNING,
            "The producer did not save registers that guests need",
            "they read as 0 here, and come back as reset values on restore",
            "restore them from elsewhere, or take the snapshot with a producer that saves them");

    private static final String NOTE = "unsaved";

    /** Those that some format leaves out. */
    private static final List<Register> GICV2 = List.of(
            Gicv2Distributor.GICD_IGROUPR,
            Gicv2Distributor.GICD_ITARGETSR,
            Gicv2CpuInterface.GICC_CTLR,
            Gicv2CpuInterface.GICC_PMR);

    private static final List<Register> GICV3 = List.of(
            Gicv3Distributor.GICD_IGROUPR,
            Gicv3RedistributorSgi.GICR_IGROUPR,
            Gicv3Redistributor.GICR_CTLR,
            Gicv3CpuInterface.ICC_CTLR_EL1,
            Gicv3CpuInterface.ICC_PMR_EL1,
            Gicv3CpuInterface.ICC_IGRPEN1_EL1);

    @Override
    public List<LintRule> rules() {
        return List.of(UNSAVED);
    }

    @Override
    public void check(Subject subject, Findings findings) {
        if (subject.notes(NOTE).findAny().isPresent()) {
            subject.notes(NOTE).forEach(note -> findings.add(UNSAVED, note));
        } else if (!subject.vcpus().isEmpty()) {
            Geometry geometry = subject.state().geometry();
            for (Register register : subject.is(GicVersion.GICV2) ? GICV2 : GICV3) {
                boolean exists = register.words(geometry) > register.firstWord();
                if (exists && !subject.has(register)) {
                    findings.add(UNSAVED, register.name(), 0, "not in the snapshot");
                }
            }
        }
    }
}

package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.WARNING;

import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Register;

/** A distributor that forwards nothing although interrupts are enabled. */
final class DistributorRule implements RuleGroup {
    static final LintRule OFF = new LintRule(
            "distributor-off",
            WARNING,
            "The distributor is off, and SPIs are enabled",
            "no interrupt reaches any vCPU. Guests switch it on before they enable anything, and off when they restart;"
                    + " a producer that read GICD_CTLR into the wrong place looks the same",
            "see whether the guest was restarting; else take the snapshot again");

    private static final int GROUP_ENABLES = 0x3;

    @Override
    public List<LintRule> rules() {
        return List.of(OFF);
    }

    @Override
    public void check(Subject subject, Findings findings) {
        Register control = controlOf(subject);
        if (subject.has(control) && isOff(subject) && subject.hasEnabledSharedInterrupt()) {
            findings.add(OFF, control.name(), subject.word(control, 0), "both group enables are 0");
        }
    }

    /** Whether the state says that no group is enabled. */
    static boolean isOff(Subject subject) {
        Register control = controlOf(subject);
        return subject.has(control) && (subject.word(control, 0) & GROUP_ENABLES) == 0;
    }

    private static Register controlOf(Subject subject) {
        return subject.is(GicVersion.GICV2) ? Gicv2Distributor.GICD_CTLR : Gicv3Distributor.GICD_CTLR;
    }
}

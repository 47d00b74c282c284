package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.INFO;
import static org.gic4j.api.registers.InterruptProperty.CONFIGURATION;
import static org.gic4j.api.registers.InterruptProperty.ENABLED;
import static org.gic4j.api.registers.InterruptProperty.LATCH;
import static org.gic4j.api.registers.InterruptProperty.LINE;

import java.util.List;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.snapshot.InterruptFields;
import org.gic4j.api.snapshot.VcpuDescription;

/** Input lines, which somebody outside of the interrupt controller must drive again after a restore. */
final class LineRules implements RuleGroup {
    static final LintRule LATCHED_LEVEL = new LintRule(
            "latched-level",
            INFO,
            "A level-sensitive SPI is latched while its line is low",
            "software can pend it so; but a hypervisor that drives an interrupt as an edge which the guest has as a level"
                    + " looks the same, and then interrupts are lost or storm",
            "compare the device's trigger type in the device tree with GICD_ICFGR");
    static final LintRule PRIVATE_LINE_HIGH = new LintRule(
            "private-line-high",
            INFO,
            "The line of an enabled private interrupt is high",
            "most often a timer that has fired. The line comes back high on restore, and stays high for ever unless the"
                    + " timer or device is restored too and drives it: the vCPU then handles the interrupt without end",
            "restore the vCPU's timer registers, and have whatever drives the line set it again");

    private static final int FIRST_PPI = 16;

    @Override
    public List<LintRule> rules() {
        return List.of(LATCHED_LEVEL, PRIVATE_LINE_HIGH);
    }

    @Override
    public void check(Subject subject, Findings findings) {
        InterruptFields interrupts = subject.interrupts();
        subject.sharedInterrupts()
                .filter(intid -> interrupts.tells(LINE, intid) && interrupts.tells(CONFIGURATION, intid))
                .filter(intid -> interrupts.is(LATCH, intid, 0)
                        && !interrupts.is(LINE, intid, 0)
                        && !interrupts.isEdge(intid, 0))
                .forEach(intid -> findings.add(
                        LATCHED_LEVEL, interrupts.registerName(LATCH, intid), null, intid, 1, "latched, line low"));
        for (VcpuDescription vcpu : subject.vcpus()) {
            int index = vcpu.index().value();
            Subject.privateInterrupts()
                    .filter(intid -> intid >= FIRST_PPI)
                    .filter(intid -> interrupts.is(LINE, intid, index) && interrupts.is(ENABLED, intid, index))
                    .forEach(intid -> findings.add(
                            PRIVATE_LINE_HIGH,
                            interrupts.registerName(LINE, intid),
                            vcpu,
                            intid,
                            1,
                            "enabled, line high"));
        }
    }
}

package org.gic4j.serialization.lint;

import static org.gic4j.serialization.lint.States.SPI;
import static org.gic4j.serialization.lint.States.gicv2With;
import static org.gic4j.serialization.lint.States.gicv3With;
import static org.gic4j.serialization.lint.States.imported;

import java.util.List;
import org.gic4j.api.lint.LintTarget;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.snapshot.VcpuDescription;

/** Rules about what a target, or the hypervisor that would restore, does not hold. */
final class TargetRuleCases {
    private TargetRuleCases() {}

    static List<RuleCase> all() {
        return List.of(
                new RuleCase("target-version", LintTarget.CROSVM, imported(States.gicv2()), imported(States.gicv3())),
                new RuleCase(
                        "target-interrupts",
                        LintTarget.FIRECRACKER,
                        imported(States.gicv3()),
                        imported(States.gicv3(VcpuDescription.consecutive(2), 128))),
                new RuleCase(
                        "target-lpis",
                        LintTarget.CROSVM,
                        imported(States.lpis(States.gicv3())),
                        imported(States.gicv3())),
                new RuleCase(
                        "target-priority-bits",
                        LintTarget.KVM,
                        gicv3With(state -> state.priorityBits(7)),
                        imported(States.gicv3())),
                new RuleCase(
                        "target-cpu-interface",
                        LintTarget.EMULATED,
                        gicv3With(state -> state.word(Gicv3CpuInterface.ICC_CTLR_EL1, 1, 0, 0xDC00)),
                        gicv3With(state -> state.word(Gicv3CpuInterface.ICC_CTLR_EL1, 1, 0, 0x8402))),
                new RuleCase(
                        "target-cpu-interface",
                        LintTarget.FIRECRACKER,
                        gicv3With(state -> state.word(Gicv3CpuInterface.ICC_CTLR_EL1, 0, 0, 0x8F00)),
                        gicv3With(state -> state.word(Gicv3CpuInterface.ICC_CTLR_EL1, 0, 0, 0x8C03))),
                new RuleCase(
                        "target-loses",
                        LintTarget.KVM,
                        gicv3With(state -> state.wideValue(Gicv3Distributor.GICD_IROUTER, 0, SPI, 1L << 31)),
                        gicv3With(state -> state.wideValue(Gicv3Distributor.GICD_IROUTER, 0, SPI, 1))),
                new RuleCase(
                        "target-saves-less",
                        LintTarget.FIRECRACKER,
                        imported(States.gicv2()),
                        imported(States.gicv3())),
                new RuleCase(
                        "target-needs-its",
                        LintTarget.CLOUD_HYPERVISOR,
                        imported(States.gicv3()),
                        States.withIts(States.its())),
                new RuleCase(
                        "firecracker-needs-its",
                        LintTarget.FIRECRACKER,
                        imported(States.gicv3()),
                        States.withIts(States.its())),
                new RuleCase(
                        "firecracker-needs-its",
                        LintTarget.FIRECRACKER,
                        imported(States.gicv3(), "firecracker, snapshot version 8.0.0", "native"),
                        imported(States.gicv3(), "firecracker, snapshot version 6.0.0", "firecracker")),
                new RuleCase(
                        "firecracker-needs-its",
                        imported(States.gicv3(), "firecracker, snapshot version 8.0.0", "firecracker"),
                        imported(States.gicv2(), "firecracker, snapshot version 8.0.0", "firecracker")),
                new RuleCase(
                        "target-revision",
                        LintTarget.KVM,
                        gicv3With(state -> state.word(Gicv3Distributor.GICD_IIDR, 0, 0, 0x4B00_443B)),
                        gicv3With(state -> state.word(Gicv3Distributor.GICD_IIDR, 0, 0, 0x4B00_243B))),
                new RuleCase(
                        "target-revision",
                        LintTarget.KVM,
                        gicv2With(state -> state.word(Gicv2Distributor.GICD_IIDR, 0, 0, 0x43B)),
                        gicv2With(state -> state.word(Gicv2Distributor.GICD_IIDR, 0, 0, 0x4B00_243B))));
    }
}

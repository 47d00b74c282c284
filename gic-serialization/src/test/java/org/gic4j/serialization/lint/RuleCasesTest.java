package org.gic4j.serialization.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.serialization.lint.States.SPI;
import static org.gic4j.serialization.lint.States.SPI_ACTIVE;
import static org.gic4j.serialization.lint.States.SPI_BIT;
import static org.gic4j.serialization.lint.States.gicv2With;
import static org.gic4j.serialization.lint.States.gicv3With;
import static org.gic4j.serialization.lint.States.imported;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.api.guest.MappedMemory;
import org.gic4j.api.lint.Finding;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.lint.LintTarget;
import org.gic4j.api.lint.Severity;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Input;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.samples.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of every rule one state in which it must find something, and one that is nearly the same in which it must not. */
class RuleCasesTest {
    static Stream<RuleCase> cases() {
        return Stream.of(
                        notes(),
                        tables(),
                        ItsRuleCases.all(),
                        activity(),
                        routing(),
                        softwareInterrupts(),
                        cpuInterfaces(),
                        lines(),
                        hosts(),
                        qemu(),
                        TargetRuleCases.all())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldFind(RuleCase rule) {
        assertThat(found(rule.ill(), rule.target()))
                .extracting(finding -> finding.rule().id())
                .contains(rule.rule());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldNotFindInANearMiss(RuleCase rule) {
        assertThat(found(rule.nearMiss(), rule.target()))
                .extracting(finding -> finding.rule().id())
                .doesNotContain(rule.rule());
    }

    @Test
    void shouldHaveACaseForEveryRuleThatNeedsNoMachine() {
        List<String> live = LiveRestore.RULES.stream().map(LintRule::id).toList();

        assertThat(cases().map(RuleCase::rule).distinct())
                .containsExactlyInAnyOrderElementsOf(new StateLinter()
                        .rules().stream().map(LintRule::id).filter(id -> !live.contains(id)).toList());
    }

    @Test
    void shouldFindNothingButInformationInHealthyStates() {
        assertThat(Stream.of(States.gicv2(), States.gicv3())
                        .flatMap(state -> found(imported(state), LintTarget.KVM).stream()))
                .extracting(Finding::severity)
                .containsOnly(Severity.INFO);
    }

    @Test
    void shouldTellTheWorstFirst() {
        List<Finding> findings = found(
                gicv3With(state -> state.word(Gicv3CpuInterface.ICC_SRE_EL1, 1, 0, 0)
                        .word(Gicv3Distributor.GICD_CTLR, 0, 0, 0x50)),
                LintTarget.ANY);

        assertThat(findings).extracting(Finding::severity).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(findings.getFirst()).hasToString("ICC_SRE_EL1 of vCPU 1: 0x0 (SRE is 0)");
    }

    @Test
    void shouldTellEveryValueThatATargetDoesNotKeep() {
        Imported imported = gicv3With(state -> state.wideValue(Gicv3Distributor.GICD_IROUTER, 0, SPI, 1L << 31)
                .wideValue(Gicv3Distributor.GICD_IROUTER, 0, SPI + 3, 1L << 31));

        assertThat(found(imported, LintTarget.KVM))
                .filteredOn(finding -> finding.rule().id().equals("target-loses"))
                .extracting(Finding::intid)
                .containsExactly(OptionalInt.of(SPI), OptionalInt.of(SPI + 3));
    }

    private static List<Finding> found(Imported imported, LintTarget target) {
        return new StateLinter().check(imported, target, new MappedMemory(52));
    }

    private static List<RuleCase> notes() {
        Imported healthy = imported(States.gicv3());
        List<RuleCase> cases = new ArrayList<>();
        List.of("torn-pair", "restore-clears", "shifted-bitmaps").forEach(id -> cases.add(noted(id, id, healthy)));
        List.of("assumed-affinity", "assumed-interrupts", "contradictory-accelerator")
                .forEach(id -> cases.add(noted("import-assumes", id, healthy)));
        cases.add(noted("unsaved-registers", "unsaved", healthy));
        cases.add(new RuleCase(
                "unsaved-registers", gicv3With(state -> state.without(Gicv3CpuInterface.ICC_PMR_EL1)), healthy));
        cases.add(new RuleCase(
                "unsaved-registers",
                gicv2With(state -> state.without(Gicv2Distributor.GICD_ITARGETSR)),
                imported(States.gicv2())));
        cases.add(noted("nested-guest", "virtual-interface", healthy));
        cases.add(new RuleCase(
                "import-loses",
                imported(States.gicv2(), "test", "test", note("absent-cpu", true)),
                imported(States.gicv2(), "test", "test", note("merged-level", false))));
        return cases;
    }

    private static RuleCase noted(String rule, String note, Imported healthy) {
        return new RuleCase(rule, imported(States.gicv3(), "test", "test", note(note, false)), healthy);
    }

    private static Note note(String id, boolean loss) {
        return new Note(id, loss, "GICD_ISENABLER1", null, OptionalInt.of(SPI), 1, 0, "a reason");
    }

    private static List<RuleCase> tables() {
        Imported lpis = imported(States.lpis(States.gicv3()));
        return List.of(
                new RuleCase(
                        "shared-pending-table",
                        imported(States.lpis(States.gicv3())
                                .wideValue(Gicv3Redistributor.GICR_PENDBASER, 1, 0, 0x4050_0180L)),
                        lpis),
                new RuleCase(
                        "lpi-tables-unset",
                        gicv3With(state -> state.word(Gicv3Redistributor.GICR_CTLR, 1, 0, 7)),
                        lpis),
                new RuleCase(
                        "several-configuration-tables",
                        imported(States.lpis(States.gicv3())
                                .wideValue(Gicv3Redistributor.GICR_PROPBASER, 1, 0, 0x4045_058FL)),
                        imported(States.lpis(States.gicv3())
                                .wideValue(Gicv3Redistributor.GICR_PROPBASER, 1, 0, 0x4044_000FL))),
                new RuleCase("lpis-without-its", lpis, States.withIts(States.its())),
                new RuleCase(
                        "identical-vcpus",
                        imported(identical(), "cloud-hypervisor v39", "cloud-hypervisor"),
                        imported(
                                identical().word(Gicv3CpuInterface.ICC_PMR_EL1, 1, 0, 0xF8),
                                "cloud-hypervisor v39",
                                "cloud-hypervisor")),
                // Converted, it is what it was.
                new RuleCase(
                        "identical-vcpus",
                        imported(identical(), "cloud-hypervisor v39", "native"),
                        imported(identical(), "test", "cloud-hypervisor")),
                new RuleCase(
                        "identical-private-interrupts",
                        cloudHypervisor(identical(1 << 27, 1 << 27)),
                        cloudHypervisor(identical(1 << 27, 0))),
                new RuleCase(
                        "identical-private-interrupts",
                        cloudHypervisor(identical()
                                .word(Gicv3RedistributorSgi.GICR_ISACTIVER, 0, 0, 1)
                                .word(Gicv3RedistributorSgi.GICR_ISACTIVER, 1, 0, 1)),
                        cloudHypervisor(identical())));
    }

    private static Imported cloudHypervisor(GicState.Builder state) {
        return imported(state, "cloud-hypervisor v39", "cloud-hypervisor");
    }

    private static GicState.Builder identical(int pending, int pendingOfOther) {
        return States.gicv3()
                .word(Gicv3RedistributorSgi.GICR_ISPENDR, 0, 0, pending)
                .word(Gicv3RedistributorSgi.GICR_ISPENDR, 1, 0, pendingOfOther);
    }

    private static GicState.Builder identical() {
        return States.gicv3().word(Gicv3RedistributorSgi.GICR_ISPENDR, 1, 0, 0);
    }

    private static List<RuleCase> activity() {
        return List.of(
                new RuleCase(
                        "active-without-priority",
                        gicv3With(state -> state.word(Gicv3Distributor.GICD_ISACTIVER, 0, 1, SPI_BIT)),
                        gicv3With(state -> state.word(Gicv3Distributor.GICD_ISACTIVER, 0, 1, SPI_BIT)
                                .word(Gicv3CpuInterface.ICC_AP1R_EL1, 1, 0, SPI_ACTIVE))),
                new RuleCase(
                        "active-without-priority",
                        gicv2With(state -> state.word(Gicv2Distributor.GICD_ISACTIVER, 1, 0, 1 << 27)
                                .word(Gicv2CpuInterface.GICC_APR, 0, 0, 1)),
                        gicv2With(state -> state.word(Gicv2Distributor.GICD_ISACTIVER, 1, 0, 1 << 27)
                                .word(Gicv2CpuInterface.GICC_CTLR, 1, 0, 0x201))),
                new RuleCase(
                        "priority-without-active",
                        gicv2With(state -> state.word(Gicv2CpuInterface.GICC_APR, 1, 0, SPI_ACTIVE)),
                        gicv2With(state -> state.word(Gicv2CpuInterface.GICC_APR, 1, 0, SPI_ACTIVE)
                                .word(Gicv2Distributor.GICD_ISACTIVER, 0, 1, SPI_BIT))),
                new RuleCase(
                        "priority-without-active",
                        gicv3With(state -> state.word(Gicv3CpuInterface.ICC_AP1R_EL1, 1, 0, SPI_ACTIVE)),
                        imported(States.lpis(States.gicv3()).word(Gicv3CpuInterface.ICC_AP1R_EL1, 1, 0, SPI_ACTIVE))),
                new RuleCase(
                        "active-disabled",
                        gicv3With(state -> state.word(Gicv3Distributor.GICD_ISACTIVER, 0, 1, SPI_BIT << 1)),
                        gicv3With(state -> state.word(Gicv3Distributor.GICD_ISACTIVER, 0, 1, SPI_BIT))),
                new RuleCase(
                        "distributor-off",
                        gicv3With(state -> state.word(Gicv3Distributor.GICD_CTLR, 0, 0, 0x50)),
                        gicv3With(state -> state.word(Gicv3Distributor.GICD_CTLR, 0, 0, 0x50)
                                .word(Gicv3Distributor.GICD_ISENABLER, 0, 1, 0))));
    }

    private static List<RuleCase> routing() {
        return List.of(
                new RuleCase(
                        "route-to-nowhere",
                        gicv3With(state -> state.wideValue(Gicv3Distributor.GICD_IROUTER, 0, SPI, 0x100)),
                        gicv3With(state -> state.wideValue(Gicv3Distributor.GICD_IROUTER, 0, SPI + 1, 0x100)
                                .wideValue(Gicv3Distributor.GICD_IROUTER, 0, SPI, 1))),
                new RuleCase(
                        "route-unwritten",
                        imported(withoutAffinity0First()),
                        imported(withoutAffinity0First().wideValue(Gicv3Distributor.GICD_IROUTER, 0, SPI, 1))),
                new RuleCase(
                        "pending-to-nowhere",
                        gicv3With(state -> disabledRoute(state, 0x100, 2 * SPI_BIT)),
                        gicv3With(state -> disabledRoute(state, 0x100, 0))),
                new RuleCase(
                        "pending-to-nowhere",
                        gicv2With(state -> disabledTarget(state, 4).word(Gicv2Distributor.GICD_ISPENDR, 0, 1, 2 * SPI_BIT)),
                        gicv2With(state -> disabledTarget(state, 0).word(Gicv2Distributor.GICD_ISPENDR, 0, 1, 2 * SPI_BIT))),
                new RuleCase(
                        "disabled-to-nowhere",
                        gicv3With(state -> disabledRoute(state, 0x100, 0)),
                        gicv3With(state -> disabledRoute(state, 1L << 31, 0))),
                new RuleCase(
                        "disabled-to-nowhere",
                        gicv2With(state -> disabledTarget(state, 4)),
                        gicv2With(state -> disabledTarget(state, 6))),
                new RuleCase(
                        "target-nobody",
                        gicv2With(state -> state.word(Gicv2Distributor.GICD_ITARGETSR, 0, SPI / 4, 4)),
                        gicv2With(state -> state.word(Gicv2Distributor.GICD_ITARGETSR, 0, SPI / 4, 6))),
                new RuleCase(
                        "affinity-out-of-reach",
                        imported(States.gicv3(twoVcpus(16), States.INTERRUPTS)),
                        imported(States.gicv3(twoVcpus(15), States.INTERRUPTS))));
    }

    /** The SPI behind the enabled one is routed somewhere, and may be pending. */
    private static void disabledRoute(GicState.Builder state, long route, int pending) {
        state.wideValue(Gicv3Distributor.GICD_IROUTER, 0, SPI + 1, route)
                .word(Gicv3Distributor.GICD_ISPENDR, 0, 1, pending);
    }

    private static GicState.Builder disabledTarget(GicState.Builder state, int target) {
        return state.word(Gicv2Distributor.GICD_ITARGETSR, 0, SPI / 4, target << 8 | 1);
    }

    private static GicState.Builder withoutAffinity0First() {
        return States.gicv3(List.of(Samples.vcpu(1, 0), Samples.vcpu(0, 1)), States.INTERRUPTS);
    }

    private static List<VcpuDescription> twoVcpus(int affinity) {
        return List.of(
                new VcpuDescription(new VcpuId(0), new VcpuIndex(0), new Affinity(0)),
                new VcpuDescription(new VcpuId(1), new VcpuIndex(1), new Affinity(affinity)));
    }

    private static List<RuleCase> softwareInterrupts() {
        Imported both = gicv2With(state -> state.word(Gicv2Distributor.GICD_ISPENDR, 1, 0, 1 << 5)
                .word(Gicv2Distributor.GICD_SPENDSGIR, 1, 1, 0x0100));
        return List.of(
                new RuleCase(
                        "sgi-without-source",
                        gicv2With(state -> state.word(Gicv2Distributor.GICD_ISPENDR, 1, 0, 1 << 5)),
                        both),
                new RuleCase(
                        "sgi-not-pending",
                        gicv2With(state -> state.word(Gicv2Distributor.GICD_SPENDSGIR, 1, 1, 0x0100)),
                        both),
                new RuleCase(
                        "sgi-from-nowhere",
                        gicv2With(state -> state.word(Gicv2Distributor.GICD_ISPENDR, 1, 0, 1 << 5)
                                .word(Gicv2Distributor.GICD_SPENDSGIR, 1, 1, 0x8100)),
                        both));
    }

    private static List<RuleCase> cpuInterfaces() {
        return List.of(
                new RuleCase(
                        "cpu-interface-empty",
                        gicv3With(state -> state.word(Gicv3CpuInterface.ICC_CTLR_EL1, 1, 0, 0)),
                        gicv3With(state -> state.word(Gicv3CpuInterface.ICC_CTLR_EL1, 1, 0, 0x400))),
                new RuleCase(
                        "cpu-interface-impossible",
                        gicv2With(state -> state.word(Gicv2CpuInterface.GICC_PMR, 1, 0, 0xF8)),
                        gicv2With(state -> state.word(Gicv2CpuInterface.GICC_PMR, 1, 0, 0x1F))),
                new RuleCase(
                        "cpu-interface-impossible",
                        gicv3With(state -> state.word(Gicv3CpuInterface.ICC_PMR_EL1, 1, 0, 0x1F8)),
                        gicv3With(state -> state.word(Gicv3CpuInterface.ICC_PMR_EL1, 1, 0, 0xF8))),
                new RuleCase(
                        "cpu-interfaces-closed",
                        gicv2With(state -> state.word(Gicv2CpuInterface.GICC_CTLR, 0, 0, 0)
                                .word(Gicv2CpuInterface.GICC_PMR, 1, 0, 0)),
                        gicv2With(state -> state.word(Gicv2CpuInterface.GICC_CTLR, 0, 0, 0))));
    }

    private static List<RuleCase> lines() {
        return List.of(
                new RuleCase(
                        "latched-level",
                        gicv3With(state -> state.word(Gicv3Distributor.GICD_ISPENDR, 0, 1, SPI_BIT)),
                        gicv3With(state -> state.word(Gicv3Distributor.GICD_ISPENDR, 0, 1, SPI_BIT)
                                .word(Gicv3Input.LINE_LEVEL, 0, 1, SPI_BIT))),
                new RuleCase(
                        "private-line-high",
                        gicv3With(state -> state.word(Gicv3Input.LINE_LEVEL, 1, 0, 1 << 27)
                                .word(Gicv3RedistributorSgi.GICR_ISENABLER, 1, 0, 1 << 27)),
                        gicv3With(state -> state.word(Gicv3Input.LINE_LEVEL, 1, 0, 1 << 27))));
    }

    private static List<RuleCase> hosts() {
        return List.of(
                // Every state with a vCPU has such facts.
                new RuleCase(
                        "host-dependent",
                        imported(States.gicv3()),
                        imported(new GicState.Builder(GicVersion.GICV3, 64, List.of()))),
                new RuleCase(
                        "no-revision",
                        gicv2With(state -> state.without(Gicv2Distributor.GICD_IIDR)),
                        imported(States.gicv2())),
                new RuleCase(
                        "unequal-vcpus",
                        gicv3With(state -> state.word(Gicv3CpuInterface.ICC_CTLR_EL1, 1, 0, 0x8400)),
                        gicv3With(state -> state.word(Gicv3CpuInterface.ICC_CTLR_EL1, 1, 0, 0x8C02))),
                new RuleCase(
                        "redistributor-room",
                        gicv3With(state -> state.redistributorRegion(new RedistributorRegion(0x80A_0000, 1))),
                        gicv3With(state -> state.redistributorRegion(new RedistributorRegion(0x80A_0000, 1))
                                .redistributorRegion(new RedistributorRegion(0x90A_0000, 1)))));
    }

    private static List<RuleCase> qemu() {
        GicState.Builder[] grouped = new GicState.Builder[2];
        for (int i = 0; i < grouped.length; i++) {
            grouped[i] = States.gicv2().word(Gicv2Distributor.GICD_IGROUPR, 0, 1, SPI_BIT);
        }
        return List.of(
                new RuleCase(
                        "qemu-groups",
                        imported(grouped[0], "qemu virt-7.2 kvm", "qemu"),
                        imported(grouped[1], "qemu virt-7.2 tcg", "qemu")),
                new RuleCase(
                        "qemu-routes",
                        LintTarget.QEMU,
                        gicv3With(state -> state.wideValue(Gicv3Distributor.GICD_IROUTER, 0, 32, 1)),
                        gicv3With(state -> state.wideValue(Gicv3Distributor.GICD_IROUTER, 0, 32, 0))),
                // Converted, the stream's note is gone.
                new RuleCase(
                        "qemu-routes",
                        imported(States.gicv3(), "qemu sbsa-ref kvm", "native"),
                        imported(States.gicv3(), "qemu sbsa-ref kvm without its interrupt controller", "native")),
                new RuleCase(
                        "qemu-routes",
                        imported(States.gicv3(), "qemu sbsa-ref kvm", "json"),
                        imported(
                                States.gicv3().wideValue(Gicv3Distributor.GICD_IROUTER, 0, SPI, 1),
                                "qemu sbsa-ref kvm",
                                "json")),
                // Machine virt has saved those of its lower 144, however many were told.
                new RuleCase(
                        "qemu-routes",
                        imported(States.gicv3(VcpuDescription.consecutive(2), 160), "qemu virt-10.0 kvm", "native"),
                        imported(States.gicv3(VcpuDescription.consecutive(2), 128), "qemu virt-10.0 kvm", "native")),
                new RuleCase(
                        "qemu-routes",
                        imported(States.gicv3(), "qemu virt-7.2 kvm", "qemu", note("unsaved-routes", false)),
                        imported(
                                States.gicv3(VcpuDescription.consecutive(1), 64),
                                "qemu virt-7.2 kvm",
                                "qemu",
                                note("unsaved-routes", false))));
    }
}

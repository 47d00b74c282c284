package org.gic4j.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicRun;
import org.gic4j.cli.JsonObject;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreCommandTest {
    static final List<String> CAPTURES = Captures.gicv2();

    private static final String HOLDER = " (active-holder: the source says by which CPU it was acknowledged, the register"
            + " only that it is active)";
    private static final String CONTROL =
            "GICD_CTLR: 0x3 -> 0x1 (distributor-control: bits that GICD_CTLR does not have here)";

    /** What is lost of each capture: these lists must not grow unseen. A Linux guest loses nothing. */
    private static final Map<String, List<String>> LOST = Map.of(
            "q72-v2-smp4", List.of(),
            "q52-v2-smp4", List.of(),
            "q72-bm-v2-smp1", concat(absentSgi5(1), List.of(CONTROL)),
            "q72-bm-v2-smp4",
                    concat(
                            absentSgi5(4),
                            List.of(
                                    "GICD_ISACTIVER1 INTID 42: 0x4 -> 0xf" + HOLDER,
                                    "GICD_ISACTIVER1 INTID 63: 0x8 -> 0xf" + HOLDER,
                                    "GICD_ISACTIVER2 INTID 72: 0x1 -> 0xf" + HOLDER,
                                    "GICD_ISACTIVER2 INTID 93: 0x2 -> 0xf" + HOLDER,
                                    "GICD_ISACTIVER3 INTID 126: 0x4 -> 0xf" + HOLDER,
                                    "GICD_ISACTIVER4 INTID 156: 0x1 -> 0xf" + HOLDER,
                                    "GICD_ISACTIVER5 INTID 171: 0x8 -> 0xf" + HOLDER,
                                    "GICD_ISACTIVER6 INTID 201: 0x2 -> 0xf" + HOLDER,
                                    CONTROL)),
            "k100-v2-smp2", List.of(),
            "k100-bm-v2-smp4", List.of());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void shouldFindNoDifferenceAndListExactlyWhatIsLost(String capture) throws IOException {
        GicRun run = GicRun.of("restore", Captures.copy(capture, folder)).ok();

        assertThat(run.out()).last().isEqualTo("0 differing registers");
        assertThat(run.out()).noneMatch(line -> line.startsWith("differs: ") || line.startsWith("not compared: "));
        assertThat(run.out())
                .filteredOn(line -> line.startsWith("lost: "))
                .extracting(line -> line.substring("lost: ".length()))
                .isEqualTo(LOST.get(capture));
    }

    @ParameterizedTest
    @ValueSource(strings = {"k100-v2-smp2", "k100-bm-v2-smp4"})
    void shouldExplainOnlyMergedLevelsOfKvm(String capture) throws IOException {
        GicRun run = GicRun.of("restore", Captures.copy(capture, folder)).ok();

        assertThat(run.out())
                .filteredOn(line -> line.startsWith("note: "))
                .isNotEmpty()
                .allMatch(line -> line.matches("note: GICD_ISPENDR\\d( of vCPU \\d)? INTID \\d+: 0x1 \\(merged-level: .*\\)"));
    }

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void shouldCompareEveryRegisterOfTheState(String capture) throws IOException {
        JsonObject printed = GicRun.of("restore", "--format", "json", Captures.copy(capture, folder))
                .ok()
                .json();

        // What only one implementation has is no part of what the other one holds.
        List<String> expected = Registers.state(GicVersion.GICV2).stream()
                .map(Register::name)
                .filter(name -> !List.of("GICD_IIDR", "GICC_NSAPR").contains(name))
                .filter(name -> !capture.startsWith("k100") || !List.of("LINE_LEVEL", "PENDING_LATCH").contains(name))
                .toList();
        assertThat(printed.texts("compared")).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(printed.texts("notCompared")).isEmpty();
        assertThat(printed.number("differing")).isZero();
        assertThat(printed.objects("differences")).isEmpty();
        assertThat(printed.text("backend")).isEqualTo("emulated");
        assertThat(printed.text("profile")).isEqualTo("kvm");
        assertThat(printed.objects("lost")).hasSameSizeAs(LOST.get(capture));
    }

    @Test
    void shouldGiveEachLossWithRegisterCpuOldAndNewValue() throws IOException {
        List<JsonObject> lost = GicRun.of("restore", "--format=json", Captures.copy("q72-bm-v2-smp4", folder))
                .ok()
                .json()
                .objects("lost");

        assertThat(lost.getFirst().text("register")).isEqualTo("GICD_SPENDSGIR1");
        assertThat(lost.getFirst().number("vcpu")).isEqualTo(4);
        assertThat(lost.getFirst().number("intid")).isEqualTo(5);
        assertThat(lost.getFirst().number("source")).isEqualTo(1);
        assertThat(lost.getFirst().number("kept")).isZero();
        assertThat(lost.getLast().text("id")).isEqualTo("distributor-control");
        assertThat(lost.getLast().has("vcpu")).isFalse();
    }

    @Test
    void shouldTakeTheBackendThatIsNamed() throws IOException {
        assertThat(GicRun.of("restore", "--backend", "emulated", Captures.copy("q72-v2-smp4", folder))
                        .ok()
                        .out())
                .contains("restored: on backend emulated, profile kvm, and saved again");
    }

    @Test
    void shouldListTheBackendsThatExistWhenOneIsUnknown() throws IOException {
        assertThat(GicRun.of("restore", "--backend", "xen", Captures.copy("q72-v2-smp4", folder))
                        .fails(ExitCode.BACKEND))
                .contains("'xen'", "emulated", "kvm");
    }

    @Test
    void shouldTakeTheNumberOfInterruptsThatIsSaid() throws IOException {
        assertThat(GicRun.of("restore", "--interrupts", 992, Captures.copy("q72-v2-smp4", folder))
                        .ok()
                        .out())
                .first()
                .asString()
                .contains("992 interrupts");
        assertThat(GicRun.of("restore", "--interrupts", 100, Captures.copy("q72-v2-smp4", folder))
                        .fails(ExitCode.USAGE))
                .contains("'100' is not a multiple of 32");
    }

    private static List<String> absentSgi5(int firstAbsent) {
        return IntStream.range(firstAbsent, 8)
                .mapToObj(cpu -> "GICD_SPENDSGIR1 of vCPU " + cpu
                        + " INTID 5: 0x1 -> 0x0 (absent-cpu: the machine does not have this CPU)")
                .toList();
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}

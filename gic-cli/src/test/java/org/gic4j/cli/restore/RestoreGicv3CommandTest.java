package org.gic4j.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.cli.GicRun;
import org.gic4j.cli.JsonObject;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** {@code gic restore} of real guests' GICv3. */
class RestoreGicv3CommandTest {
    static final List<String> CAPTURES = Captures.gicv3();

    private static final String CONTROL =
            "GICD_CTLR: 0x53 -> 0x52 (distributor-control: bits that GICD_CTLR does not have here)";
    private static final List<String> BARE_METAL = List.of(
            CONTROL,
            edgeTriggered(0),
            edgeTriggered(1),
            edgeTriggered(2),
            edgeTriggered(3),
            "GICD_IROUTER48[31:0] INTID 48: 0x80000000 -> 0x0"
                    + " (routing: the bits of Aff3 and of routing to any vCPU that do not exist here)");

    /** What is lost of each capture: these lists must not grow unseen. A Linux guest loses an enable that KVM lacks. */
    private static final Map<String, List<String>> LOST = Map.of(
            "q72-v3-smp4", List.of(CONTROL),
            "q52-v3-smp4", List.of(CONTROL, priorityBits(0), priorityBits(1), priorityBits(2), priorityBits(3)),
            "q72-bm-v3-smp4", BARE_METAL,
            "q100-bm-v3-smp4", BARE_METAL,
            "k100-v3-smp4", List.of(),
            "k100-bm-v3-smp4", List.of());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static String edgeTriggered(int vcpu) {
        return "GICR_ICFGR1 of vCPU " + vcpu + " INTID " + (16 + vcpu)
                + ": 0x2 -> 0x0 (configuration: PPIs are level-sensitive here, and the lower bit is 0)";
    }

    private static String priorityBits(int vcpu) {
        return "ICC_CTLR_EL1 of vCPU " + vcpu + ": 0x8f00 -> 0x8c00 (cpu-interface-control: A3V and SEIS are the hardware's,"
                + " which has no more identifier and priority bits, and nothing else but EOImode and CBPR; fewer priority bits"
                + " would hide active priorities)";
    }

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void shouldFindNoDifferenceAndListExactlyWhatIsLost(String capture) throws IOException {
        GicRun run = GicRun.of("restore", Captures.copy(capture, folder)).ok();

        assertThat(run.out()).last().isEqualTo("0 differing registers");
        assertThat(run.out()).noneMatch(line -> line.startsWith("differs: ") || line.startsWith("not compared: "));
        assertThat(lines(run, "lost: ")).containsExactlyElementsOf(LOST.get(capture));
        assertThat(lines(run, "note: "))
                .hasSize(capture.startsWith("k100") ? 1 : 0)
                .allMatch(note -> note.contains("unsaved-routes"));
    }

    private static Stream<String> lines(GicRun run, String start) {
        return run.out().stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()));
    }

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void shouldCompareEveryRegisterOfTheStateButForTablesThatWereNeverSetUp(String capture) throws IOException {
        JsonObject printed = GicRun.of("restore", "--format", "json", Captures.copy(capture, folder))
                .ok()
                .json();

        assertThat(printed.texts("compared"))
                .containsExactlyInAnyOrderElementsOf(Registers.state(GicVersion.GICV3).stream()
                        .map(Register::name)
                        .filter(name -> !List.of("GICD_IIDR", "GICR_PROPBASER", "GICR_PENDBASER")
                                .contains(name))
                        .toList());
        assertThat(printed.texts("notCompared")).isEmpty();
        assertThat(printed.number("differing")).isZero();
    }
}

package org.gic4j.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicRun;
import org.gic4j.cli.JsonObject;
import org.gic4j.testkit.golden.GoldenData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayCommandTest {
    private static final String BAD_POINTER = "bad user pointer";
    private static final String MACHINE =
            """
            {"op":"create_vm","vm":0,"type":"0x0","errno":0}
            {"op":"create_vcpu","vm":0,"id":0,"errno":0}
            {"op":"create_device","vm":0,"type":5,"flags":0,"dev":0,"errno":0}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** For each log the answers that agree, those that are excepted, and those that are skipped: none may grow unseen. */
    static Stream<Arguments> opLogs() {
        return Stream.of(
                Arguments.of("gic2-caps", 113, 0, Map.of("host query", 25L, BAD_POINTER, 1L)),
                Arguments.of("gic2-cost.5.500", 176, 0, Map.of("timing", 42L)),
                Arguments.of("gic2-cpuif.5", 372, 23, Map.of()),
                Arguments.of("gic2-extra.5", 124, 0, Map.of()),
                Arguments.of("gic2-irq.5.1", 530, 0, Map.of()),
                Arguments.of("gic2-irq.5.2", 614, 0, Map.of()),
                Arguments.of("gic2-run.5", 547, 0, Map.of("after guest code", 183L, BAD_POINTER, 1L)),
                Arguments.of("gic2-v2seq", 1909, 0, Map.of(BAD_POINTER, 22L)),
                Arguments.of("gic2-v2sweep.1.0", 30_771, 0, Map.of()),
                Arguments.of("gic2-v2sweep.2.64", 33_849, 0, Map.of()),
                Arguments.of("gic2-v2sweep.2.96", 33_849, 0, Map.of()),
                Arguments.of("gic2-v2sweep.8.256", 52_305, 0, Map.of()),
                Arguments.of("gic2-v2sweep.8.992", 52_305, 0, Map.of()),
                Arguments.of("gic2-v2write.1.96.0", 1160, 0, Map.of()),
                Arguments.of("gic2-v2write.2.96.1", 2234, 0, Map.of()),
                Arguments.of("gic2-v2write.2.96.2", 11_964, 0, Map.of()),
                Arguments.of("gic3-caps", 113, 0, Map.of("host query", 25L, BAD_POINTER, 1L)),
                Arguments.of("gic3-cost.7.500", 176, 0, Map.of("timing", 51L)),
                Arguments.of("gic3-cpuif.7", 347, 8, Map.of()),
                Arguments.of("gic3-dup", 33, 0, Map.of()),
                Arguments.of("gic3-extra.7", 103, 0, Map.of()),
                Arguments.of("gic3-irq.7.1", 737, 0, Map.of()),
                Arguments.of("gic3-irq.7.2", 967, 0, Map.of()),
                Arguments.of("gic3-its-dtesize", 2506, 0, Map.of()),
                Arguments.of("gic3-its", 269_348, 0, Map.of(BAD_POINTER, 17L)),
                Arguments.of("gic3-run.7", 842, 0, Map.of("after guest code", 174L, BAD_POINTER, 1L)),
                Arguments.of("gic3-v3seq", 4617, 0, Map.of(BAD_POINTER, 33L)),
                Arguments.of("gic3-v3sweep.1.0.1", 728_357, 0, Map.of()),
                Arguments.of("gic3-v3sweep.2.64.0", 422_699, 0, Map.of()),
                Arguments.of("gic3-v3sweep.4.96.0", 429_107, 0, Map.of()),
                Arguments.of("gic3-v3sweep.8.256.0", 441_923, 0, Map.of()),
                Arguments.of("gic3-v3sweep.8.992.0", 441_923, 0, Map.of()),
                Arguments.of("gic3-v3write.1.64.0", 2369, 0, Map.of()),
                Arguments.of("gic3-v3write.1.64.3-its", 6616, 0, Map.of()),
                Arguments.of("gic3-v3write.2.64.1", 9828, 0, Map.of()));
    }

    @Test
    void shouldPinEveryLog() {
        assertThat(opLogs().map(log -> log.get()[0] + ".jsonl.gz"))
                .containsExactlyElementsOf(GoldenData.opLogs());
    }

    @ParameterizedTest
    @MethodSource("opLogs")
    void shouldAnswerAsTheKernelDid(String log, long agreeing, long excepted, Map<String, Long> skipped)
            throws IOException {
        JsonObject report = GicRun.of("replay", "--format", "json", GoldenData.copy(log + ".jsonl.gz", folder))
                .ok()
                .json();

        assertThat(report.texts("differences")).isEmpty();
        assertThat(report.number("differing")).isZero();
        assertThat(report.number("agreeing")).isEqualTo(agreeing);
        assertThat(report.number("excepted")).isEqualTo(excepted);
        assertThat(report.texts("exceptions"))
                .hasSize((int) excepted)
                .allMatch(exception -> exception.matches("line \\d+: .* \\(\\S.+\\)"));
        assertThat(report.object("skipped").names()).containsExactlyInAnyOrderElementsOf(skipped.keySet());
        skipped.forEach((reason, count) ->
                assertThat(report.object("skipped").number(reason)).as(reason).isEqualTo(count));
        assertThat(report.number("skippedAnswers"))
                .isEqualTo(skipped.values().stream().mapToLong(Long::longValue).sum());
    }

    @ParameterizedTest
    @CsvSource({"v2-smp1, 2129, 1054", "v2-smp4, 9635, 26274"})
    void shouldServeLinuxAsQemuDid(String trace, int reads, int lines) throws IOException {
        GicRun run = GicRun.of("replay", GoldenData.copy(trace + ".trace.gz", folder)).ok();

        assertThat(run.out())
                .contains(reads + " reads", lines + " output lines")
                .last()
                .isEqualTo(reads + lines + " agreeing, 0 differing, 0 excepted, 0 skipped answers");
        assertThat(run.out()).noneMatch(line -> line.startsWith("differs"));
    }

    @Test
    void shouldServeLinuxAsQemusGicv3Did() throws IOException {
        GicRun run = GicRun.of("replay", GoldenData.copy("v3-smp4.trace.gz", folder)).ok();

        assertThat(run.out())
                .contains("5231 reads", "1 bad reads", "68851 output lines", "10260 changes", "1444 SGI lines")
                .last()
                .isEqualTo("75527 agreeing, 0 differing, 0 excepted, 0 skipped answers");
    }

    @Test
    void shouldGiveEachExceptionWithLineAndReason() throws IOException {
        GicRun run = GicRun.of("replay", GoldenData.copy("gic2-cpuif.5.jsonl.gz", folder)).ok();

        assertThat(run.out())
                .first()
                .isEqualTo("excepted: line 46: guest ldr32 of vCPU 0 at 0x8010028 value 0x0: expected 0x0, got 0x3ff"
                        + " (the host's model of the virtual CPU interface reads 0 at GICC_AHPPIR, the architecture"
                        + " 1023 when nothing is pending)");
        assertThat(run.out()).last().isEqualTo("372 agreeing, 0 differing, 23 excepted, 0 skipped answers");
    }

    @Test
    void shouldTellADifferingAnswerWithItsLine() throws IOException {
        Path log = log("gic2-mine.jsonl", MACHINE + """
                {"op":"get","vm":0,"dev":0,"group":1,"attr":"0x8","errno":0,"value":"0x1"}
                """);

        assertThat(GicRun.of("replay", log).ends(ExitCode.DIFFERENCES).out())
                .contains("differs: line 4: get GICD_IIDR of vCPU 0: expected 0x1, got 0x4b00343b")
                .last()
                .isEqualTo("3 agreeing, 1 differing, 0 excepted, 0 skipped answers");
    }

    @Test
    void shouldGoOnBehindDifferingAnswers() throws IOException {
        Path log = log("gic2-mine.jsonl", MACHINE + """
                {"op":"has","vm":0,"dev":0,"group":9,"attr":"0x0","errno":0}
                """.repeat(1500));

        List<String> out = GicRun.of("replay", log).ends(ExitCode.DIFFERENCES).out();

        assertThat(out).filteredOn(line -> line.startsWith("differs: line ")).hasSize(1500);
        assertThat(out)
                .last()
                .isEqualTo("3 agreeing, 1500 differing, 0 excepted, 0 skipped answers");
    }

    @Test
    void shouldAskForTheHostWhereNothingTellsIt() throws IOException {
        Path log = log("mine.jsonl", "{\"op\":\"create_vm\",\"vm\":0,\"type\":\"0x0\",\"errno\":0}\n");

        assertThat(GicRun.of("replay", log).fails(ExitCode.INPUT)).contains("which kind of host");
        GicRun.of("replay", "--host", "gicv2", log).ok();
    }

    @Test
    void shouldListTheBackendsThatExistWhenOneIsUnknown() throws IOException {
        assertThat(GicRun.of("replay", "--backend", "none", log("gic2-mine.jsonl", MACHINE)).fails(ExitCode.BACKEND))
                .contains("'none'", "emulated", "kvm");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"op":"explode","vm":0}                                        | no operation is named 'explode'
            {"op":"has","vm":0,"dev":0,"group":1,"errno":0}                | 'attr' is missing
            {"op":"has","vm":0,"dev":0,"group":1,"attr":"zero","errno":0}  | 'attr' must be a whole number
            {"op":"has","vm":0,"dev":0,"group":1,"attr":"0x0","errno":-1}  | 'errno' must be a number from 0
            {"op":"has","vm":0,                                            | not JSON
            ["op"]                                                         | not a JSON object
            {"op":"note","text":"a"} {"op":"note","text":"b"}              | something follows
            gic_dist_read dist read at 0x0 size 4: 0x0                     | not JSON
            """)
    void shouldNameTheLineThatDoesNotParse(String line, String what) throws IOException {
        Path log = log("gic2-mine.jsonl", MACHINE + line + "\n");

        assertThat(GicRun.of("replay", log).fails(ExitCode.INPUT)).startsWith(log + ": line 4: ").contains(what);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gic_dist_read dist read at 0x0 size 3: 0x0
            gic_explode
            virtio_notify vdev 0x1
            gic_cpu_read cpu 8 iface read at 0xc: 0x3ff
            """)
    void shouldNameTheLineOfATraceThatDoesNotParse(String line) throws IOException {
        Path log = log("mine.trace", "gic_dist_read dist read at 0x4 size 4: 0x8\n" + line + "\n");

        assertThat(GicRun.of("replay", log).fails(ExitCode.INPUT)).startsWith(log + ": line 2: ");
    }

    private Path log(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}

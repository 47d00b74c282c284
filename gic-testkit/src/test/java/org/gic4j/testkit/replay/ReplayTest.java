package org.gic4j.testkit.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.gic4j.testkit.fake.FakeBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final String ONE_ANSWER =
            "{\"op\":\"create_vm\",\"vm\":0,\"type\":\"0x0\",\"errno\":0}\n{\"op\":\"close_vm\",\"vm\":0}\n";

    @TempDir
    Path folder;

    @Test
    void shouldTellAnOpLogByItsContent() throws IOException {
        assertThat(replay("gic2-some.jsonl", ONE_ANSWER).agreeing()).isEqualTo(1);
    }

    @Test
    void shouldTellATraceByItsContent() throws IOException {
        ReplayReport report = replay("any", "gic_dist_read dist read at 0x00000004 size 4: 0x00000061\n");
        assertThat(report.counts()).containsEntry("reads", 1L);
    }

    @Test
    void shouldUnpackGzip() throws IOException {
        Path file = folder.resolve("gic2-some.jsonl.gz");
        Files.write(file, gzip(ONE_ANSWER));
        assertThat(replay(file).agreeing()).isEqualTo(1);
    }

    @Test
    void shouldNameWhatBelongsToNeitherForm() {
        assertThatThrownBy(() -> replay("some.txt", "\u0000hello\n"))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("line 1")
                .hasMessageContaining("?hello");
    }

    @Test
    void shouldRefuseAnEmptyFile() {
        assertThatThrownBy(() -> replay("some.jsonl", "\n\n"))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("is empty");
    }

    @Test
    void shouldRefuseADirectory() {
        assertThatThrownBy(() -> replay(folder))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("is a directory");
    }

    @Test
    void shouldNameTheLineWhereCompressionIsCutShort() throws IOException {
        Path file = folder.resolve("gic2-some.jsonl.gz");
        byte[] whole = gzip(ONE_ANSWER.repeat(5000));
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> replay(file))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("gzip compression is damaged or cut short");
    }

    @Test
    void shouldCountAnExpectedDifferenceApart() throws IOException {
        ReplayReport report = replayExpecting("gic2-some 1 the host was full\n", ONE_ANSWER.replace(":0}\n{", ":22}\n{"));
        assertThat(report.differing()).isZero();
        assertThat(report.excepted()).isEqualTo(1);
        assertThat(report.exceptions()).singleElement().asString().contains("line 1", "the host was full");
    }

    @Test
    void shouldCountAnExceptionThatDoesNotOccurAsDifference() throws IOException {
        ReplayReport report = replayExpecting("gic2-some 1 the host was full\n", ONE_ANSWER);
        assertThat(report.differing()).isEqualTo(1);
        assertThat(report.differences()).singleElement().asString().contains("line 1", "stale exception");
    }

    @Test
    void shouldListEveryDifference() throws IOException {
        ReplayReport report = replay("gic2-some.jsonl", ONE_ANSWER.replace(":0}\n{", ":22}\n{").repeat(1500));
        assertThat(report.differing()).isEqualTo(1500);
        assertThat(report.differences()).hasSize(1500);
    }

    @Test
    void shouldRefuseMoreThanThirtyExpectedDifferencesOfALog() {
        StringBuilder list = new StringBuilder();
        for (int line = 1; line <= ExpectedDifferences.LIMIT + 1; line++) {
            list.append("gic2-some ").append(line).append(" why\n");
        }
        assertThatThrownBy(() -> expecting(list.toString()))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("more than 30");
    }

    @Test
    void shouldRefuseAnExpectedDifferenceWithoutReason() {
        assertThatThrownBy(() -> expecting("# list\ngic2-some 4\n"))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void shouldExpectDifferencesOnlyOfTheLogsWithTheHostsCpuInterface() {
        assertThat(org.gic4j.testkit.golden.GoldenData.opLogs().stream()
                        .map(name -> name.replace(".jsonl.gz", ""))
                        .filter(name -> !name.equals("gic2-cpuif.5") && !name.equals("gic3-cpuif.7"))
                        .map(ExpectedDifferences.standard()::of))
                .allMatch(java.util.Map::isEmpty);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static ExpectedDifferences expecting(String list) throws IOException {
        return ExpectedDifferences.parse(new BufferedReader(new StringReader(list)));
    }

    private ReplayReport replayExpecting(String list, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("gic2-some.jsonl"), text);
        return Replay.run(file, ReplayOptions.of(FakeBackend.create()).withExpected(expecting(list)));
    }

    private ReplayReport replay(String name, String text) throws IOException {
        return replay(Files.writeString(folder.resolve(name), text));
    }

    private static ReplayReport replay(Path file) throws IOException {
        return Replay.run(file, ReplayOptions.of(FakeBackend.create()));
    }
}

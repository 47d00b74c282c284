package org.gic4j.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicRun;
import org.gic4j.testkit.captures.Captures;
import org.gic4j.testkit.golden.GoldenData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a file, a command tells it in one line, ends with 3, and prints nothing else. */
class BadInputTest {
    private static final String AT = ".*\\(at byte \\d+\\)";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "restore", "convert", "diff", "lint", "replay"})
    void shouldTellAFileThatIsNotThere(String command) {
        Path file = folder.resolve("none.gic");

        assertThat(failure(command, file)).isEqualTo(file + ": there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "restore", "convert", "diff", "lint", "replay"})
    void shouldTellADirectory(String command) {
        assertThat(failure(command, folder)).startsWith(folder + ": ").contains("is a directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "restore", "convert", "diff", "lint", "replay"})
    void shouldTellAnEmptyFile(String command) throws IOException {
        assertThat(failure(command, file(new byte[0]))).contains("is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "restore", "convert", "diff", "lint", "replay"})
    void shouldTellAnEmptyFileThatIsCompressed(String command) throws IOException {
        assertThat(failure(command, file(gzip(new byte[0])))).contains("is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "restore", "convert", "diff", "lint", "replay"})
    void shouldTellDamagedCompression(String command) throws IOException {
        byte[] whole = Files.readAllBytes(
                command.equals("replay")
                        ? GoldenData.copy("gic2-irq.5.1.jsonl.gz", folder)
                        : Captures.copy("q72-v2-smp4", folder));

        assertThat(failure(command, file(Arrays.copyOf(whole, whole.length / 2)))).contains("gzip");
        assertThat(failure(command, file(Arrays.copyOf(whole, 5)))).contains("gzip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "restore", "convert", "diff", "lint"})
    void shouldSayWhichFormatsCanBeRead(String command) throws IOException {
        assertThat(failure(command, file("hello, world\n".getBytes(StandardCharsets.US_ASCII))))
                .contains("in none of the formats that can be read: ", "qemu")
                .matches(AT);
    }

    @DisabledOnOs(OS.WINDOWS)
    @Test
    void shouldTellALogThatCannotBeReadTwice() {
        assertThat(failure("replay", Path.of("/dev/null"))).contains("no regular file", "save it in a file");
    }

    @Test
    void shouldTellAStreamThatEndsAnywhereWithTheByte() throws IOException {
        byte[] whole = stream();
        // Not at each of half a million bytes: gic-serialization's own tests are closer to them.
        for (int length = 4; length < whole.length; length += 7919) {
            assertThat(failure("restore", file(Arrays.copyOf(whole, length)))).matches(AT);
        }
        assertThat(failure("restore", file(Arrays.copyOf(whole, whole.length - 1)))).matches(AT);
    }

    @Test
    void shouldTellAStreamOfAnotherVersion() throws IOException {
        byte[] stream = stream();
        stream[7] = 4;

        assertThat(failure("inspect", file(stream))).contains("version").matches(AT);
    }

    @Test
    void shouldTellAbsurdSizes() throws IOException {
        byte[] stream = stream();
        // The length of the machine's name.
        Arrays.fill(stream, 9, 13, (byte) 0xFF);

        assertThat(failure("inspect", file(stream))).matches(AT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "restore", "diff", "convert", "lint"})
    void shouldTellADamagedSnapshotOfItsOwn(String command) throws IOException {
        byte[] whole = snapshot("native");
        // Every byte is the business of gic-serialization's tests.
        for (int at = 0; at < whole.length; at += 97) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            failure(command, file(flipped));
            failure(command, file(Arrays.copyOf(whole, at)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "restore", "diff", "convert", "lint"})
    void shouldTellDamagedJson(String command) throws IOException {
        String whole = new String(snapshot("json"), StandardCharsets.UTF_8);

        for (int length = 1; length < whole.length() - 3; length += 701) {
            failure(command, file(whole.substring(0, length).getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(failure(command, file(whole.replace("GICv2", "GICv9").getBytes(StandardCharsets.UTF_8))))
                .contains("GICv9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "restore", "diff", "convert", "lint"})
    void shouldTellASnapshotFromTheFuture(String command) throws IOException {
        String json = new String(snapshot("json"), StandardCharsets.UTF_8)
                .replace("\"version\" : 1,", "\"version\" : 99,")
                .replace("\"leastReader\" : 1,", "\"leastReader\" : 99,");

        assertThat(failure(command, file(json.getBytes(StandardCharsets.UTF_8)))).contains("99");
    }

    @Test
    void shouldLeaveNoFileBehindWhenNothingCanBeRead() throws IOException {
        Path target = folder.resolve("out.gic");

        failure("convert", file(new byte[] {1, 2, 3}));

        assertThat(target).doesNotExist();
    }

    private String failure(String command, Path file) {
        GicRun run =
                switch (command) {
                    case "convert" -> GicRun.of(command, file, "-o", folder.resolve("out.gic"));
                    case "diff" -> GicRun.of(command, file, file);
                    default -> GicRun.of(command, file);
                };
        return run.fails(ExitCode.INPUT);
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("gic2-input"), content);
    }

    private static byte[] stream() {
        try (SnapshotSource source = Captures.open("q72-v2-smp4")) {
            return source.bytes().toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private byte[] snapshot(String format) throws IOException {
        Path file = folder.resolve("whole");
        Snapshots.write(
                file, Snapshots.read(Captures.copy("q72-v2-smp4", folder)).snapshot(), format);
        return Files.readAllBytes(file);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }
}

package org.gic4j.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicRun;
import org.gic4j.cli.output.Words;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guests with an ITS, whose tables are in an extract of guest memory beside the stream. */
class ItsRestoreTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "k100-v3its-smp2, itspages.bin.gz, itspages.txt.gz",
        "k100-bm-v3its-smp4, itspages.bin.gz, itspages.txt.gz",
        "q72-v3its-smp4, itsram.bin.gz, itsram.txt",
        "q72-bm-v3its-smp4, itsram.bin.gz, itsram.txt"
    })
    void shouldRestoreWithTheTablesBesideTheStream(String capture, String memory, String map) throws IOException {
        GicRun run = GicRun.of(
                        "restore",
                        Captures.copy(capture, folder),
                        "--memory",
                        Captures.copyFile(capture + "." + memory, folder),
                        "--memory-map",
                        Captures.copyFile(capture + "." + map, folder))
                .ok();

        List<String> read = Captures.lines(capture, "its").stream().map(String::strip).toList();
        long devices = read.stream().filter(line -> line.startsWith("device 0x")).count();
        long events = read.stream().filter(line -> line.startsWith("event ")).count();
        assertThat(run.out())
                .contains("0 differing registers")
                .noneMatch(line -> line.contains("(its-") || line.contains("(no-memory-for-table"))
                .anyMatch(line -> line.startsWith("ITS 0: " + Words.count(devices, "device") + ", "
                        + Words.count(events, "event") + ", " + Words.count(events, "LPI") + ", "));
    }

    @Test
    void shouldRestoreWithAnImageOfMemory() throws IOException {
        long begin = 0x40a0_0000L;
        Path image = folder.resolve("ram.img");
        byte[] pages = Captures.bytes("k100-bm-v3its-smp4.itspages.bin.gz");
        try (FileChannel out = FileChannel.open(image, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (String line : Captures.lines("k100-bm-v3its-smp4", "itspages")) {
                if (!line.startsWith("#")) {
                    String[] fields = line.split(" ", 3);
                    out.write(
                            ByteBuffer.wrap(pages, Integer.decode(fields[0]), Integer.decode(fields[2])),
                            Long.decode(fields[1]) - begin);
                }
            }
            out.write(ByteBuffer.allocate(1), 0x20_0000 - 1);
        }

        GicRun run = GicRun.of(
                        "restore", Captures.copy("k100-bm-v3its-smp4", folder), "--memory", image + "@0x40a00000")
                .ok();

        assertThat(run.out()).contains("0 differing registers");
    }

    @Test
    void shouldSayWhichTableIsOutsideTheImage() throws IOException {
        Path image = Files.write(folder.resolve("ram.img"), new byte[0x1000]);
        GicRun run = GicRun.of(
                "restore", Captures.copy("k100-bm-v3its-smp4", folder), "--memory", image + "@0x40000000");

        assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err()).anyMatch(line -> line.contains("ITS 0: the collection table is not in guest memory at 0x40a20000"));
    }

    @Test
    void shouldSayWhichTableIsMissing() throws IOException {
        GicRun run = GicRun.of("restore", Captures.copy("k100-v3its-smp2", folder));

        assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err()).anyMatch(line -> line.contains("ITS 0: the collection table is not in guest memory at 0x429e0000"));
    }
}

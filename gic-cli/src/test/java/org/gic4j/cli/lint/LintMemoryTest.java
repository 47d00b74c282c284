package org.gic4j.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicRun;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gic lint --memory}: the tables of ITSs in guest memory beside a snapshot. */
class LintMemoryTest {
    private static final String CAPTURE = "k100-v3its-smp2";
    /** Where the tables of the capture are, from the queue to the second vCPU's pending bits and the devices' tables. */
    private static final long BEGIN = 0x4290_0000L;

    private static final int CHUNK = 0x1_0000;
    private static final int PENDING_END = 0x12_0000;
    private static final int SIZE = 0xE0_0000;

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
    void shouldFindNoErrorWithTheTablesBesideTheStream(String capture, String memory, String map) throws IOException {
        GicRun run = GicRun.of(
                        "lint",
                        "--backend=emulated",
                        Captures.copy(capture, folder),
                        "--memory",
                        Captures.copyFile(capture + "." + memory, folder),
                        "--memory-map",
                        Captures.copyFile(capture + "." + map, folder))
                .ok();

        assertThat(run.out())
                .noneMatch(line -> line.contains("its-memory-elsewhere"))
                .last()
                .asString()
                .startsWith("0 errors, ");
    }

    @Test
    void shouldSayThatTheTablesAreElsewhere() throws IOException {
        assertThat(GicRun.of("lint", Captures.copy(CAPTURE, folder)).ok().out())
                .anyMatch(line -> line.startsWith("info its-memory-elsewhere: "));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLookAtAnImage(boolean packed) throws IOException {
        Path image = image(SIZE);
        if (packed) {
            Path small = folder.resolve("memory.gz");
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(small))) {
                Files.copy(image, out);
            }
            image = small;
        }

        GicRun run = GicRun.of("lint", Captures.copy(CAPTURE, folder), "--memory", image + "@0x42900000").ok();

        assertThat(run.out()).noneMatch(line -> line.contains(" its-"));
    }

    @Test
    void shouldNameTheTableThatAnImageDoesNotHave() throws IOException {
        // It ends before the second level of the table of devices.
        GicRun run = GicRun.of(
                        "lint", Captures.copy(CAPTURE, folder), "--memory", image(0xC0_0000) + "@42900000")
                .ends(ExitCode.DIFFERENCES);

        assertThat(run.out())
                .anyMatch(line -> line.startsWith("error its-tables-absent: "))
                .anyMatch(line -> line.startsWith("  GITS_BASER0: 0x43650000 (ITS 0: page 0 of the device table is not in "
                        + "guest memory at 0x43650000"));
    }

    @ParameterizedTest
    @CsvSource({
        "7fffffffffffffff 0 1, beyond the end",
        "7fffffffffffffff 0 7fffffffffffffff, beyond the end",
        "0 0 ffffffffffffffff, beyond the end",
        "0 zero 1, hexadecimal",
        "0 1, should be a file offset"
    })
    void shouldTellTheLineOfAMapThatCannotBe(String line, String why) throws IOException {
        Path map = Files.writeString(folder.resolve("map"), "# offset, address, length\n0 0 1\n" + line + "\n");

        assertThat(GicRun.of("lint", Captures.copy(CAPTURE, folder), "--memory", image(16), "--memory-map", map)
                        .fails(ExitCode.INPUT))
                .startsWith(map + ": line 3: ")
                .contains(why);
    }

    @Test
    void shouldReadAnImageThatCannotBeWritten() throws IOException {
        Path image = image(SIZE);
        assertThat(image.toFile().setWritable(false)).isTrue();

        GicRun.of("lint", Captures.copy(CAPTURE, folder), "--memory", image + "@42900000").ok();
    }

    @Test
    void shouldNotWriteToAnImage() throws IOException {
        Path image = image(SIZE);
        byte[] before = Files.readAllBytes(image);

        GicRun.of("lint", "--backend=emulated", Captures.copy(CAPTURE, folder), "--memory", image + "@42900000").ok();

        assertThat(Files.readAllBytes(image)).isEqualTo(before);
    }

    @Test
    void shouldLookAtTablesThatASnapshotCarries() throws IOException {
        Snapshot bare = Snapshots.read(Captures.copy(CAPTURE, folder)).snapshot();
        byte[] image = Files.readAllBytes(image(SIZE));
        List<MemoryBlock> blocks = new ArrayList<>();
        for (int at = 0; at < SIZE; at += CHUNK) {
            byte[] chunk = Arrays.copyOfRange(image, at, at + CHUNK);
            if (at < PENDING_END || !Arrays.equals(chunk, new byte[CHUNK])) {
                blocks.add(new MemoryBlock(BEGIN + at, chunk));
            }
        }
        Path whole = folder.resolve("whole.gic");
        Snapshots.write(whole, bare.withMemory(blocks), "native");

        assertThat(GicRun.of("lint", "--backend=emulated", whole).ok().out()).noneMatch(line -> line.contains(" its-"));
    }

    @Test
    void shouldSayWhatIsWrongWithTheOptions() throws IOException {
        Path file = Captures.copy(CAPTURE, folder);
        Path map = Captures.copyFile(CAPTURE + ".itspages.txt.gz", folder);
        Path image = image(SIZE);

        assertThat(GicRun.of("lint", file, "--memory-map", map).fails(ExitCode.USAGE)).contains("give both");
        assertThat(GicRun.of("lint", file, "--memory", image).fails(ExitCode.USAGE)).contains("write FILE@ADDRESS");
        assertThat(GicRun.of("lint", file, "--memory", image + "@42900100").fails(ExitCode.USAGE))
                .contains("must be multiples of 4096");
        assertThat(GicRun.of("lint", file, "--memory", folder.resolve("none") + "@42900000").fails(ExitCode.INPUT))
                .contains("there is no such file");
    }

    /** The capture's extract as an image of guest memory from {@link #BEGIN} on. */
    private Path image(int size) throws IOException {
        Path image = folder.resolve("memory.bin");
        byte[] content = Captures.bytes(CAPTURE + ".itspages.bin.gz");
        try (RandomAccessFile out = new RandomAccessFile(image.toFile(), "rw")) {
            for (String line : Captures.lines(CAPTURE, "itspages")) {
                if (!line.startsWith("#")) {
                    String[] fields = line.split(" ", 3);
                    long length = Long.decode(fields[2]);
                    out.seek(Long.decode(fields[1]) - BEGIN);
                    out.write(content, Integer.decode(fields[0]), (int) length);
                }
            }
            out.setLength(size);
        }
        return image;
    }
}

package org.gic4j.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
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

/** Guest memory beside a snapshot, and in it: what is taken, and what is wrong with it, in words. */
class MemoryInputTest {
    private static final String CAPTURE = "k100-bm-v3its-smp4";
    private static final long BEGIN = 0x40A0_0000L;
    private static final int IMAGE_SIZE = 0x20_0000;
    private static final String DEVICES = "0x40a10000";
    /** A line of the capture's map: the last page of devices and the first of collections. */
    private static final String ENDS_IN_COLLECTIONS = "0x40a1f000";

    private static final int PAGE = 4096;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @CsvSource({"k100-v3its-smp2, itspages.bin.gz", "q72-v3its-smp4, itsram.bin.gz", "q72-bm-v3its-smp4, itsram.bin.gz"})
    void shouldRefuseAnExtractWithoutTheTables(String capture, String extract) throws IOException {
        Path empty = Files.createFile(folder.resolve("map"));

        assertThat(GicRun.of(
                                "restore",
                                Captures.copy(capture, folder),
                                "--memory",
                                Captures.copyFile(capture + "." + extract, folder),
                                "--memory-map",
                                empty)
                        .fails(ExitCode.INPUT))
                .contains("ITS 0: the collection table at 0x")
                .contains("is empty, and the ITS has taken commands");
    }

    @Test
    void shouldRefuseAnImageOfZeros() throws IOException {
        Path image = Files.write(folder.resolve("ram"), new byte[IMAGE_SIZE]);

        assertThat(restore(image + "@40a00000").fails(ExitCode.INPUT)).contains("the collection table at 0x40a20000");
    }

    @Test
    void shouldNoteATableThatNoLineOfTheMapHas() throws IOException {
        List<String> map = new ArrayList<>(lines(line -> !line.contains(DEVICES) && !line.contains(ENDS_IN_COLLECTIONS)));
        map.add("3000 40a20000 1000");
        GicRun run = restoreWithMap(map).ok();

        assertThat(run.out())
                .contains("ITS 0: 0 devices, 0 events, 0 LPIs, 4 collections")
                .anyMatch(line -> line.startsWith("note: GITS_BASER0: ") && line.contains("(no-memory-for-table: "))
                .anyMatch(line -> line.startsWith("note: GITS_BASER0: ") && line.contains("(its-no-devices: "));
    }

    @Test
    void shouldMissATableThatASnapshotDoesNotCarry() throws IOException {
        assertThat(restore(whole(block -> true)).ok().out()).contains("0 differing registers");

        assertThat(restore(whole(block -> block.address() != Long.decode(DEVICES))).fails(ExitCode.INPUT))
                .contains("ITS 0: the device table is not in guest memory at " + DEVICES);
    }

    @Test
    void shouldMissTheQueueOfCommandsThatWereNotRead() throws IOException {
        Path file = with(its -> its.toBuilder()
                .value(Its.GITS_CREADR, 0, its.value(Its.GITS_CREADR, 0) - 32)
                .value(Its.GITS_CBASER, 0, 0x9800_0000_7000_000FL)
                .build());

        assertThat(GicRun.of("restore", file, "--memory", image() + "@40a00000").fails(ExitCode.INPUT))
                .contains("ITS 0: the queue with the commands that were not read is not in guest memory at 0x7000");
    }

    @Test
    void shouldRefuseRegistersOfDifferentInstants() throws IOException {
        Path file = with(
                its -> its.toBuilder().value(Its.GITS_CREADR, 0, 0xF_F000).build());

        assertThat(GicRun.of("restore", file, "--memory", image() + "@40a00000").fails(ExitCode.INPUT))
                .contains("ITS 0: GITS_CREADR is 0xff000, beyond the end of its queue");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PAGE + 7})
    void shouldSayThatAnImageIsNotWholePages(int size) throws IOException {
        Path image = Files.write(folder.resolve("ram"), new byte[size]);

        assertThat(restore(image + "@40a00000").fails(ExitCode.INPUT))
                .isEqualTo(image + ": an image of memory has whole pages of 4096 bytes, and this has " + size
                        + " bytes; see whether it was cut off");
    }

    @Test
    void shouldTakeAnImageLargerThanAnArrayThatCannotBeWritten() throws IOException {
        Path image = image();
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((1L << 31) + PAGE);
        }
        assertThat(image.toFile().setWritable(false)).isTrue();

        assertThat(restore(image + "@40a00000").ok().out()).contains("0 differing registers");
    }

    @Test
    void shouldSayThatACompressedImageEndsTooEarly() throws IOException {
        Path image = Files.write(folder.resolve("ram.gz"), new byte[] {0x1F, (byte) 0x8B});

        assertThat(restore(image + "@40a00000").fails(ExitCode.INPUT)).isEqualTo(image + ": it ends too early");
    }

    @ParameterizedTest
    @CsvSource({
        "0 fffffffff0000 1000, guest's addresses",
        "0 ffffffffffffffff 1000, guest's addresses",
        "0 ffffffff001 1000, guest's addresses",
        "1000 40a00000 1000, overlaps line 1 with other bytes",
        "\u0007\u001b[2J 0 0, hexadecimal"
    })
    void shouldTellTheLineOfAMapThatCannotBe(String line, String why) throws IOException {
        assertThat(restoreWithMap(List.of("0 40a00000 1000", line)).fails(ExitCode.INPUT))
                .startsWith(folder.resolve("map") + ": line 2: ")
                .contains(why)
                .doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void shouldTakeLinesThatSayTheSameTwice() throws IOException {
        restoreWithMap(lines(line -> true).stream().flatMap(line -> Stream.of(line, line)).toList()).ok();
    }

    @Test
    void shouldTakeAMapOfManyPages() throws IOException {
        List<String> map = new ArrayList<>(lines(line -> true));
        for (long page = 0; page < 20_000; page++) {
            map.add("0 " + Long.toHexString(0x1_0000_0000L + page * 0x2_0000) + " 1");
        }

        restoreWithMap(map).ok();
    }

    @Test
    void shouldRefuseABlockThatNoGuestAddressReaches() throws IOException {
        Snapshot whole = Snapshots.read(whole(block -> true)).snapshot();
        List<MemoryBlock> blocks = new ArrayList<>(whole.memory());
        blocks.add(new MemoryBlock(-PAGE, new byte[PAGE]));

        assertThat(restore(written(whole.withMemory(blocks))).fails(ExitCode.INPUT))
                .contains("the snapshot carries 4096 bytes at 0xfffffffffffff000, where no guest memory is mapped");
    }

    @Test
    void shouldReachTablesAboveATebibyte() throws IOException {
        long high = 1L << 40;
        // Bits 51 to 48 of the address are elsewhere; these are below.
        Path file = with(its -> its.toBuilder()
                .value(Its.GITS_BASER, 1, its.value(Its.GITS_BASER, 1) + high)
                .build());
        List<String> map = new ArrayList<>(lines(line -> true));
        map.add("3000 10040a20000 1000");

        assertThat(restoreWithMap(file, map).ok().out()).contains("0 differing registers");
    }

    private GicRun restore(String memory) throws IOException {
        return GicRun.of("restore", Captures.copy(CAPTURE, folder), "--memory", memory);
    }

    private GicRun restore(Path whole) {
        return GicRun.of("restore", whole);
    }

    private GicRun restoreWithMap(List<String> lines) throws IOException {
        return restoreWithMap(Captures.copy(CAPTURE, folder), lines);
    }

    private GicRun restoreWithMap(Path file, List<String> lines) throws IOException {
        return GicRun.of(
                "restore",
                file,
                "--memory",
                Captures.copyFile(CAPTURE + ".itspages.bin.gz", folder),
                "--memory-map",
                Files.write(folder.resolve("map"), lines));
    }

    /** The lines of the capture's map. */
    private static List<String> lines(Predicate<String> which) {
        return Captures.lines(CAPTURE, "itspages").stream()
                .filter(line -> !line.startsWith("#") && which.test(line))
                .toList();
    }

    /** The capture with its tables in it. */
    private Path whole(Predicate<MemoryBlock> which) throws IOException {
        byte[] content = Captures.bytes(CAPTURE + ".itspages.bin.gz");
        List<MemoryBlock> blocks = new ArrayList<>();
        for (String line : lines(line -> true)) {
            String[] fields = line.split(" ", 3);
            int offset = Integer.decode(fields[0]);
            blocks.add(new MemoryBlock(
                    Long.decode(fields[1]), Arrays.copyOfRange(content, offset, offset + Integer.decode(fields[2]))));
        }
        // Pages that are zero are not in the extract; those of pending bits and of events are read.
        for (long zero : new long[] {0x40B2_0000L, 0x40B3_0000L}) {
            blocks.add(new MemoryBlock(zero, new byte[PAGE]));
        }
        Snapshot bare = Snapshots.read(Captures.copy(CAPTURE, folder)).snapshot();
        return written(bare.withMemory(blocks.stream().filter(which).toList()));
    }

    private Path with(UnaryOperator<ItsState> change) throws IOException {
        Snapshot read = Snapshots.read(Captures.copy(CAPTURE, folder)).snapshot();
        ItsState its = read.state().translationServices().getFirst();
        GicState state = read.state().toBuilder()
                .withoutTranslationServices()
                .translationService(change.apply(its))
                .build();
        return written(read.withState(state));
    }

    private Path written(Snapshot snapshot) throws IOException {
        Path file = folder.resolve("snapshot.gic");
        Snapshots.write(file, snapshot, "native");
        return file;
    }

    private Path image() throws IOException {
        byte[] content = Captures.bytes(CAPTURE + ".itspages.bin.gz");
        byte[] image = new byte[IMAGE_SIZE];
        for (String line : lines(line -> true)) {
            String[] fields = line.split(" ", 3);
            System.arraycopy(
                    content,
                    Integer.decode(fields[0]),
                    image,
                    (int) (Long.decode(fields[1]) - BEGIN),
                    Integer.decode(fields[2]));
        }
        return Files.write(folder.resolve("ram.img"), image);
    }
}

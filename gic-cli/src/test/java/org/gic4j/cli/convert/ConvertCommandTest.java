package org.gic4j.cli.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gic4j.api.registers.Gicv3Input;
import org.gic4j.api.snapshot.Diff;
import org.gic4j.api.snapshot.InterruptDifference;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicRun;
import org.gic4j.cli.JsonObject;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ConvertCommandTest {
    static final List<String> CAPTURES =
            Stream.concat(Captures.gicv2().stream(), Captures.gicv3().stream()).toList();

    static final List<String> GICV3 = Captures.gicv3();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void shouldKeepEverythingThroughBothOwnFormats(String capture) throws IOException {
        Path source = Captures.copy(capture, folder);
        Path binary = folder.resolve("state.gic");
        Path json = folder.resolve("state.json");

        GicRun.of("convert", source, "-o", binary).ok();
        GicRun.of("convert", binary, "-o", json).ok();

        Snapshot read = Snapshots.read(source).snapshot();
        assertThat(Snapshots.read(binary).snapshot()).isEqualTo(read);
        assertThat(Snapshots.read(json).snapshot()).isEqualTo(read);
        assertThat(Snapshots.read(binary).format()).isEqualTo("native");
        assertThat(Snapshots.read(json).format()).isEqualTo("json");
    }

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void shouldKeepEveryInterruptInTheKernelsText(String capture) throws IOException {
        Path source = Captures.copy(capture, folder);
        Path text = folder.resolve("vgic-state.txt");
        GicRun.of("convert", source, "-o", text, "--to=vgic-state").ok();

        assertThat(Diff.between(
                                Snapshots.read(source).snapshot().state(),
                                Snapshots.read(text).snapshot().state())
                        .interrupts())
                .allSatisfy(difference -> assertThat(difference.changes())
                        .allMatch(change -> hasNoColumn(difference.intid(), change)));
    }

    /** SGIs are edges there, a trigger has one digit, an affinity 24 bits, and vCPUs are their own targets. */
    private static boolean hasNoColumn(int intid, InterruptDifference.Change change) {
        return switch (change.property()) {
            case CONFIGURATION -> intid < 16 || ((change.left() ^ change.right()) & 0b10) == 0;
            case ROUTE -> ((change.left() ^ change.right()) & 0xFF_FFFF) == 0;
            case TARGETS -> intid < 32 && change.left() == 0;
            default -> false;
        };
    }

    @ParameterizedTest
    @FieldSource("GICV3")
    void shouldKeepForCloudHypervisorWhatItsMachinesHave(String capture) throws IOException {
        Path source = Captures.copy(capture, folder);
        Path lists = folder.resolve("lists.json");
        GicRun.of("convert", source, "-o", lists, "--to=cloud-hypervisor").ok();

        Diff diff = Diff.between(
                Snapshots.read(source).snapshot().state(),
                Snapshots.read(lists).snapshot().state());
        assertThat(Snapshots.read(lists).format()).isEqualTo("cloud-hypervisor");
        assertThat(diff.registers()).isEmpty();
        assertThat(diff.onlyLeft()).containsExactly(Gicv3Input.LINE_LEVEL);
        assertThat(diff.unpairedLeft())
                .allMatch(word -> word.word() >= 256 * word.register().row().bitsPerIntid() / Integer.SIZE);
        assertThat(diff.unpairedRight()).isEmpty();
    }

    @Test
    void shouldSayWhatIsLost() throws IOException {
        Path target = folder.resolve("state.gic");

        GicRun run = GicRun.of("convert", Captures.copy("q72-bm-v2-smp4", folder), "--output", target).ok();

        assertThat(run.out()).filteredOn(line -> line.startsWith("lost: ")).hasSize(12);
        assertThat(run.out()).last().isEqualTo("written: " + target + ", native, " + Files.size(target) + " bytes");
    }

    @Test
    void shouldSayTheSameAsJson() throws IOException {
        Path target = folder.resolve("state.json");

        JsonObject printed = GicRun.of(
                        "convert", "--format", "json", Captures.copy("q72-bm-v2-smp4", folder), "-o", target)
                .ok()
                .json();

        assertThat(printed.text("fromFormat")).isEqualTo("qemu");
        assertThat(printed.text("toFormat")).isEqualTo("json");
        assertThat(printed.number("bytes")).isEqualTo(Files.size(target));
        assertThat(printed.objects("lost")).hasSize(12);
    }

    @Test
    void shouldWriteTheFormatThatIsNamed() throws IOException {
        Path target = folder.resolve("state.json");

        GicRun.of("convert", Captures.copy("q72-v2-smp4", folder), "-o", target, "--to", "native").ok();

        assertThat(Snapshots.read(target).format()).isEqualTo("native");
    }

    @Test
    void shouldListTheFormatsThatExistWhenOneIsUnknown() throws IOException {
        Path target = folder.resolve("state");

        assertThat(refused(target, "--to=xml")).contains("'xml'", "json, native, qemu");
        assertThat(refused(target, "--to=qemu")).contains("can be read but not written");
        assertThat(target).doesNotExist();
    }

    @Test
    void shouldRefuseWhereItCannotWrite() throws IOException {
        assertThat(refused(folder, "--to=native")).contains("directory");
        Path nowhere = folder.resolve("none/state.gic");
        assertThat(GicRun.of("convert", Captures.copy("q72-v2-smp4", folder), "-o", nowhere).fails(ExitCode.OUTPUT))
                .isEqualTo(nowhere + ": cannot be written: there is no folder to write it to");
        assertThat(refused(folder.resolve("state.gic.gz"), "--to=native")).contains("without .gz");
    }

    @Test
    void shouldReplaceAFileWholly() throws IOException {
        Path target = Files.writeString(folder.resolve("state.gic"), "something of before".repeat(1000));

        GicRun.of("convert", Captures.copy("q72-v2-smp4", folder), "-o", target).ok();

        assertThat(Snapshots.read(target).format()).isEqualTo("native");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("state.gic", "q72-v2-smp4.mig.gz");
        }
    }

    private String refused(Path target, String format) throws IOException {
        return GicRun.of("convert", Captures.copy("q72-v2-smp4", folder), "-o", target, format)
                .fails(ExitCode.USAGE);
    }
}

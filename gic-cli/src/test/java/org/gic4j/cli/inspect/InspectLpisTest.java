package org.gic4j.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicRun;
import org.gic4j.cli.JsonObject;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LPIs, which are in guest memory. */
class InspectLpisTest {
    private static final String QEMU = "q72-v3its-smp4";
    private static final String KVM = "k100-bm-v3its-smp4";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void shouldSayThatLpisWereNotLookedAt() throws IOException {
        Path file = Captures.copy(QEMU, folder);

        assertThat(GicRun.of("inspect", file).ok().out())
                .contains(
                        "LPIs: taken by CPU 0-3; which are pending is in guest memory, which was not looked at: give it with"
                                + " --memory",
                        "No interrupt is pending or active, and no line is high, LPIs apart",
                        "best pending and delivery: by the rules of profile qemu-virt, LPIs apart")
                .anyMatch(line -> line.contains("GROUPS  LPIS"))
                .anyMatch(line -> line.matches("0 +0x8c00 +A3V +1 +on +0xf0 .*"));
        assertThat(GicRun.of("inspect", file, "--irq=8192").fails(ExitCode.USAGE))
                .isEqualTo("--irq 8192: LPIs are in guest memory, which was not looked at: give it with --memory");
        JsonObject lpis = GicRun.of("inspect", "--format=json", file).ok().json().object("lpis");
        assertThat(lpis.flag("read")).isFalse();
        assertThat(lpis.numbers("takers")).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void shouldListPendingLpisOfGuestMemory() throws IOException {
        assertThat(inspect(QEMU, "itsram.bin.gz", "itsram.txt").out())
                .contains("LPIs: 1 pending, 8 mapped", "best pending and delivery: by the rules of profile qemu-virt")
                .anyMatch(line -> line.endsWith("LPI 8192, priority 0xc0, group 1"))
                .anyMatch(line -> line.matches(
                        "8192 +0 +yes +yes +0xc0 +device 0x8 event 0 collection 0 +signalled by IRQ"))
                .noneMatch(line -> line.startsWith("8193"));
    }

    @Test
    void shouldShowTheLpisThatAreAskedFor() throws IOException {
        assertThat(inspect(QEMU, "itsram.bin.gz", "itsram.txt", "--irq=8197,8193").out())
                .anyMatch(line -> line.matches("8193 +1 .* if it were pending: signalled by IRQ"))
                .anyMatch(line -> line.matches("8197 +0 .* if it were pending: waits behind LPI 8192"))
                .noneMatch(line -> line.startsWith("8192"));
        List<JsonObject> all = inspect(QEMU, "itsram.bin.gz", "itsram.txt", "--all", "--cpu=0", "--format=json")
                .json()
                .object("lpis")
                .objects("interrupts");
        assertThat(all).extracting(lpi -> lpi.number("intid")).containsExactly(8192L, 8197L);
        assertThat(all.getFirst().objects("events").getFirst().number("device")).isEqualTo(8);
    }

    @Test
    void shouldRefuseAnLpiThatThereIsNot() throws IOException {
        assertThat(run(QEMU, "itsram.bin.gz", "itsram.txt", "--irq=9000").fails(ExitCode.USAGE))
                .isEqualTo("--irq 9000: no event is mapped to such an LPI, and it is not pending");
        assertThat(GicRun.of("inspect", Captures.copy("k100-v3-smp4", folder), "--irq=8192").fails(ExitCode.USAGE))
                .contains("there is no such INTID here");
    }

    @Test
    void shouldReadTheMemoryThatASnapshotCarries() throws IOException {
        byte[] pages = Captures.bytes(KVM + ".itspages.bin.gz");
        // Pages of zeros are not in the extract: two vCPUs have nothing pending.
        List<MemoryBlock> blocks = new ArrayList<>(List.of(
                new MemoryBlock(0x40B2_0000L, new byte[4096]), new MemoryBlock(0x40B3_0000L, new byte[4096])));
        for (String line : Captures.lines(KVM, "itspages")) {
            if (!line.startsWith("#")) {
                String[] fields = line.split(" ", 3);
                int offset = Long.decode(fields[0]).intValue();
                blocks.add(new MemoryBlock(
                        Long.decode(fields[1]),
                        Arrays.copyOfRange(pages, offset, offset + Long.decode(fields[2]).intValue())));
            }
        }
        Path whole = folder.resolve("whole.gic");
        Snapshots.write(
                whole, Snapshots.read(Captures.copy(KVM, folder)).snapshot().withMemory(blocks), "native");

        assertThat(GicRun.of("inspect", whole).ok().out())
                .contains("LPIs: 2 pending, 21 mapped")
                .anyMatch(line -> line.matches("8210 +1 +yes +yes +0x90 .* does not preempt the running priority 0x8.*"));
    }

    @Test
    void shouldSayWhyTablesCannotBeRead() throws IOException {
        Path other = Captures.copyFile(KVM + ".itspages.bin.gz", folder);
        Path map = Captures.copyFile(KVM + ".itspages.txt.gz", folder);

        assertThat(GicRun.of("inspect", Captures.copy(QEMU, folder), "--memory", other, "--memory-map", map)
                        .ok()
                        .out())
                .anyMatch(line -> line.startsWith("LPIs: taken by CPU 0-3; which are pending is in guest memory, and cannot "
                        + "be told: ITS 0: "));
    }

    @Test
    void shouldSayNothingOfLpisWhereThereCanBeNone() throws IOException {
        assertThat(GicRun.of(
                                "inspect",
                                Captures.copy("q72-v2-smp4", folder),
                                "--memory",
                                Captures.copyFile(QEMU + ".itsram.bin.gz", folder),
                                "--memory-map",
                                Captures.copyFile(QEMU + ".itsram.txt", folder))
                        .ok()
                        .out())
                .noneMatch(line -> line.contains("LPI"));
    }

    private GicRun inspect(String capture, String memory, String map, String... options) throws IOException {
        return run(capture, memory, map, options).ok();
    }

    private GicRun run(String capture, String memory, String map, String... options) throws IOException {
        List<Object> line = new ArrayList<>(List.of(
                "inspect",
                Captures.copy(capture, folder),
                "--memory",
                Captures.copyFile(capture + "." + memory, folder),
                "--memory-map",
                Captures.copyFile(capture + "." + map, folder)));
        line.addAll(List.of(options));
        return GicRun.of(line.toArray());
    }
}

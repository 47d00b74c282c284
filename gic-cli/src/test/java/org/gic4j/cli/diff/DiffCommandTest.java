package org.gic4j.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicRun;
import org.gic4j.cli.JsonObject;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void shouldFindNoDifferenceBetweenFormats() throws IOException {
        Path source = Captures.copy("k100-bm-v2-smp4", folder);
        Path json = folder.resolve("state.json");
        GicRun.of("convert", source, "-o", json).ok();

        assertThat(GicRun.of("diff", source, json).ok().out()).containsExactly("0 differing registers, 0 differing interrupts");
    }

    @Test
    void shouldNameTheRegisterTheCpuAndTheInterrupt() throws IOException {
        Path source = Captures.copy("q72-v2-smp4", folder);
        Path changed = changed(source);

        assertThat(GicRun.of("diff", source, changed).ends(ExitCode.DIFFERENCES).out())
                .containsExactly(
                        "GICD_ISENABLER0 of vCPU 2: 0x880ffff -> 0x880fffe (INTID 0: 0x1 -> 0x0)",
                        "GICD_ISENABLER1: 0x86 -> 0x87 (INTID 32: 0x0 -> 0x1)",
                        "INTID 0 of vCPU 2: ENABLED 0x1 -> 0x0",
                        "INTID 32: ENABLED 0x0 -> 0x1",
                        "2 differing registers, 2 differing interrupts");
    }

    @Test
    void shouldSayTheSameAsJson() throws IOException {
        Path source = Captures.copy("q72-v2-smp4", folder);

        JsonObject printed = GicRun.of("diff", "--format=json", source, changed(source))
                .ends(ExitCode.DIFFERENCES)
                .json();

        assertThat(printed.flag("equal")).isFalse();
        assertThat(printed.number("differing")).isEqualTo(2);
        assertThat(printed.objects("differences"))
                .extracting(difference -> difference.text("register"))
                .containsExactlyInAnyOrder("GICD_ISENABLER0", "GICD_ISENABLER1");
        assertThat(printed.objects("differences"))
                .flatExtracting(difference -> difference.objects("interrupts"))
                .hasSize(2);
        assertThat(printed.objects("interrupts")).hasSize(2).last().satisfies(interrupt -> {
            assertThat(interrupt.number("intid")).isEqualTo(32);
            assertThat(interrupt.has("vcpu")).isFalse();
            assertThat(interrupt.objects("changes")).singleElement().satisfies(change -> {
                assertThat(change.text("property")).isEqualTo("ENABLED");
                assertThat(change.text("left")).isEqualTo("0x0");
                assertThat(change.text("right")).isEqualTo("0x1");
            });
        });
    }

    @Test
    void shouldCompareRegistersOfStatesOfDifferentExtent() throws IOException {
        GicRun run = GicRun.of(
                        "diff", Captures.copy("q72-bm-v2-smp1", folder), Captures.copy("k100-v2-smp2", folder))
                .ends(ExitCode.DIFFERENCES);

        assertThat(run.out()).anyMatch(line -> line.startsWith("vCPUs: "));
        assertThat(run.out())
                .contains("priority bits: 8 -> 5")
                .anyMatch(line -> line.matches("GICC_PMR of vCPU 0: 0x\\w+ -> 0x\\w+"))
                .anyMatch(line -> line.startsWith("only in the second: GICC_CTLR of vCPU 1: "))
                .noneMatch(line -> line.startsWith("only in the first: GICC_CTLR of vCPU "));
    }

    @Test
    void shouldSayAsJsonWhatOnlyOneHasPlaceFor() throws IOException {
        Path small = state("small", 64);
        Path large = state("large", 96);

        GicRun run = GicRun.of("diff", small, large).ends(ExitCode.DIFFERENCES);
        JsonObject printed = GicRun.of("diff", "--format=json", small, large)
                .ends(ExitCode.DIFFERENCES)
                .json();

        assertThat(run.out())
                .containsExactly(
                        "interrupts: 64 -> 96",
                        "only in the second: GICD_ISENABLER2: 0x200 (INTID 73: 0x1)",
                        "0 differing registers, 0 differing interrupts");
        assertThat(printed.has("unpairedLeft")).isFalse();
        assertThat(printed.objects("unpairedRight")).singleElement().satisfies(word -> {
            assertThat(word.text("register")).isEqualTo("GICD_ISENABLER2");
            assertThat(word.number("value")).isEqualTo(0x200);
            assertThat(word.objects("interrupts")).singleElement().satisfies(interrupt -> {
                assertThat(interrupt.number("intid")).isEqualTo(73);
                assertThat(interrupt.number("value")).isEqualTo(1);
            });
        });
    }

    @Test
    void shouldCompareInterruptsOfAGicv3() throws IOException {
        GicRun run = GicRun.of("diff", Captures.copy("q72-bm-v3-smp4", folder), Captures.copy("k100-bm-v3-smp4", folder))
                .ends(ExitCode.DIFFERENCES);

        assertThat(run.out()).anyMatch(line -> line.matches("INTID \\d+: .*ROUTE 0x\\w+ -> 0x\\w+.*"));
        assertThat(run.out()).anyMatch(line -> line.matches("INTID \\d+ of vCPU 3: .*"));
    }

    @Test
    void shouldSayThatTwoVersionsCannotBeCompared() throws IOException {
        Path gicv2 = Captures.copy("q72-v2-smp4", folder);
        Path gicv3 = Captures.copy("q72-v3-smp4", folder);

        assertThat(GicRun.of("diff", gicv3, gicv2).ends(ExitCode.DIFFERENCES).out())
                .contains("model: GICv3 -> GICv2")
                .noneMatch(line -> line.startsWith("only in") || line.startsWith("0 "))
                .last()
                .isEqualTo("a GICv3 and a GICv2 have no registers in common: nothing was compared by register or interrupt");
        assertThat(GicRun.of("diff", "--format=json", gicv3, gicv2).json().flag("comparable")).isFalse();
    }

    @Test
    void shouldNameWhatOnlyOneOfThemHas() throws IOException {
        GicRun run = GicRun.of(
                        "diff", Captures.copy("q72-bm-v2-smp4", folder), Captures.copy("k100-bm-v2-smp4", folder))
                .ends(ExitCode.DIFFERENCES);

        assertThat(run.out())
                .contains(
                        "only in the first: LINE_LEVEL",
                        "only in the first: PENDING_LATCH",
                        "only in the first: GICC_NSAPR");
    }

    /** A GICv2, with INTID 73 enabled where there is one. */
    private Path state(String name, int interrupts) throws IOException {
        Path file = folder.resolve(name + ".gic");
        GicState.Builder state = new GicState.Builder(GicVersion.GICV2, interrupts, VcpuDescription.consecutive(1))
                .word(Gicv2Distributor.GICD_ISENABLER, 0, 1, 0);
        if (interrupts > 64) {
            state.word(Gicv2Distributor.GICD_ISENABLER, 0, 2, 0x200);
        }
        Snapshots.write(file, new Snapshot("test", state.build()), "native");
        return file;
    }

    /** The same with an SPI enabled that was not, and an SGI of one vCPU disabled that was not. */
    private Path changed(Path source) throws IOException {
        Snapshot snapshot = Snapshots.read(source).snapshot();
        GicState state = snapshot.state();
        int own = state.word(Gicv2Distributor.GICD_ISENABLER, 2, 0);
        int shared = state.word(Gicv2Distributor.GICD_ISENABLER, 0, 1);
        Path changed = folder.resolve("changed.gic");
        Snapshots.write(
                changed,
                snapshot.withState(state.toBuilder()
                        .word(Gicv2Distributor.GICD_ISENABLER, 2, 0, own & ~1)
                        .word(Gicv2Distributor.GICD_ISENABLER, 0, 1, shared | 1)
                        .build()),
                "native");
        return changed;
    }
}

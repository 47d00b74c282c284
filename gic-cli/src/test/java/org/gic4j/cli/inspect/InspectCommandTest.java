package org.gic4j.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicRun;
import org.gic4j.cli.JsonObject;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InspectCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** The whole text of a Linux guest with QEMU's interrupt controller, and of one with KVM's. */
    @ParameterizedTest
    @ValueSource(strings = {"q72-v2-smp4", "k100-v2-smp2", "q72-v3-smp4", "k100-v3-smp4"})
    void shouldPrintWhatAnEngineerWantsFirst(String capture) throws IOException {
        Path file = Captures.copy(capture, folder);

        assertThat(GicRun.of("inspect", file).ok().out())
                .extracting(line -> line.replace(file.toString(), file.getFileName().toString()))
                .isEqualTo(expected(capture));
    }

    @Test
    void shouldShowOneCpuOfAGicv3WithWhatIsRoutedThere() throws IOException {
        JsonObject printed = GicRun.of(
                        "inspect", "--format", "json", "--cpu", 3, Captures.copy("q72-bm-v3-smp4", folder))
                .ok()
                .json();

        assertThat(printed.objects("interrupts"))
                .allMatch(interrupt -> interrupt.has("cpu")
                        ? interrupt.number("cpu") == 3
                        : List.of("0.0.0.3", "any").contains(interrupt.text("route")))
                .extracting(interrupt -> interrupt.number("intid"))
                .contains(23L, 35L);
    }

    @Test
    void shouldTellLinesFromLatchesOfAGicv3() throws IOException {
        assertThat(interrupts("k100-v3-smp4", "--irq=27"))
                .extracting(interrupt -> interrupt.has("cause") ? interrupt.text("cause") : "none")
                .containsExactly("none", "line high", "line high", "line high");
        assertThat(interrupts("q72-bm-v3-smp4", "--irq=42,63"))
                .extracting(interrupt -> interrupt.text("cause"))
                .containsExactly("latched by a write, line low", "edge latched");
    }

    @Test
    void shouldShowTheInterruptsThatAreAskedForWhateverTheirState() throws IOException {
        List<JsonObject> interrupts = interrupts("q72-v2-smp4", "--irq", "27,40");

        assertThat(interrupts).extracting(interrupt -> interrupt.number("intid")).containsExactly(27L, 27L, 27L, 27L, 40L);
        assertThat(interrupts.getLast().flag("enabled")).isFalse();
        assertThat(GicRun.of("inspect", Captures.copy("q72-v2-smp4", folder), "--irq", 40).ok().out())
                .contains("No interrupt is pending or active, and no line is high, among those asked for")
                .anyMatch(line -> line.matches("40 +SPI 8 .*"));
    }

    @Test
    void shouldShowOneCpuWithItsPrivateInterruptsAndThoseThatMayGoThere() throws IOException {
        JsonObject printed = GicRun.of(
                        "inspect", "--format", "json", "--cpu", 3, Captures.copy("q72-v2-smp4", folder))
                .ok()
                .json();

        assertThat(printed.objects("cpus")).extracting(cpu -> cpu.number("cpu")).containsExactly(3L);
        assertThat(printed.objects("interrupts"))
                .allMatch(interrupt -> interrupt.optionalNumber("cpu").orElse(3L) == 3);
        assertThat(printed.objects("interrupts"))
                .extracting(interrupt -> interrupt.number("intid"))
                .contains(27L, 87L)
                .doesNotContain(33L, 86L);
    }

    @Test
    void shouldShowEveryInterruptWhenAllAreAskedFor() throws IOException {
        assertThat(interrupts("q72-v2-smp4", "--all")).hasSize(4 * 32 + 256);
        assertThat(GicRun.of("inspect", Captures.copy("q72-v2-smp4", folder), "--all").ok().out())
                .anyMatch(line -> line.matches("144-287 +SPI 112-255 .*"));
    }

    @ParameterizedTest
    @CsvSource({"--irq, 288, only 0 to 287", "--irq, -1, only 0 to 287", "--cpu, 4, only 0-3", "--cpu, -1, only 0-3"})
    void shouldRefuseWhatDoesNotExist(String option, int number, String existing) throws IOException {
        assertThat(GicRun.of("inspect", Captures.copy("q72-v2-smp4", folder), option + "=" + number)
                        .fails(ExitCode.USAGE))
                .startsWith(option + " " + number)
                .endsWith(existing);
    }

    @Test
    void shouldLeaveOutNotesAboutOtherInterrupts() throws IOException {
        assertThat(GicRun.of("inspect", Captures.copy("q72-bm-v2-smp4", folder), "--irq", 42)
                        .ok()
                        .out())
                .filteredOn(line -> line.startsWith("lost: "))
                .singleElement()
                .asString()
                .contains("INTID 42");
    }

    @Test
    void shouldSayWhyLinesAreHighAndWhatIsLatched() throws IOException {
        assertThat(interrupts("q72-v2-smp4", "--irq=27"))
                .extracting(interrupt -> interrupt.text("cause"))
                .containsOnly("line high");
        assertThat(interrupts("q72-bm-v2-smp4", "--irq=35,56,3"))
                .extracting(interrupt -> interrupt.text("cause"))
                .containsExactly(
                        "sent by software", "sent by software", "sent by software", "sent by software",
                        "edge latched", "latched by a write, line low");
        assertThat(interrupts("k100-bm-v2-smp4", "--irq=33"))
                .extracting(interrupt -> interrupt.text("cause"))
                .containsExactly("latch and level were merged by the producer");
    }

    @Test
    void shouldJudgeByTheRulesThatAreAskedFor() throws IOException {
        GicRun run = GicRun.of("inspect", "--profile", "kvm", Captures.copy("q72-v2-smp4", folder)).ok();

        assertThat(run.out()).contains("best pending: by the rules of profile kvm");
    }

    private List<JsonObject> interrupts(String capture, Object option) throws IOException {
        return GicRun.of("inspect", "--format=json", option, Captures.copy(capture, folder))
                .ok()
                .json()
                .objects("interrupts");
    }

    private List<JsonObject> interrupts(String capture, Object option, Object value) throws IOException {
        return interrupts(capture, option + "=" + value);
    }

    private static List<String> expected(String capture) throws IOException {
        try (var in = Objects.requireNonNull(InspectCommandTest.class.getResourceAsStream(capture + ".inspect.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}

package org.gic4j.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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

        assertThat(run.out()).contains("best pending and delivery: by the rules of profile kvm");
    }

    @Test
    void shouldNameTheProfilesWhereNoRulesAreCertain() throws IOException {
        Path file = folder.resolve("unknown.gic");
        GicState state = new GicState.Builder(GicVersion.GICV2, 64, VcpuDescription.consecutive(1))
                .priorityBits(6)
                .word(Gicv2Distributor.GICD_CTLR, 0, 0, 1)
                .word(Gicv2Distributor.GICD_ISPENDR, 0, 1, 1)
                .build();
        Snapshots.write(file, new Snapshot("somebody", state), "native");

        assertThat(GicRun.of("inspect", file).ok().out())
                .contains("best pending and delivery: not known whose rules hold; say --profile kvm or qemu-virt")
                .anyMatch(line -> line.matches("32 .* \\?"));
    }

    @Test
    void shouldJudgeByTheRulesOfTheProducer() throws IOException {
        GicRun run = GicRun.of("inspect", Captures.copy("q52-v3-smp4", folder)).ok();

        assertThat(run.out()).contains("best pending and delivery: by the rules of profile qemu-virt");
    }

    @Test
    void shouldSayWhatKeepsAPendingInterrupt() throws IOException {
        assertThat(deliveries("k100-v2-smp2", "--irq=0,27", "delivery"))
                .containsExactly("0 at 0: running", "27 at 1: signalled");
        assertThat(deliveries("q72-bm-v2-smp4", "--irq=9,35,42", "delivery"))
                .containsExactly(
                        "9 at 0: running", "9 at 1: running", "9 at 2: masked", "9 at 3: masked", "35: disabled",
                        "42: active");
    }

    @Test
    void shouldSayWhatWouldKeepAnIdleInterruptThatIsAskedFor() throws IOException {
        assertThat(deliveries("q72-v2-smp4", "--irq=33,40", "ifPending")).containsExactly("33 at 0: waits", "40: disabled");
        assertThat(deliveries("q72-v2-smp4", "--cpu=0", "ifPending")).isEmpty();
        assertThat(GicRun.of("inspect", Captures.copy("q72-v2-smp4", folder), "--irq=33").ok().out())
                .anyMatch(line -> line.endsWith("TARGETS  DELIVERY IF IT WERE PENDING"))
                .anyMatch(line -> line.endsWith("0        CPU 0: waits behind PPI 11 virtual timer"));
    }

    private List<String> deliveries(String capture, String option, String member) throws IOException {
        return interrupts(capture, option).stream()
                .filter(interrupt -> interrupt.has(member))
                .flatMap(interrupt -> interrupt.objects(member).stream()
                        .map(delivery -> interrupt.number("intid")
                                + (delivery.has("cpu") ? " at " + delivery.number("cpu") : "") + ": "
                                + delivery.text("outcome")))
                .toList();
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

package org.gic4j.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.cli.GicRun;
import org.gic4j.cli.JsonObject;
import org.gic4j.testkit.captures.CapturedFields;
import org.gic4j.testkit.captures.Captures;
import org.gic4j.testkit.captures.Readings;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed of real captures, against what was read beside them by others. */
class PrintedCapturesTest {
    static final List<String> CAPTURES = Captures.gicv2();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"q72-v2-smp4", "q52-v2-smp4", "q72-bm-v2-smp1", "q72-bm-v2-smp4"})
    void shouldPrintTheFieldsOfTheStream(String capture) throws IOException {
        CapturedFields fields = new CapturedFields(capture);
        JsonObject printed = printed(capture);
        int cpus = printed.objects("cpus").size();

        for (JsonObject interrupt : printed.objects("interrupts")) {
            int intid = (int) interrupt.number("intid");
            int cpu = interrupt.optionalNumber("cpu").orElse(-1L).intValue();
            // For a shared interrupt any bit says it; for a private one the CPU's own does.
            int mask = cpu < 0 ? 0xFF : 1 << cpu;
            String what = "INTID " + intid + " of CPU " + cpu;
            assertThat(interrupt.flag("enabled")).as(what).isEqualTo((fields.of("enabled")[intid] & mask) != 0);
            assertThat(interrupt.number("group")).as(what).isEqualTo((fields.of("group")[intid] & mask) != 0 ? 1 : 0);
            assertThat(interrupt.flag("active")).as(what).isEqualTo((fields.of("active")[intid] & mask) != 0);
            assertThat(interrupt.flag(intid < 16 ? "pending" : "latch"))
                    .as(what)
                    .isEqualTo((fields.of("pending")[intid] & mask) != 0);
            assertThat(intid < 16 ? "low" : interrupt.text("line"))
                    .as(what)
                    .isEqualTo((fields.of("level")[intid] & mask) != 0 ? "high" : "low");
            assertThat(interrupt.text("trigger"))
                    .as(what)
                    .isEqualTo(fields.of("edge_trigger")[intid] != 0 ? "edge" : "level");
            assertThat(interrupt.number("priority"))
                    .as(what)
                    .isEqualTo(cpu < 0 ? fields.of("priority2")[intid - 32] : fields.of("priority1")[intid * 8 + cpu]);
            if (cpu < 0 && cpus > 1) {
                assertThat(mask(interrupt.numbers("targets"))).as(what).isEqualTo(fields.of("irq_target")[intid]);
            }
            if (intid < 16) {
                assertThat(mask(interrupt.numbers("sources")))
                        .as(what)
                        .isEqualTo(fields.of("sgi_pending")[intid * 8 + cpu] & (1 << cpus) - 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"q72-v2-smp4", "q52-v2-smp4", "q72-bm-v2-smp1", "q72-bm-v2-smp4"})
    void shouldPrintTheCpuInterfacesOfTheStream(String capture) throws IOException {
        CapturedFields fields = new CapturedFields(capture);

        for (JsonObject cpu : printed(capture).objects("cpus")) {
            int index = (int) cpu.number("cpu");
            assertThat(cpu.object("registers").number("GICC_CTLR")).isEqualTo(fields.of("cpu_ctlr")[index]);
            assertThat(cpu.number("priorityMask")).isEqualTo(fields.of("priority_mask")[index]);
            assertThat(cpu.number("binaryPoint")).isEqualTo(fields.of("bpr")[index]);
            assertThat(cpu.number("aliasedBinaryPoint")).isEqualTo(fields.of("abpr")[index]);
            // 0x100 stands for idle, which reads as 0xFF. BPR does not cut these.
            assertThat(cpu.number("runningPriority"))
                    .isEqualTo(Math.min(0xFF, fields.of("running_priority")[index]));
            int best = cpu.has("bestPending") ? (int) cpu.object("bestPending").number("intid") : 1023;
            assertThat(best).isEqualTo(fields.of("current_pending")[index]);
        }
    }

    @ParameterizedTest
    @CsvSource({"q72-bm-v2-smp1, 1", "q72-bm-v2-smp4, 4"})
    void shouldPrintWhatGuestsRead(String capture, int cpus) throws IOException {
        GicState state = PrintedState.of(printed(capture));

        assertThat(Readings.ofGuest(capture).differences(state, cpus, Readings.View.PLAIN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"k100-v2-smp2, 2", "k100-bm-v2-smp4, 4"})
    void shouldPrintTheKernelsAttributes(String capture, int cpus) throws IOException {
        GicState state = PrintedState.of(printed(capture));

        assertThat(Readings.ofAttributes(capture).differences(state, cpus, Readings.View.PLAIN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"k100-v2-smp2", "k100-bm-v2-smp4"})
    void shouldPrintThePriorityMaskAsTheGuestReadsIt(String capture) throws IOException {
        for (JsonObject cpu : printed(capture).objects("cpus")) {
            assertThat(cpu.number("priorityMask"))
                    .isEqualTo(cpu.object("registers").number(Gicv2CpuInterface.GICC_PMR.name()) << 3);
        }
    }

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void shouldLeaveOutNothingOfTheState(String capture) throws IOException {
        GicState imported =
                Snapshots.read(Captures.copy(capture, folder)).snapshot().state();

        GicState printed = PrintedState.of(printed(capture));

        assertThat(printed.registers()).isEqualTo(imported.registers());
        assertThat(printed.registers())
                .allSatisfy(register -> assertThat(printed.words(register))
                        .as(register.name())
                        .isEqualTo(imported.words(register)));
    }

    private JsonObject printed(String capture) throws IOException {
        return GicRun.of("inspect", "--all", "--format", "json", Captures.copy(capture, folder))
                .ok()
                .json();
    }

    private static int mask(List<Long> numbers) {
        return numbers.stream().mapToInt(number -> 1 << number).reduce(0, (a, b) -> a | b);
    }
}

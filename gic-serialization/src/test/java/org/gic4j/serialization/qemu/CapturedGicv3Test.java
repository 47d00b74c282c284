package org.gic4j.serialization.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Input;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.gic4j.api.registers.Its;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.qemu.stream.MigrationStream;
import org.gic4j.testkit.captures.Captures;
import org.gic4j.testkit.captures.Readings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Imported states of GICv3, against what guests, the monitor and the kernel read at the same instant. */
class CapturedGicv3Test {
    static final List<String> CAPTURES = Captures.gicv3();

    private static final long ITS_ADDRESS = 0x0808_0000;
    private static final String[] NOT_STATE = {
        "GICD_TYPER", "GICD_IIDR", "GICD_ICPENDR", "GICD_PIDR", "GICD_STATUSR", "GICR_IIDR", "GICR_TYPER", "GICR_PIDR",
        "GICR_ICPENDR", "GICR_PENDBASER", "ICC_RPR_EL1", "ICC_HPPIR0_EL1", "ICC_HPPIR1_EL1"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q72-v3-smp4", "q52-v3-smp4", "q72-bm-v3-smp4", "q100-bm-v3-smp4", "q72-v3its-smp4", "q72-bm-v3its-smp4"
            })
    void shouldHaveWhatTheMonitorRead(String capture) {
        Readings readings = Readings.ofMonitor(capture);
        GicState state = state(capture);

        assertThat(readings.size()).isGreaterThan(100);
        assertThat(readings.differences(state, 4, CapturedGicv3Test::shownBySoftwareGic)).isEmpty();
        assertThat(readings.notIn(state)).isSubsetOf(NOT_STATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"q72-bm-v3-smp4", "q100-bm-v3-smp4", "q72-bm-v3its-smp4"})
    void shouldHaveWhatTheGuestOfTheSoftwareGicRead(String capture) {
        Readings readings = Readings.ofGuest(capture);
        GicState state = state(capture);

        assertThat(readings.size()).isGreaterThan(400);
        assertThat(readings.differences(state, 4, CapturedGicv3Test::shownBySoftwareGic)).isEmpty();
        assertThat(readings.notIn(state)).isSubsetOf(NOT_STATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k100-v3-smp4", "k100-bm-v3-smp4", "k100-v3its-smp2", "k100-bm-v3its-smp4"})
    void shouldHaveTheKernelsAttributesButForRoutesThatQemuDoesNotSave(String capture) {
        Readings readings = Readings.ofAttributes(capture);
        GicState state = state(capture);

        assertThat(readings.size()).isGreaterThan(state.geometry().vcpus() * 35);
        assertThat(readings.differences(state, state.geometry().vcpus(), Readings.View.PLAIN))
                .allMatch(difference -> difference.matches("cpu0 GICD_IROUTER(14[4-9]|1[5-9]\\d|2\\d\\d)\\[31:0]: .* state 0"));
        assertThat(readings.notIn(state)).isSubsetOf(NOT_STATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"k100-v3its-smp2", "k100-bm-v3its-smp4"})
    void shouldHaveTheKernelsAttributesOfTheIts(String capture) {
        assertThat(registers(capture, (offset, value) -> "GITS %04x %x".formatted(offset, value)))
                // What the kernel answered for GITS_IIDR is not in the text.
                .filteredOn(line -> !line.startsWith("GITS 0004 "))
                .hasSize(4 + Its.TABLES)
                .isSubsetOf(Captures.lines(capture, "attrs"));
    }

    @Test
    void shouldHaveWhatTheMonitorReadOfTheIts() {
        String capture = "q72-v3its-smp4";

        assertThat(registers(capture, (offset, value) -> "%016x: 0x%08x".formatted(ITS_ADDRESS + offset, (int) (long) value)))
                // QEMU's own ITS shows 0x43b in GITS_IIDR, and does not put it into the stream.
                .filteredOn(line -> !line.startsWith("0000000008080004:"))
                .hasSize(4 + Its.TABLES)
                .isSubsetOf(Captures.lines(capture, "xp"));
        assertThat(registers(
                        capture,
                        (offset, value) ->
                                "%016x: 0x%08x".formatted(ITS_ADDRESS + offset + Integer.BYTES, value >>> Integer.SIZE)))
                .filteredOn(line -> line.compareTo("0000000008080080:") > 0)
                .hasSize(3 + Its.TABLES)
                .isSubsetOf(Captures.lines(capture, "xp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"q72-v3its-smp4", "q72-bm-v3its-smp4", "k100-v3its-smp2", "k100-bm-v3its-smp4"})
    void shouldHaveTheRegistersThatTheTablesWereDecodedWith(String capture) {
        ItsState its = state(capture).translationServices().getFirst();
        int found = 0;
        for (String line : Captures.lines(capture, "its")) {
            Matcher named = Pattern.compile("(GITS_[A-Z]+)(\\d?) 0x([0-9a-f]+)").matcher(line);
            while (named.find()) {
                int number = named.group(2).isEmpty() ? 0 : Integer.parseInt(named.group(2));
                assertThat(its.value(Its.valueOf(named.group(1)), number))
                        .as(named.group())
                        .isEqualTo(Long.parseUnsignedLong(named.group(3), 16));
                found++;
            }
        }
        assertThat(found).isGreaterThanOrEqualTo(6);
    }

    private static List<String> registers(String capture, BiFunction<Long, Long, String> line) {
        ItsState its = state(capture).translationServices().getFirst();
        List<String> lines = new ArrayList<>();
        for (Its register : its.registers()) {
            for (int number = 0; number < ItsState.count(register); number++) {
                lines.add(line.apply(
                        register.row().offset() + (long) number * Long.BYTES, its.value(register, number)));
            }
        }
        return lines;
    }

    @Test
    void shouldHaveWhatTheGuestOfKvmRead() {
        GicState state = state("k100-bm-v3-smp4");

        // CPU 0 read the words while other CPUs still held SPIs 63 and 171, active and pending again, in list registers.
        assertThat(Readings.ofGuest("k100-bm-v3-smp4").differences(state, 4, CapturedGicv3Test::shownByKvm))
                .filteredOn(difference -> !difference.startsWith("cpu0 GICD_IROUTER"))
                .containsExactly(
                        "cpu0 GICD_ISPENDR1: read 102040a, state 8102040a", "cpu0 GICD_ISPENDR5: read 0, state 800");
    }

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void shouldKnowTheMachine(String capture) {
        GicState state = state(capture);

        assertThat(state.version()).isEqualTo(GicVersion.GICV3);
        assertThat(state.geometry().interrupts()).isEqualTo(288);
        assertThat(state.geometry().vcpus()).isEqualTo(4);
        // QEMU 5.2 has eight, as its own GICv2.
        assertThat(state.priorityBits()).isEqualTo(capture.startsWith("q52") ? 8 : 5);
        assertThat(state.addresses()).containsEntry(2L, 0x0800_0000L).hasSize(1);
        assertThat(state.redistributorRegions()).containsExactly(new RedistributorRegion(0x080A_0000, 4));
        assertThat(state.registers())
                .doesNotContain(
                        Gicv3Distributor.GICD_IIDR, Gicv3Redistributor.GICR_PROPBASER, Gicv3Redistributor.GICR_PENDBASER);
    }

    @Test
    void shouldTellKvmFromTheSoftwareGic() {
        assertThat(QemuCaptures.read("k100-v3-smp4").snapshot().producer()).contains("virt").contains("kvm");
        assertThat(QemuCaptures.read("q72-v3-smp4").snapshot().producer()).contains("virt").contains("tcg");
    }

    @Test
    void shouldTakeAffinitiesFromTheCpusRegisters() {
        try (SnapshotSource source = Captures.open("k100-v3-smp4")) {
            MigrationStream stream = MigrationStream.read(source);
            SourceMachine machine =
                    new SourceMachine(stream, stream.named("arm_gicv3").getFirst(), 1, GicVersion.GICV3);

            assertThat(machine.vcpus()).isEqualTo(VcpuDescription.consecutive(4));
            assertThat(stream.named("cpu"))
                    .allSatisfy(cpu -> assertThat(cpu.body().numbers("cpreg_vmstate_indexes", Long.BYTES))
                            .contains(0x6030_0000_0013_C005L));
        }
    }

    private static GicState state(String capture) {
        return QemuCaptures.read(capture).snapshot().state();
    }

    /** A redistributor shows the line of a level-sensitive interrupt as pending, the distributor latches alone. */
    private static int shownBySoftwareGic(GicState state, Register register, int cpu, int word) {
        int value = state.word(register, cpu, word);
        return register == Gicv3RedistributorSgi.GICR_ISPENDR ? value | state.word(Gicv3Input.LINE_LEVEL, cpu, 0) : value;
    }

    private static int shownByKvm(GicState state, Register register, int cpu, int word) {
        return register == Gicv3Distributor.GICD_ISPENDR
                ? state.word(register, cpu, word) | state.word(Gicv3Input.LINE_LEVEL, cpu, word)
                : shownBySoftwareGic(state, register, cpu, word);
    }
}

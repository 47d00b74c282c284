package org.gic4j.serialization.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv2Input;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.testkit.captures.Readings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The registers of imported states, against what guests, the monitor and the kernel read at the same instant. */
class CapturedRegistersTest {
    @ParameterizedTest
    @CsvSource({"q72-bm-v2-smp1, 1, 151", "q72-bm-v2-smp4, 4, 938"})
    void shouldHaveWhatTheGuestOfTheSoftwareGicRead(String capture, int cpus, int lines) {
        Readings readings = Readings.ofGuest(capture);
        GicState state = QemuCaptures.read(capture).snapshot().state();

        assertThat(readings.size()).isEqualTo(lines);
        assertThat(readings.differences(state, cpus, Readings.View.PLAIN)).isEmpty();
        assertThat(readings.notIn(state))
                .isSubsetOf("GICD_TYPER", "GICD_IIDR", "GICD_PIDR", "GICC_RPR", "GICC_HPPIR", "GICC_IIDR");
    }

    @Test
    void shouldHaveWhatTheMonitorRead() {
        Readings readings = Readings.ofMonitor("q72-bm-v2-smp1");
        GicState state = QemuCaptures.read("q72-bm-v2-smp1").snapshot().state();

        assertThat(readings.differences(state, 1, Readings.View.PLAIN)).isEmpty();
    }

    @Test
    void shouldHaveWhatTheGuestOfKvmRead() {
        Readings readings = Readings.ofGuest("k100-bm-v2-smp4");
        GicState state = QemuCaptures.read("k100-bm-v2-smp4").snapshot().state();

        assertThat(readings.size()).isEqualTo(909);
        // CPU 0 read the words while CPU 1 still held SPI 201, active and pending again, in a list register.
        assertThat(readings.differences(state, 4, CapturedRegistersTest::shownToGuestOfKvm))
                .containsExactly(
                        "cpu0 GICD_ISPENDR6: read 0, state 200", "cpu0 GICD_ICPENDR6: read 0, state 200");
        assertThat(readings.notIn(state))
                .isSubsetOf("GICD_TYPER", "GICD_IIDR", "GICC_RPR", "GICC_HPPIR", "GICC_IIDR");
    }

    @ParameterizedTest
    @CsvSource({"k100-v2-smp2, 2", "k100-bm-v2-smp4, 4"})
    void shouldHaveTheKernelsAttributes(String capture, int cpus) {
        Readings readings = Readings.ofAttributes(capture);
        GicState state = QemuCaptures.read(capture).snapshot().state();

        assertThat(readings.size()).isGreaterThan(200);
        assertThat(readings.differences(state, cpus, Readings.View.PLAIN)).isEmpty();
        assertThat(readings.notIn(state)).containsExactlyInAnyOrder("GICD_TYPER", "GICD_IIDR", "GICC_IIDR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"q72-v2-smp4", "q52-v2-smp4", "q72-bm-v2-smp1", "q72-bm-v2-smp4"})
    void shouldHaveEveryRegisterOfTheSoftwareGicAndNoOther(String capture) {
        GicState state = QemuCaptures.read(capture).snapshot().state();

        assertThat(state.priorityBits()).isEqualTo(8);
        assertThat(state.registers())
                .extracting(Register::name)
                .containsExactlyInAnyOrder(
                        "GICD_CTLR",
                        "GICD_IGROUPR",
                        "GICD_ISENABLER",
                        "GICD_ISPENDR",
                        "GICD_ISACTIVER",
                        "GICD_IPRIORITYR",
                        "GICD_ITARGETSR",
                        "GICD_ICFGR",
                        "GICD_SPENDSGIR",
                        "GICC_CTLR",
                        "GICC_PMR",
                        "GICC_BPR",
                        "GICC_ABPR",
                        "GICC_APR",
                        "GICC_NSAPR",
                        "LINE_LEVEL",
                        "PENDING_LATCH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"k100-v2-smp2", "k100-bm-v2-smp4"})
    void shouldLeaveOutWhatKvmDoesNotTell(String capture) {
        GicState state = QemuCaptures.read(capture).snapshot().state();

        assertThat(state.priorityBits()).isEqualTo(5);
        assertThat(state.registers())
                .hasSize(14)
                .doesNotContain(
                        Gicv2Input.LINE_LEVEL,
                        Gicv2Input.PENDING_LATCH,
                        Gicv2CpuInterface.GICC_NSAPR,
                        Gicv2Distributor.GICD_IIDR);
    }

    @Test
    void shouldTellLinesApartFromLatches() {
        GicState state = QemuCaptures.read("q72-v2-smp4").snapshot().state();

        for (int cpu = 0; cpu < 4; cpu++) {
            assertThat(state.word(Gicv2Input.LINE_LEVEL, cpu, 0)).isEqualTo(1 << 27);
            assertThat(state.word(Gicv2Input.PENDING_LATCH, cpu, 0)).isZero();
            assertThat(state.word(Gicv2Distributor.GICD_ISPENDR, cpu, 0)).isEqualTo(1 << 27);
        }
    }

    /** A guest reads all eight bits of the priority mask. */
    private static int shownToGuestOfKvm(GicState state, Register register, int cpu, int word) {
        int value = state.word(register, cpu, word);
        return register == Gicv2CpuInterface.GICC_PMR ? value << 3 : value;
    }
}

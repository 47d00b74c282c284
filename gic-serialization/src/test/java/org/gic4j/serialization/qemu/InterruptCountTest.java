package org.gic4j.serialization.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.OptionalInt;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of interrupts, which the section does not say. */
class InterruptCountTest {
    private final ArmGicEncoder gic = new ArmGicEncoder();

    @ParameterizedTest
    @ValueSource(strings = {"virt", "virt-5.2", "virt-10.0"})
    void shouldKnowTheNumberOfMachineVirt(String machine) {
        gic.machine = machine;

        assertThat(count()).isEqualTo(288);
    }

    @Test
    void shouldTakeTheLeastNumberOfAnotherMachineAtReset() {
        gic.machine = "vexpress-a15";

        assertThat(count()).isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource({"63, 64", "64, 96", "95, 96", "96, 128", "200, 224", "991, 992"})
    void shouldRoundUpFromTheHighestInterruptInUse(int intid, int count) {
        gic.machine = "vexpress-a15";
        gic.interrupts[intid][0] = 0xFF;

        assertThat(count()).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 6})
    void shouldCountEveryProperty(int property) {
        gic.machine = "vexpress-a15";
        gic.interrupts[130][property] = 1;

        assertThat(count()).isEqualTo(160);
    }

    @Test
    void shouldCountPriorities() {
        gic.machine = "vexpress-a15";
        gic.sharedPriority[130 - 32] = 0xA0;

        assertThat(count()).isEqualTo(160);
    }

    @Test
    void shouldCountTargetsWithSeveralCpus() {
        gic.machine = "vexpress-a15";
        gic.target[130] = 1;

        assertThat(count()).isEqualTo(160);
    }

    @Test
    void shouldNotCountTargetsWithOneCpu() {
        gic.machine = "vexpress-a15";
        gic.cpus = 1;
        Arrays.fill(gic.target, 1);

        assertThat(count()).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(ints = {992, 1019})
    void shouldRefuseMoreThanCanBeRestored(int intid) {
        gic.machine = "vexpress-a15";
        gic.interrupts[intid][6] = 0xFF;

        assertThatThrownBy(this::count)
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("INTID " + intid + " is configured, and no more than 992");
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 64, 480, 992})
    void shouldTakeTheNumberThatItIsTold(int told) {
        assertThat(told(told)).isEqualTo(told);
    }

    @Test
    void shouldBeToldWhatItCannotFindOut() {
        gic.machine = "vexpress-a15";
        gic.interrupts[1019][6] = 0xFF;

        assertThat(told(128)).isEqualTo(128);
    }

    @ParameterizedTest
    @ValueSource(ints = {-32, 0, 31, 100, 1024})
    void shouldRefuseANumberThatNoneHas(int told) {
        assertThatThrownBy(() -> told(told))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("a multiple of 32 from 32 to 992, not " + told);
    }

    @Test
    void shouldRefuseANumberBelowWhatIsInUse() {
        gic.interrupts[200][0] = 0xFF;

        assertThatThrownBy(() -> told(192))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("INTID 200 is in use, so that there are more than 192 interrupts");
    }

    private int count() {
        return gic.read().snapshot().state().geometry().interrupts();
    }

    private int told(int interrupts) {
        return gic.read(new ReadOptions(OptionalInt.of(interrupts)))
                .snapshot()
                .state()
                .geometry()
                .interrupts();
    }
}

package org.gic4j.serialization.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat;
import org.gic4j.api.snapshot.SnapshotFormats;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.serialization.qemu.stream.StreamEncoder;
import org.gic4j.serialization.qemu.stream.StructureEncoder;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The format as others see it. */
class QemuFormatTest {
    private final SnapshotFormat format = new QemuFormat();

    @Test
    void shouldBeFoundByItsName() {
        assertThat(SnapshotFormats.find().named("qemu")).isInstanceOf(QemuFormat.class);
    }

    @Test
    void shouldBeFoundForAStream() {
        try (SnapshotSource source = Captures.open("q72-v2-smp4")) {
            assertThat(SnapshotFormats.find().of(source).name()).isEqualTo("qemu");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Q", "QEV", "QEMU", "{\"a\": 1}", " QEVM"})
    void shouldNotRecognizeOtherBytes(String text) {
        assertThat(format.recognizes(SnapshotSource.of("x", text.getBytes(StandardCharsets.US_ASCII)))).isFalse();
    }

    @Test
    void shouldRecognizeByTheFirstFourBytes() {
        assertThat(format.recognizes(SnapshotSource.of("x", "QEVM".getBytes(StandardCharsets.US_ASCII)))).isTrue();
    }

    @Test
    void shouldRefuseToWrite() {
        Snapshot snapshot = QemuCaptures.read("q72-v2-smp4").snapshot();

        assertThat(format.writable()).isFalse();
        assertThatThrownBy(() -> format.write(snapshot, OutputStream.nullOutputStream()))
                .isInstanceOf(SnapshotException.class)
                .hasMessage("format 'qemu' can be read but not written");
    }

    @Test
    void shouldListTheDevicesOfAMachineWithoutInterruptController() {
        StreamEncoder stream = new StreamEncoder()
                .machine("pc-q35-7.2")
                .device(1, 0, new StructureEncoder("apic", 3).number("id", 4, 0))
                .device(2, 0, new StructureEncoder("hpet", 2).number("config", 8, 0));

        assertThatThrownBy(() -> format.read(stream.source(), ReadOptions.DEFAULT))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("no interrupt controller that can be read (arm_gic, arm_gicv3)")
                .hasMessageContaining("its devices are: apic, hpet");
    }

    @Test
    void shouldRefuseAMachineWithTwoInterruptControllers() {
        ArmGicEncoder gic = new ArmGicEncoder();
        StreamEncoder stream = gic.beginning().device(30, 0, gic.device());
        int second = stream.size();
        stream.device(31, 1, gic.device());

        assertThatThrownBy(() -> format.read(stream.source(), ReadOptions.DEFAULT))
                .isInstanceOfSatisfying(SnapshotException.class, refused -> {
                    assertThat(refused).hasMessageContaining("2 interrupt controllers 'arm_gic'");
                    assertThat(refused.offset()).hasValue(second);
                });
    }
}

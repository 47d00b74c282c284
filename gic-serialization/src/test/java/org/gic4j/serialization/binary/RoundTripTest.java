package org.gic4j.serialization.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv2Input;
import org.gic4j.api.snapshot.AncillaryPart;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.samples.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read again, and written the same. */
class RoundTripTest {
    static final List<Snapshot> SAMPLES = List.of(Samples.gicv2(), Samples.gicv3(), Samples.withParts());

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void shouldReadWhatWasWritten(Snapshot snapshot) {
        byte[] written = NativeBytes.write(snapshot);

        assertThat(NativeBytes.read(written)).isEqualTo(snapshot);
        assertThat(NativeBytes.write(NativeBytes.read(written))).isEqualTo(written);
    }

    @Test
    void shouldKeepAbsentRegistersApartFromZero() {
        GicState.Builder builder = Samples.gicv2().state().toBuilder().without(Gicv2Input.LINE_LEVEL);
        builder.words(Gicv2Distributor.GICD_CTLR, new int[] {0});
        GicState state = builder.build();

        GicState again = NativeBytes.read(NativeBytes.write(new Snapshot("test", state))).state();

        assertThat(again.has(Gicv2Input.LINE_LEVEL)).isFalse();
        assertThat(again.has(Gicv2Distributor.GICD_CTLR)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8})
    void shouldHoldAnyNumberOfVcpusAndNoRegister(int vcpus) {
        Snapshot empty = new Snapshot(
                "", new GicState.Builder(GicVersion.GICV2, 32, VcpuDescription.consecutive(vcpus)).build());

        assertThat(NativeBytes.read(NativeBytes.write(empty))).isEqualTo(empty);
    }

    @Test
    void shouldHoldTheLargestController() {
        GicState.Builder state = new GicState.Builder(GicVersion.GICV3, 992, VcpuDescription.consecutive(512));
        Snapshot largest = new Snapshot("test", Samples.filled(state, 512).build());

        assertThat(NativeBytes.read(NativeBytes.write(largest))).isEqualTo(largest);
    }

    @Test
    void shouldTellTheHeaderWithoutTheBody() {
        byte[] written = NativeBytes.write(Samples.gicv3());
        int firstPart = NativeBytes.firstPart(written);
        java.util.Arrays.fill(written, firstPart, written.length, (byte) 0xEE);

        Header header = new HeaderReader(new Bytes(java.lang.foreign.MemorySegment.ofArray(written))).read();

        GicState expected = Samples.gicv3().state();
        GicState state = header.state().build();
        assertThat(header.producer()).isEqualTo("test gicv3, größer");
        assertThat(header.firstPart()).isEqualTo(firstPart);
        assertThat(state.geometry()).isEqualTo(expected.geometry());
        assertThat(state.vcpus()).isEqualTo(expected.vcpus());
        assertThat(state.addresses()).isEqualTo(expected.addresses());
        assertThat(state.redistributorRegions()).isEqualTo(expected.redistributorRegions());
        assertThat(state.priorityBits()).isEqualTo(7);
    }

    @Test
    void shouldRecogniseItsMagicNumberEvenWhenCutShort() {
        byte[] written = NativeBytes.write(Samples.gicv2());

        assertThat(recognizes(written)).isTrue();
        assertThat(recognizes(java.util.Arrays.copyOf(written, 5))).isTrue();
        assertThat(recognizes(java.util.Arrays.copyOf(written, 3))).isFalse();
        assertThat(recognizes(new byte[64])).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "registers", "line\nend", "ümlaut"})
    void shouldRefuseToWriteAPartOfAnotherName(String name) {
        Snapshot named = new Snapshot("test", Samples.gicv2().state(), List.of(new AncillaryPart(name, new byte[1])));

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> NativeBytes.write(named))
                .withMessageContaining("a part cannot be named");
    }

    @Test
    void shouldRefuseToWriteAProducerThatIsTooLong() {
        Snapshot snapshot = new Snapshot("x".repeat(1025), Samples.gicv2().state());

        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> NativeBytes.write(snapshot))
                .withMessageContaining("1025 bytes");
    }

    private static boolean recognizes(byte[] bytes) {
        return new NativeFormat().recognizes(SnapshotSource.of("memory", bytes));
    }
}

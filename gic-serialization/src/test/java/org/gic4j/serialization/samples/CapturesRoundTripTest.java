package org.gic4j.serialization.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.SnapshotFormats;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.serialization.its.LpiTables;
import org.gic4j.serialization.qemu.ItsCaptures;
import org.gic4j.serialization.qemu.QemuItsTables;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that was captured of real machines goes through the native format and JSON, and back, unchanged. */
class CapturesRoundTripTest {
    static List<String> streams() {
        return Captures.all();
    }

    static Stream<String> texts() {
        return Captures.all().stream().filter(capture -> capture.startsWith("k"));
    }

    static List<String> withIts() {
        return Captures.withIts();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void shouldKeepAStream(String capture) throws IOException {
        try (SnapshotSource source = Captures.open(capture)) {
            Imported imported = SnapshotFormats.find().of(source).read(source, ReadOptions.DEFAULT);

            assertThat(imported.format()).isEqualTo("qemu");
            requireKept(imported.snapshot());
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void shouldKeepTheTextOfDebugfs(String capture) throws IOException {
        byte[] text = String.join("\n", Captures.lines(capture, "vgic-state")).getBytes(StandardCharsets.US_ASCII);
        Imported imported = read(text);

        assertThat(imported.format()).isEqualTo("vgic-state");
        requireKept(imported.snapshot());
    }

    @ParameterizedTest
    @MethodSource("withIts")
    void shouldKeepTheTablesOfAnIts(String capture) throws IOException {
        try (SnapshotSource source = Captures.open(capture);
                Arena arena = Arena.ofShared()) {
            Snapshot bare = SnapshotFormats.find().of(source).read(source, ReadOptions.DEFAULT).snapshot();
            GuestMemory memory = ItsCaptures.memory(capture, arena);
            QemuItsTables.convert(bare.state(), memory);
            Snapshot whole = bare.withMemory(LpiTables.copy(bare.state(), memory));

            assertThat(whole.memory()).isNotEmpty();
            requireKept(whole);
        }
    }

    private static void requireKept(Snapshot snapshot) throws IOException {
        byte[] nativeBytes = write(snapshot, "native");
        byte[] json = write(read(nativeBytes).snapshot(), "json");

        assertThat(read(nativeBytes).notes()).isEmpty();
        assertThat(read(json).notes()).isEmpty();
        assertThat(read(nativeBytes).snapshot()).isEqualTo(snapshot);
        assertThat(read(json).snapshot()).isEqualTo(snapshot);
        assertThat(write(read(json).snapshot(), "native")).isEqualTo(nativeBytes);
    }

    private static byte[] write(Snapshot snapshot, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(SnapshotFormats.find().named(format).write(snapshot, out)).isEmpty();
        return out.toByteArray();
    }

    private static Imported read(byte[] bytes) {
        try (SnapshotSource source = SnapshotSource.of("test", bytes)) {
            return SnapshotFormats.find().of(source).read(source, ReadOptions.DEFAULT);
        }
    }
}

package org.gic4j.serialization.binary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotFormat;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.serialization.json.JsonFormat;
import org.gic4j.serialization.its.ItsSnapshots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that were written by each version of the format, with the same as JSON beside them. They never change; a new
 * version of the format adds its own.
 */
class GoldenFileTest {
    @ParameterizedTest
    @ValueSource(strings = {"version1-gicv2", "version1-gicv3", "version1-gicv3-its"})
    void shouldReadWhatEachVersionWrote(String name) throws IOException {
        Snapshot expected = read(new JsonFormat(), bytes(name + ".json"));

        assertThat(read(new NativeFormat(), bytes(name + ".gic4j"))).isEqualTo(expected);
        assertThat(NativeBytes.read(NativeBytes.write(expected))).isEqualTo(expected);
    }

    @Test
    void shouldWriteItsAndMemoryByteForByteAsVersion1Did() throws IOException {
        Snapshot expected = read(new JsonFormat(), bytes("version1-gicv3-its.json"));

        assertThat(expected).isEqualTo(ItsSnapshots.snapshot());
        assertThat(NativeBytes.write(expected)).isEqualTo(bytes("version1-gicv3-its.gic4j"));
    }

    private static Snapshot read(SnapshotFormat format, byte[] bytes) {
        return format.read(SnapshotSource.of("golden", bytes), ReadOptions.DEFAULT).snapshot();
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = GoldenFileTest.class.getResourceAsStream("/golden/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}

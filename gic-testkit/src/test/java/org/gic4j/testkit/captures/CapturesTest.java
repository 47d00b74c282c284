package org.gic4j.testkit.captures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.gic4j.api.snapshot.SnapshotSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapturesTest {
    @Test
    void shouldListEveryCapture() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(Captures.class.getResource("q72-v2-smp4.mig.gz"))
                        .toURI())
                .resolveSibling(".");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".mig.gz"))
                            .map(name -> name.replace(".mig.gz", "")))
                    .containsExactlyInAnyOrderElementsOf(Captures.all());
        }
    }

    @Test
    void shouldGiveTheStreamItselfAndACopyOfIt(@TempDir Path folder) throws IOException {
        try (SnapshotSource unpacked = Captures.open("q52-v2-smp4");
                SnapshotSource copied = SnapshotSource.open(Captures.copy("q52-v2-smp4", folder))) {
            assertThat(copied.bytes().mismatch(unpacked.bytes())).isEqualTo(-1);
            assertThat(unpacked.size()).isPositive();
        }
    }

    @Test
    void shouldReadTextsPackedAndPlain() {
        assertThat(Captures.lines("q72-v2-smp4", "gicfields")).first().asString().startsWith("## arm_gic instance 0");
        assertThat(Captures.lines("k100-v2-smp2", "attrs")).first().asString().startsWith("cpu0 GICD");
        assertThatThrownBy(() -> Captures.lines("q72-v2-smp4", "attrs"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("q72-v2-smp4.attrs.txt");
    }

    @Test
    void shouldDecodeFieldsByIntidAndByCpu() {
        CapturedFields fields = new CapturedFields("q72-v2-smp4");

        assertThat(fields.of("irq_target")).hasSize(1020);
        assertThat(fields.of("level")[27]).isEqualTo(0xF);
        assertThat(fields.of("priority_mask")).startsWith(0xF0, 0xF0, 0xF0, 0xF0);
    }
}

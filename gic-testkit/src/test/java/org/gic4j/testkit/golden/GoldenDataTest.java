package org.gic4j.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.gic4j.testkit.fake.FakeBackend;
import org.gic4j.testkit.replay.Replay;
import org.gic4j.testkit.replay.ReplayOptions;
import org.gic4j.testkit.replay.ReplayReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenDataTest {
    @Test
    void shouldListEveryFileThatIsThere() throws IOException, URISyntaxException {
        Path folder = Path.of(java.util.Objects.requireNonNull(
                        GoldenData.class.getResource(GoldenData.opLogs().getFirst()))
                .toURI());
        try (Stream<Path> files = Files.list(folder.resolveSibling("."))) {
            assertThat(files.map(Path::getFileName).map(Path::toString).filter(name -> name.endsWith(".gz")))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(GoldenData.opLogs().stream(), GoldenData.traces().stream())
                                    .toList());
        }
    }

    @Test
    void shouldNameAFileThatIsNotThere() {
        assertThatThrownBy(() -> GoldenData.open("gic9-none.jsonl.gz"))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("gic9-none");
    }

    /** Whatever a backend answers, no answer may end the replay. */
    @ParameterizedTest
    @MethodSource("org.gic4j.testkit.golden.GoldenData#opLogs")
    void shouldParseEveryOpLogToItsEnd(String name, @TempDir Path folder) throws IOException {
        ReplayReport report =
                Replay.run(GoldenData.copy(name, folder), ReplayOptions.of(FakeBackend.withoutGuestAccess()));
        assertThat(report.agreeing() + report.differing()).isPositive();
    }
}

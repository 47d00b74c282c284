package org.gic4j.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicRun;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guests with an ITS, whose tables are in an extract of guest memory beside the stream. */
class ItsRestoreTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "k100-v3its-smp2, itspages.bin.gz, itspages.txt.gz",
        "k100-bm-v3its-smp4, itspages.bin.gz, itspages.txt.gz",
        "q72-v3its-smp4, itsram.bin.gz, itsram.txt",
        "q72-bm-v3its-smp4, itsram.bin.gz, itsram.txt"
    })
    void shouldRestoreWithTheTablesBesideTheStream(String capture, String memory, String map) throws IOException {
        GicRun run = GicRun.of(
                        "restore",
                        Captures.copy(capture, folder),
                        "--memory",
                        Captures.copyFile(capture + "." + memory, folder),
                        "--memory-map",
                        Captures.copyFile(capture + "." + map, folder))
                .ok();

        assertThat(run.out()).contains("0 differing registers");
    }

    @Test
    void shouldSayWhichTableIsMissing() throws IOException {
        GicRun run = GicRun.of("restore", Captures.copy("k100-v3its-smp2", folder));

        assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err()).anyMatch(line -> line.contains("ITS 0: the collection table is not in guest memory at 0x429e0000"));
    }
}

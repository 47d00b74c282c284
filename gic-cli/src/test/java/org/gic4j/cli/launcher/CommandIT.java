package org.gic4j.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command as users start it: the real launcher with the real jar, in a process of its own. */
@DisabledOnOs(OS.WINDOWS)
class CommandIT {
    private static final String CAPTURE = "src/test/resources/captures/q72-v2-smp4.mig.gz";
    private static final long TIMEOUT_SECONDS = 120;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** How a start ended. */
    private record Outcome(int exitCode, List<String> out, List<String> err) {}

    @Test
    void shouldRestoreACaptureOfLinux() throws IOException, InterruptedException {
        Outcome outcome = start("restore", CAPTURE);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).last().isEqualTo("0 differing registers");
    }

    @Test
    void shouldInspectACaptureOfLinux() throws IOException, InterruptedException {
        Outcome outcome = start("inspect", CAPTURE);

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).anyMatch(line -> line.matches("27 +PPI 11 virtual timer +0-3 +yes +yes .* line high +signalled by IRQ"));
    }

    @Test
    void shouldEndWithTheExitCodeOfWhatHappened() throws IOException, InterruptedException {
        assertThat(start("explode").exitCode()).isEqualTo(2);
        assertThat(start("restore", "none.gic").exitCode()).isEqualTo(3);
        assertThat(start("restore", "--backend", "none", CAPTURE).exitCode()).isEqualTo(4);
    }

    @Test
    void shouldHaveMadeAStartUpCacheThatJavaTakes() throws IOException, InterruptedException {
        Outcome outcome = start("--version");

        assertThat(outcome.err()).isEmpty();
        assertThat(Path.of("target/gic.aot")).isRegularFile();
    }

    private Outcome start(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("./gic"));
        command.addAll(Arrays.asList(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroy();
        }
        return new Outcome(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
    }
}

package org.gic4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.gic4j.api.ApiVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GicCommandTest {
    @Test
    void shouldSayThatACommandIsMissingAndWhichThereAre() {
        assertThat(GicRun.of().fails(ExitCode.USAGE))
                .contains("a command is missing", "backends, inspect, restore, convert, diff, lint, replay, help");
    }

    @ParameterizedTest
    @CsvSource({
        "explode, explode",
        "--explode, --explode",
        "inspect --explode x, --explode",
        "inspect, FILE",
        "inspect x y, y",
        "inspect x --format yaml, yaml",
        "inspect x --irq one, one",
        "inspect x --cpu 0-3, 0-3",
        "inspect x --profile vmware, vmware",
        "inspect x --interrupts 1000, 1000",
        "restore x --backend, --backend",
        "convert x, --output",
        "diff x, B",
        "lint x --fail-on never, never",
        "lint, FILE",
        "replay x --host gicv4, gicv4"
    })
    void shouldTellAWrongCommandLineInOneLine(String arguments, String wrong) {
        assertThat(GicRun.of((Object[]) arguments.split(" ", -1)).fails(ExitCode.USAGE))
                .contains(wrong)
                .contains("--help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"backends", "inspect", "restore", "convert", "diff", "lint", "replay"})
    void shouldExplainEachCommand(String command) {
        GicRun run = GicRun.of(command, "--help").ok();

        assertThat(run.out()).first().asString().startsWith("Usage: gic " + command);
        assertThat(run.out()).anyMatch(line -> line.contains("--format"));
        assertThat(GicRun.of("--help").ok().out()).anyMatch(line -> line.strip().startsWith(command + " "));
    }

    @Test
    void shouldNotEndWellWhenItsOutputIsLost() {
        StringWriter err = new StringWriter();

        assertThat(GicCommand.run(failing("No space left on device"), new PrintWriter(err), "backends"))
                .isEqualTo(ExitCode.OUTPUT);
        assertThat(err.toString()).startsWith("gic: the output cannot be written");
    }

    @Test
    void shouldEndQuietlyWhenNobodyReadsItsOutput() {
        StringWriter err = new StringWriter();

        assertThat(GicCommand.run(failing("Broken pipe"), new PrintWriter(err), "backends"))
                .isEqualTo(ExitCode.CLOSED_PIPE)
                .isEqualTo(141);
        assertThat(err.toString()).isEmpty();
    }

    private static PrintWriter failing(String message) {
        return StandardStream.of(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(message);
            }
        });
    }

    @Test
    void shouldListTheCommandsWhereOneDoesNotExist() {
        assertThat(GicRun.of("inspekt", "x").fails(ExitCode.USAGE))
                .isEqualTo("there is no command 'inspekt' (did you mean inspect?); there are: backends, inspect, restore,"
                        + " convert, diff, lint, replay, help (see gic --help)");
        assertThat(GicRun.of("help", "inspekt").fails(ExitCode.USAGE)).contains("inspekt");
    }

    @Test
    void shouldHelp() {
        assertThat(GicRun.of("help").ok().out()).isEqualTo(GicRun.of("--help").ok().out());
        assertThat(GicRun.of("help", "inspect").ok().out()).isEqualTo(GicRun.of("inspect", "--help").ok().out());
    }

    @Test
    void shouldSayWhatTheExitCodesMean() {
        assertThat(String.join(" ", GicRun.of("--help").ok().out()))
                .contains("Exit codes: 0 fine, 1 differences or findings, 2 usage, 3 unreadable input, 4 backend not available, 5 output not written.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "inspect --version"})
    void shouldSayItsVersion(String arguments) {
        assertThat(GicRun.of((Object[]) arguments.split(" ", -1)).ok().out())
                .singleElement()
                .asString()
                .startsWith("gic " + ApiVersion.CURRENT + ", Java ");
    }

    @Test
    void shouldNotMindTheCaseOfWords() {
        assertThat(GicRun.of("backends", "--format", "JSON").ok().json().objects("backends")).isNotEmpty();
    }
}

package org.gic4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;

/**
 * The command, run to its end in this process.
 *
 * @param exitCode how it ended
 * @param out the lines of standard output
 * @param err the lines of standard error
 */
public record GicRun(int exitCode, List<String> out, List<String> err) {
    /**
     * Runs the command.
     *
     * @param arguments the command line; paths may be given as they are
     */
    public static GicRun of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = GicCommand.run(
                new PrintWriter(out),
                new PrintWriter(err),
                Stream.of(arguments).map(Object::toString).toArray(String[]::new));
        return new GicRun(exitCode, out.toString().lines().toList(), err.toString().lines().toList());
    }

    /** The same; it must end well and complain of nothing. */
    public GicRun ok() {
        return ends(ExitCode.OK);
    }

    /** The same; it must end with an exit code, and complain of nothing. */
    public GicRun ends(int expected) {
        assertThat(err).isEmpty();
        assertThat(exitCode).isEqualTo(expected);
        return this;
    }

    /**
     * The complaint: it must be one line and the whole output.
     *
     * @param expected the exit code that goes with it
     */
    public String fails(int expected) {
        assertThat(out).isEmpty();
        assertThat(err).hasSize(1);
        assertThat(exitCode).as(err.getFirst()).isEqualTo(expected);
        assertThat(err.getFirst()).startsWith("gic: ");
        return err.getFirst().substring("gic: ".length());
    }

    /** What it printed, as JSON. */
    public JsonObject json() {
        return JsonObject.parse(String.join("\n", out));
    }
}

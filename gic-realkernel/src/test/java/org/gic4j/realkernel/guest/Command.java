package org.gic4j.realkernel.guest;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gic4j.cli.GicCommand;

/** Programs that tests start in the guest. */
public final class Command {
    private Command() {}

    /**
     * How one ended.
     *
     * @param exitCode its exit code
     * @param output what it wrote, on standard output and standard error
     */
    public record Outcome(int exitCode, String output) {}

    /**
     * Runs the command {@code gic} in this JVM.
     *
     * @param arguments the command line
     */
    public static Outcome gicHere(String... arguments) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        int exitCode = GicCommand.run(writer, writer, arguments);
        return new Outcome(exitCode, out.toString());
    }

    /**
     * Runs the launcher of the command {@code gic}, as it lies in the source tree beside its jar.
     *
     * @param arguments the command line
     */
    public static Outcome gic(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("/gic4j/gic-cli/gic"));
        line.addAll(List.of(arguments));
        return run(line);
    }

    /**
     * Runs a program and waits for it.
     *
     * @param line the program and its arguments
     */
    public static Outcome run(List<String> line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}

package org.gic4j.cli.startup;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicCommand;

/**
 * Runs each command once and prints nothing, so that a Java process that is told to make a start-up cache
 * ({@code -XX:AOTCacheOutput}) sees the classes that they need.
 */
public final class TrainingRun {
    private TrainingRun() {}

    /**
     * Runs each command.
     *
     * @param arguments a snapshot
     * @throws IOException when the temporary file that {@code convert} writes cannot be made
     */
    public static void main(String[] arguments) throws IOException {
        String snapshot = arguments[0];
        run("--version");
        run("inspect", "--help");
        run("inspect", snapshot);
        run("inspect", "--all", "--format", "json", snapshot);
        run("restore", snapshot);
        run("diff", snapshot, snapshot);
        run("backends");
        Path converted = Files.createTempFile("gic4j-", ".json");
        try {
            run("convert", snapshot, "-o", converted.toString());
            run("inspect", converted.toString());
            run("convert", converted.toString(), "--to", "native", "-o", converted.toString());
            run("inspect", converted.toString());
        } finally {
            Files.delete(converted);
        }
    }

    private static void run(String... arguments) {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int exitCode = GicCommand.run(new PrintWriter(Writer.nullWriter()), err, arguments);
        if (exitCode != ExitCode.OK) {
            throw new IllegalStateException("gic " + String.join(" ", arguments) + " ended with " + exitCode);
        }
    }
}

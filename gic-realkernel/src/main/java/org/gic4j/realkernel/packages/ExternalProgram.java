package org.gic4j.realkernel.packages;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Programs of this machine. */
public final class ExternalProgram {
    private static final int LINES_SHOWN = 15;

    private ExternalProgram() {}

    /**
     * Whether a program is on PATH.
     *
     * @param name for example {@code apt-get}
     */
    public static boolean exists(String name) {
        String path = System.getenv("PATH");
        return path != null
                && Pattern.compile(Pattern.quote(File.pathSeparator))
                        .splitAsStream(path)
                        .filter(folder -> !folder.isEmpty())
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /**
     * Runs a program and waits for it.
     *
     * @param folder where it runs; what it says on standard error goes to a file there while it runs
     * @param environment what is added to the environment
     * @param minutes how long it may take
     * @param command the program and its arguments
     * @return what it printed
     * @throws PreparationException when it fails or takes too long: the message has the end of what it said
     */
    public static String run(Path folder, Map<String, String> environment, int minutes, List<String> command) {
        try {
            Path out = Files.createTempFile(folder, "out", ".txt");
            Path err = Files.createTempFile(folder, "err", ".txt");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
                builder.environment().putAll(environment);
                builder.environment().put("LC_ALL", "C.UTF-8");
                Process process = builder.start();
                process.getOutputStream().close();
                boolean ended = waitFor(process, minutes);
                String said = Files.readString(out, StandardCharsets.UTF_8);
                if (!ended || process.exitValue() != 0) {
                    String how = ended ? "ended with " + process.exitValue() : "took more than " + minutes + " minutes";
                    throw new PreparationException(String.join(" ", command) + " " + how + ":\n"
                            + end(said + Files.readString(err, StandardCharsets.UTF_8)));
                }
                return said;
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new PreparationException("cannot run " + command.getFirst() + " in " + folder + ": " + e, e);
        }
    }

    private static boolean waitFor(Process process, int minutes) {
        try {
            return process.waitFor(minutes, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PreparationException("interrupted while " + process.info().command().orElse("a program") + " ran");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String end(String text) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }
}

package org.gic4j.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Tells every failure as one line on standard error; a stack trace only on request. */
final class FailureLine
        implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {
    /** The environment variable that asks for stack traces. */
    static final String DEBUG = "GIC_DEBUG";

    private final boolean traces;

    FailureLine(boolean traces) {
        this.traces = traces;
    }

    /** Whether the environment asks for stack traces. */
    static boolean tracesWanted() {
        String wanted = System.getenv(DEBUG);
        return wanted != null && !wanted.isEmpty() && !wanted.equals("0");
    }

    @Override
    public int handleParseException(CommandLine.ParameterException wrong, String[] arguments) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        PrintWriter err = wrong.getCommandLine().getErr();
        tell(err, unknownCommand(wrong).orElseGet(() -> oneLine(wrong)) + " (see " + command + " --help)", wrong);
        return ExitCode.USAGE;
    }

    /** What to say where a command is asked for that does not exist. */
    private static Optional<String> unknownCommand(CommandLine.ParameterException wrong) {
        Set<String> commands = wrong.getCommandLine().getSubcommands().keySet();
        if (commands.isEmpty()
                || !(wrong instanceof CommandLine.UnmatchedArgumentException unmatched)
                || unmatched.isUnknownOption()) {
            return Optional.empty();
        }
        Optional<String> similar =
                unmatched.getSuggestions().stream().filter(commands::contains).findFirst();
        return Optional.of("there is no command '" + printable(unmatched.getUnmatched().getFirst()) + "'"
                + similar.map(command -> " (did you mean " + command + "?)").orElse("")
                + "; there are: " + String.join(", ", commands));
    }

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, CommandLine.@Nullable ParseResult parsed) {
        return tell(command.getErr(), failure);
    }

    /**
     * Tells a failure.
     *
     * @param err where to
     * @param failure a {@link CommandFailure}, or anything unexpected
     * @return the exit code
     */
    int tell(PrintWriter err, Throwable failure) {
        if (failure instanceof CommandFailure known) {
            tell(err, oneLine(known), known);
            return known.exitCode();
        }
        tell(err, "unexpected " + oneLine(failure) + (traces ? "" : "; set " + DEBUG + "=1 for the trace"), failure);
        return ExitCode.INTERNAL;
    }

    private void tell(PrintWriter err, String line, Throwable failure) {
        err.println("gic: " + line);
        if (traces) {
            failure.printStackTrace(err);
        }
        err.flush();
    }

    private static String oneLine(Throwable failure) {
        boolean known = failure instanceof CommandFailure || failure instanceof CommandLine.ParameterException;
        String text = known && failure.getMessage() != null ? failure.getMessage() : failure.toString();
        return printable(text);
    }

    /** What a file or a command line holds may be anything: no control character reaches a terminal. */
    private static String printable(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\p{Cntrl}", "?");
    }
}

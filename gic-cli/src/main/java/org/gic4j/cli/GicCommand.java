package org.gic4j.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.gic4j.cli.backends.BackendsCommand;
import org.gic4j.cli.convert.ConvertCommand;
import org.gic4j.cli.diff.DiffCommand;
import org.gic4j.cli.inspect.InspectCommand;
import org.gic4j.cli.lint.LintCommand;
import org.gic4j.cli.replay.ReplayCommand;
import org.gic4j.cli.restore.RestoreCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code gic} with its subcommands. */
@Command(
        name = GicCommand.NAME,
        description = "The state of virtual ARM interrupt controllers: look at it, restore it, compare it, check it.",
        mixinStandardHelpOptions = true,
        versionProvider = GicVersionProvider.class,
        subcommands = {
            BackendsCommand.class,
            InspectCommand.class,
            RestoreCommand.class,
            ConvertCommand.class,
            DiffCommand.class,
            LintCommand.class,
            ReplayCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Files may be compressed with gzip.",
            "Exit codes: 0 fine, 1 differences or findings, 2 usage, 3 unreadable input, 4 backend not available,",
            "5 output not written."
        })
public final class GicCommand implements Callable<Integer> {
    static final String NAME = "gic";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /**
     * Runs the command.
     *
     * @param out standard output
     * @param err standard error
     * @param arguments the command line
     * @return the exit code, one of {@link ExitCode}
     */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        FailureLine failures = new FailureLine(FailureLine.tracesWanted());
        try {
            Class<?> subcommand = arguments.length == 0 ? GicCommand.class : subcommand(arguments[0]);
            boolean whole = subcommand.equals(GicCommand.class);
            CommandLine line = new CommandLine(subcommand);
            if (!whole) {
                line.setCommandName(NAME + " " + line.getCommandName());
            }
            int exitCode = line.setOut(out)
                    .setErr(err)
                    .setParameterExceptionHandler(failures)
                    .setExecutionExceptionHandler(failures)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .execute(whole ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length));
            return out.checkError() ? incomplete(out, err, failures) : exitCode;
        } catch (Error broken) {
            return failures.tell(err, broken);
        } finally {
            out.flush();
            err.flush();
        }
    }

    /** A writer keeps silent about a full disk or a closed pipe. */
    private static int incomplete(PrintWriter out, PrintWriter err, FailureLine failures) {
        return out instanceof StandardStream stream && stream.isClosedPipe()
                ? ExitCode.CLOSED_PIPE
                : failures.tell(
                        err, new CommandFailure(ExitCode.OUTPUT, "the output cannot be written: it is incomplete"));
    }

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "a command is missing; there are: " + String.join(", ", spec.subcommands().keySet()));
    }

    /**
     * The class of a subcommand, so that only its options are modelled: to model those of all takes longer than to
     * inspect a snapshot.
     *
     * @param name the first argument
     * @return this class where it is none of the subcommands
     */
    private static Class<?> subcommand(String name) {
        for (Class<?> candidate : GicCommand.class.getAnnotation(Command.class).subcommands()) {
            // The one that explains the others needs them.
            if (candidate != HelpCommand.class
                    && candidate.getAnnotation(Command.class).name().equals(name)) {
                return candidate;
            }
        }
        return GicCommand.class;
    }
}

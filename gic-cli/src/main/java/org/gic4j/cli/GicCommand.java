package org.gic4j.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.gic4j.api.ApiVersion;
import org.gic4j.cli.backends.BackendsCommand;
import org.gic4j.cli.convert.ConvertCommand;
import org.gic4j.cli.diff.DiffCommand;
import org.gic4j.cli.inspect.InspectCommand;
import org.gic4j.cli.replay.ReplayCommand;
import org.gic4j.cli.restore.RestoreCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code gic} with its subcommands. */
@Command(
        name = "gic",
        description = "The state of virtual ARM interrupt controllers: look at it, restore it, compare it.",
        mixinStandardHelpOptions = true,
        versionProvider = GicCommand.Version.class,
        subcommands = {
            BackendsCommand.class,
            InspectCommand.class,
            RestoreCommand.class,
            ConvertCommand.class,
            DiffCommand.class,
            ReplayCommand.class
        },
        footer = {
            "",
            "Files may be compressed with gzip.",
            "Exit codes: 0 fine, 1 differences found, 2 usage, 3 unreadable input, 4 backend not available."
        })
public final class GicCommand implements Callable<Integer> {
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
            return new CommandLine(new GicCommand())
                    .setOut(out)
                    .setErr(err)
                    .setParameterExceptionHandler(failures)
                    .setExecutionExceptionHandler(failures)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .execute(arguments);
        } catch (Error broken) {
            return failures.tell(err, broken);
        } finally {
            out.flush();
            err.flush();
        }
    }

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "a command is missing; there are: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** The version that {@code --version} prints. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"gic " + ApiVersion.CURRENT + ", Java " + Runtime.version()};
        }
    }
}

package org.gic4j.cli.restore;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicVersionProvider;
import org.gic4j.cli.backends.BackendChoice;
import org.gic4j.cli.input.ItsPlace;
import org.gic4j.cli.input.MemoryInput;
import org.gic4j.cli.input.SnapshotInput;
import org.gic4j.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gic restore}: restores onto a fresh virtual machine, saves again, and tells every register that differs. */
@Command(
        name = "restore",
        description = "Restores a snapshot onto a fresh virtual machine, saves it again, and prints every register that "
                + "differs. What the target cannot hold is listed apart and is no difference.",
        mixinStandardHelpOptions = true,
        versionProvider = GicVersionProvider.class)
@SuppressWarnings("NullAway.Init")
public final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "a snapshot in any format that can be read")
    private Path file;

    @Option(
            names = "--ignore-unknown-parts",
            description = "leave behind parts of the snapshot that this version does not know")
    private boolean ignoreUnknownParts;

    @Mixin
    private BackendChoice backend;

    @Mixin
    private SnapshotInput input;

    @Mixin
    private MemoryInput memory;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        Restoration restoration = Restoration.of(
                file, ItsPlace.assumed(input.read(file)), backend, memory, ignoreUnknownParts);
        output.print(
                spec.commandLine().getOut(),
                out -> new RestorationText(restoration).print(out),
                json -> new RestorationJson(restoration).write(json));
        return restoration.differences().isEmpty() ? ExitCode.OK : ExitCode.DIFFERENCES;
    }
}

package org.gic4j.cli.inspect;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.gic4j.api.GicProfile;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicVersionProvider;
import org.gic4j.cli.input.MemoryInput;
import org.gic4j.cli.input.ProfileName;
import org.gic4j.cli.input.SnapshotInput;
import org.gic4j.cli.output.Output;
import org.gic4j.cli.view.ImplementationRules;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gic inspect}: the state as an engineer wants it. */
@Command(
        name = "inspect",
        description = "Shows the state of an interrupt controller: its model, the CPU interfaces, and the interrupts "
                + "that are enabled, pending or active: why they are pending, and whether they are signalled or what "
                + "keeps them.",
        mixinStandardHelpOptions = true,
        versionProvider = GicVersionProvider.class)
@SuppressWarnings("NullAway.Init")
public final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "a snapshot in any format that can be read")
    private Path file;

    @Option(names = "--irq", paramLabel = "N", split = ",", description = "only these INTIDs, whatever their state")
    private List<Integer> intids = List.of();

    @Option(
            names = "--cpu",
            paramLabel = "N",
            split = ",",
            description = "only these vCPUs (by id), their private interrupts, and the shared ones that may go to them")
    private List<Integer> vcpuIds = List.of();

    @Option(names = "--all", description = "every interrupt, whatever its state")
    private boolean all;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            converter = ProfileName.class,
            description = "whose rules say which pending interrupt is delivered: kvm or qemu-virt (default: by the "
                    + "producer, else by the state's identification or number of priority bits)")
    private Optional<GicProfile> profile = Optional.empty();

    @Mixin
    private SnapshotInput input;

    @Mixin
    private MemoryInput memory;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        Imported imported = input.read(file);
        Inspection inspection = Inspection.of(
                file,
                imported,
                Lpis.of(imported.snapshot(), memory),
                new Selection(Set.copyOf(intids), Set.copyOf(vcpuIds), all),
                profile.or(() -> ImplementationRules.of(imported.snapshot())));
        output.print(
                spec.commandLine().getOut(),
                out -> new InspectionText(inspection).print(out),
                json -> new InspectionJson(inspection).write(json));
        return ExitCode.OK;
    }
}

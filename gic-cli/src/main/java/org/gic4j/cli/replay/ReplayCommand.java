package org.gic4j.cli.replay;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.gic4j.api.GicBackend;
import org.gic4j.api.GicException;
import org.gic4j.api.GicProfile;
import org.gic4j.api.HostKind;
import org.gic4j.cli.CommandFailure;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicVersionProvider;
import org.gic4j.cli.backends.BackendChoice;
import org.gic4j.cli.input.InputFailure;
import org.gic4j.cli.input.ProfileName;
import org.gic4j.cli.output.Output;
import org.gic4j.testkit.replay.ExpectedDifferences;
import org.gic4j.testkit.replay.Replay;
import org.gic4j.testkit.replay.ReplayException;
import org.gic4j.testkit.replay.ReplayOptions;
import org.gic4j.testkit.replay.ReplayReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** {@code gic replay}: runs a recorded log on a backend and tells every answer that differs. */
@Command(
        name = "replay",
        description = "Runs a device-control op log, or a QEMU trace of guest accesses, on a backend and prints every "
                + "answer that differs from the recorded one.",
        mixinStandardHelpOptions = true,
        versionProvider = GicVersionProvider.class)
@SuppressWarnings("NullAway.Init")
public final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "LOG", description = "an op log (JSON lines) or a QEMU trace")
    private Path log;

    @Option(
            names = "--host",
            paramLabel = "KIND",
            description = "gicv2 or gicv3: the host that it was recorded on (default: by the log's name, else its content)")
    private Optional<HostKind> host = Optional.empty();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            converter = ProfileName.class,
            description = "the implementation to be like (default: kvm for op logs, qemu-virt for traces)")
    private Optional<GicProfile> profile = Optional.empty();

    @Mixin
    private BackendChoice backend;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        GicBackend chosen = backend.backend();
        ReplayReport report = replay(chosen);
        output.print(
                spec.commandLine().getOut(),
                out -> print(out, chosen, report),
                json -> write(json, chosen, report));
        return report.differing() == 0 ? ExitCode.OK : ExitCode.DIFFERENCES;
    }

    private ReplayReport replay(GicBackend chosen) {
        try {
            return Replay.run(log, new ReplayOptions(chosen, host, profile, ExpectedDifferences.standard()));
        } catch (ReplayException broken) {
            throw new CommandFailure(ExitCode.INPUT, InputFailure.message(log, broken), broken);
        } catch (IOException unreadable) {
            throw InputFailure.of(log, unreadable);
        } catch (GicException refused) {
            throw new CommandFailure(
                    ExitCode.BACKEND, "backend '" + chosen.name() + "' refused: " + refused.getMessage(), refused);
        }
    }

    private static void print(PrintWriter out, GicBackend chosen, ReplayReport report) {
        report.differences().forEach(difference -> out.println("differs: " + difference));
        if (report.differing() > report.differences().size()) {
            out.println("differs: " + (report.differing() - report.differences().size()) + " more; only the first "
                    + report.differences().size() + " are listed");
        }
        report.exceptions().forEach(exception -> out.println("excepted: " + exception));
        out.println("backend " + chosen.name());
        report.counts().forEach((what, count) -> out.println(count + " " + what));
        report.skipped().forEach((reason, count) -> out.println(count + " skipped: " + reason));
        out.println(report.agreeing() + " agreeing, " + report.differing() + " differing, " + report.excepted()
                + " excepted, " + report.skippedAnswers() + " skipped answers");
    }

    private static void write(JsonGenerator json, GicBackend chosen, ReplayReport report) {
        json.writeStringProperty("backend", chosen.name());
        json.writeNumberProperty("agreeing", report.agreeing());
        json.writeNumberProperty("differing", report.differing());
        json.writeNumberProperty("excepted", report.excepted());
        json.writeNumberProperty("skippedAnswers", report.skippedAnswers());
        write(json, "skipped", report.skipped());
        write(json, "counts", report.counts());
        write(json, "differences", report.differences());
        json.writeNumberProperty("differencesNotListed", report.differing() - report.differences().size());
        write(json, "exceptions", report.exceptions());
    }

    private static void write(JsonGenerator json, String name, SortedMap<String, Long> counts) {
        json.writeObjectPropertyStart(name);
        for (Map.Entry<String, Long> entry : counts.entrySet()) {
            json.writeNumberProperty(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, List<String> lines) {
        json.writeArrayPropertyStart(name);
        lines.forEach(json::writeString);
        json.writeEndArray();
    }
}

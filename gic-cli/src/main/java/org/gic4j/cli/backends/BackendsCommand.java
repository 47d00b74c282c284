package org.gic4j.cli.backends;

import java.util.List;
import java.util.concurrent.Callable;
import org.gic4j.api.GicBackends;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicVersionProvider;
import org.gic4j.cli.output.Output;
import org.gic4j.cli.output.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** {@code gic backends}: which backends are here; for the others, why not and what to do. */
@Command(
        name = "backends",
        description = "Lists the backends: those that are available here, and for the others why not.",
        mixinStandardHelpOptions = true,
        versionProvider = GicVersionProvider.class)
@SuppressWarnings("NullAway.Init")
public final class BackendsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        List<GicBackends.Entry> entries = GicBackends.find().entries();
        output.print(
                spec.commandLine().getOut(), out -> table(entries).print(out), json -> write(json, entries));
        return ExitCode.OK;
    }

    private static Table table(List<GicBackends.Entry> entries) {
        Table table = new Table("BACKEND", "AVAILABLE", "WHAT, OR WHY NOT");
        for (GicBackends.Entry entry : entries) {
            table.row(entry.name(), entry.available() ? "yes" : "no", entry.reason());
        }
        return table;
    }

    private static void write(JsonGenerator json, List<GicBackends.Entry> entries) {
        json.writeArrayPropertyStart("backends");
        for (GicBackends.Entry entry : entries) {
            json.writeStartObject();
            json.writeStringProperty("name", entry.name());
            json.writeBooleanProperty("available", entry.available());
            json.writeStringProperty("reason", entry.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}

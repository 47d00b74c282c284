package org.gic4j.cli.diff;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.gic4j.api.registers.Register;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicVersionProvider;
import org.gic4j.cli.input.SnapshotInput;
import org.gic4j.cli.output.Differences;
import org.gic4j.cli.output.Output;
import org.gic4j.cli.output.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** {@code gic diff}: compares two states. */
@Command(
        name = "diff",
        description = "Compares the states of two snapshots, register by register. Identification registers that "
                + "differ are told but do not count.",
        mixinStandardHelpOptions = true,
        versionProvider = GicVersionProvider.class)
@SuppressWarnings("NullAway.Init")
public final class DiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "a snapshot in any format that can be read")
    private Path left;

    @Parameters(index = "1", paramLabel = "B", description = "another")
    private Path right;

    @Mixin
    private SnapshotInput input;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        Comparison comparison = Comparison.of(
                input.read(left).snapshot().state(), input.read(right).snapshot().state());
        output.print(
                spec.commandLine().getOut(), out -> print(out, comparison), json -> write(json, comparison));
        return comparison.isEqual() ? ExitCode.OK : ExitCode.DIFFERENCES;
    }

    private static void print(PrintWriter out, Comparison comparison) {
        comparison.facts().forEach(fact -> out.println(fact.name() + ": " + fact.left() + " -> " + fact.right()));
        comparison.onlyLeft().forEach(register -> out.println("only in the first: " + register.name()));
        comparison.onlyRight().forEach(register -> out.println("only in the second: " + register.name()));
        comparison.registers().forEach(difference -> out.println(Differences.line(difference)));
        comparison.identification().forEach(difference -> out.println("identification: " + difference));
        out.println(Words.count(comparison.registers().size(), "differing register"));
    }

    private static void write(JsonGenerator json, Comparison comparison) {
        json.writeArrayPropertyStart("facts");
        for (Comparison.Fact fact : comparison.facts()) {
            json.writeStartObject();
            json.writeStringProperty("name", fact.name());
            json.writeStringProperty("left", fact.left());
            json.writeStringProperty("right", fact.right());
            json.writeEndObject();
        }
        json.writeEndArray();
        write(json, "onlyLeft", comparison.onlyLeft());
        write(json, "onlyRight", comparison.onlyRight());
        Differences.write(json, "differences", comparison.registers());
        Differences.write(json, "identification", comparison.identification());
        json.writeNumberProperty("differing", comparison.registers().size());
        json.writeBooleanProperty("equal", comparison.isEqual());
    }

    private static void write(JsonGenerator json, String name, List<Register> registers) {
        json.writeArrayPropertyStart(name);
        registers.forEach(register -> json.writeString(register.name()));
        json.writeEndArray();
    }
}

package org.gic4j.cli.diff;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.Diff;
import org.gic4j.api.snapshot.InterruptDifference;
import org.gic4j.api.snapshot.Snapshot;
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
        description = "Compares the states of two snapshots, by register and by interrupt, as far as both have "
                + "them. Identification registers that differ are told but do not count.",
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
        Snapshot first = input.read(left).snapshot();
        Snapshot second = input.read(right).snapshot();
        Diff diff = Diff.between(first, second);
        GicVersion version = first.state().version();
        GicVersion other = second.state().version();
        output.print(
                spec.commandLine().getOut(),
                out -> {
                    if (version == other) {
                        print(out, diff);
                    } else {
                        printFacts(out, diff);
                        out.println("a " + version.display() + " and a " + other.display()
                                + " have no registers in common: nothing was compared by register or interrupt");
                    }
                },
                json -> {
                    write(json, diff);
                    json.writeBooleanProperty("comparable", version == other);
                });
        return diff.isEqual() ? ExitCode.OK : ExitCode.DIFFERENCES;
    }

    private static void printFacts(PrintWriter out, Diff diff) {
        diff.facts().forEach(fact -> out.println(fact.name() + ": " + fact.left() + " -> " + fact.right()));
    }

    private static void print(PrintWriter out, Diff diff) {
        printFacts(out, diff);
        diff.onlyLeft().forEach(register -> out.println("only in the first: " + register.name()));
        diff.onlyRight().forEach(register -> out.println("only in the second: " + register.name()));
        diff.unpairedLeft().forEach(word -> out.println("only in the first: " + Differences.line(word)));
        diff.unpairedRight().forEach(word -> out.println("only in the second: " + Differences.line(word)));
        diff.registers().forEach(difference -> out.println(Differences.line(difference)));
        diff.identification().forEach(difference -> out.println("identification: " + difference));
        diff.interrupts().forEach(out::println);
        out.println(Words.count(diff.registers().size(), "differing register") + ", "
                + Words.count(diff.interrupts().size(), "differing interrupt"));
    }

    private static void write(JsonGenerator json, Diff diff) {
        json.writeArrayPropertyStart("facts");
        for (Diff.Fact fact : diff.facts()) {
            json.writeStartObject();
            json.writeStringProperty("name", fact.name());
            json.writeStringProperty("left", fact.left());
            json.writeStringProperty("right", fact.right());
            json.writeEndObject();
        }
        json.writeEndArray();
        write(json, "onlyLeft", diff.onlyLeft());
        write(json, "onlyRight", diff.onlyRight());
        Differences.writeUnpaired(json, "unpairedLeft", diff.unpairedLeft());
        Differences.writeUnpaired(json, "unpairedRight", diff.unpairedRight());
        Differences.write(json, "differences", diff.registers());
        Differences.write(json, "identification", diff.identification());
        interrupts(json, diff.interrupts());
        json.writeNumberProperty("differing", diff.registers().size());
        json.writeBooleanProperty("equal", diff.isEqual());
    }

    private static void write(JsonGenerator json, String name, List<Register> registers) {
        json.writeArrayPropertyStart(name);
        registers.forEach(register -> json.writeString(register.name()));
        json.writeEndArray();
    }

    private static void interrupts(JsonGenerator json, List<InterruptDifference> interrupts) {
        json.writeArrayPropertyStart("interrupts");
        for (InterruptDifference interrupt : interrupts) {
            json.writeStartObject();
            json.writeNumberProperty("intid", interrupt.intid());
            if (interrupt.vcpu() != null) {
                json.writeNumberProperty("vcpu", interrupt.vcpu().id().value());
            }
            json.writeArrayPropertyStart("changes");
            for (InterruptDifference.Change change : interrupt.changes()) {
                json.writeStartObject();
                json.writeStringProperty("property", change.property().name());
                // Hexadecimal: a route has 64 bits, more than a number of JSON is sure to keep.
                json.writeStringProperty("left", "0x" + Long.toHexString(change.left()));
                json.writeStringProperty("right", "0x" + Long.toHexString(change.right()));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}

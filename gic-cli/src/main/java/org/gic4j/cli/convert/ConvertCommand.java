package org.gic4j.cli.convert;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicVersionProvider;
import org.gic4j.cli.input.SnapshotInput;
import org.gic4j.cli.output.Notes;
import org.gic4j.cli.output.Output;
import org.gic4j.cli.output.Source;
import org.gic4j.cli.output.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** {@code gic convert}: any readable format to any writable one, saying what is lost. */
@Command(
        name = "convert",
        description = "Writes a snapshot in another format and says what is lost.",
        mixinStandardHelpOptions = true,
        versionProvider = GicVersionProvider.class)
@SuppressWarnings("NullAway.Init")
public final class ConvertCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "a snapshot in any format that can be read")
    private Path file;

    @Option(names = {"-o", "--output"}, paramLabel = "OUT", required = true, description = "the file to write")
    private Path target;

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            description = "the format to write (default: json for a name that ends with .json, else native)")
    private @Nullable String targetFormat;

    @Mixin
    private SnapshotInput input;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        Conversion conversion = Conversion.of(
                file,
                input.read(file),
                target,
                targetFormat == null ? Conversion.formatFor(target) : targetFormat);
        output.print(
                spec.commandLine().getOut(), out -> print(out, conversion), json -> write(json, conversion));
        return ExitCode.OK;
    }

    private static void print(PrintWriter out, Conversion conversion) {
        out.println(Source.line(conversion.from(), conversion.imported()));
        Notes.print(out, conversion.notes());
        out.println("written: " + conversion.to() + ", " + conversion.format() + ", "
                + Words.count(conversion.bytes(), "byte"));
    }

    private static void write(JsonGenerator json, Conversion conversion) {
        json.writeStringProperty("from", conversion.from().toString());
        json.writeStringProperty("fromFormat", conversion.imported().format());
        json.writeStringProperty("producer", conversion.imported().snapshot().producer());
        json.writeStringProperty("to", conversion.to().toString());
        json.writeStringProperty("toFormat", conversion.format());
        json.writeNumberProperty("bytes", conversion.bytes());
        Notes.write(json, conversion.notes());
    }
}

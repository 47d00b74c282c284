package org.gic4j.cli.output;

import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** The option {@code --format}, and the printing that it decides. */
public final class Output {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: text)")
    private OutputFormat format = OutputFormat.TEXT;

    /**
     * Prints a report.
     *
     * @param out where to
     * @param text prints it as text
     * @param json prints it as the members of one JSON object
     */
    public void print(PrintWriter out, Consumer<PrintWriter> text, Consumer<JsonGenerator> json) {
        switch (format) {
            case TEXT -> text.accept(out);
            case JSON -> printObject(out, json);
        }
        out.flush();
    }

    private static void printObject(PrintWriter out, Consumer<JsonGenerator> members) {
        JsonFactory factory = JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .build();
        try (JsonGenerator json = factory.createGenerator(new Indented(), out)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        }
        out.println();
    }

    /** One member a line. */
    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}

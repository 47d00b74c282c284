package org.gic4j.cli.restore;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.ItsMappings;
import org.gic4j.cli.output.Differences;
import org.gic4j.cli.output.Notes;
import org.gic4j.cli.output.Source;
import org.gic4j.cli.output.Words;

/** Prints a restoration for people. The last line is the number of differing registers. */
final class RestorationText {
    private final Restoration restoration;

    RestorationText(Restoration restoration) {
        this.restoration = restoration;
    }

    void print(PrintWriter out) {
        out.println(Source.line(restoration.file(), restoration.imported()));
        out.println("restored: on backend " + restoration.backend() + ", profile "
                + restoration.profile().name() + ", and saved again");
        for (int its = 0; its < restoration.mapped().size(); its++) {
            out.println("ITS " + its + ": " + counts(restoration.mapped().get(its)));
        }
        if (!restoration.notCompared().isEmpty()) {
            out.println("not compared: " + names(restoration.notCompared()) + " (the backend does not tell)");
        }
        Notes.print(out, restoration.notes());
        restoration.differences().forEach(difference -> out.println("differs: " + Differences.line(difference)));
        out.println(Words.count(restoration.differences().size(), "differing register"));
    }

    private static String counts(ItsMappings mapped) {
        return Words.count(mapped.devices(), "device") + ", " + Words.count(mapped.events(), "event") + ", "
                + Words.count(mapped.lpis(), "LPI") + ", " + Words.count(mapped.collections(), "collection");
    }

    private static String names(List<Register> registers) {
        return registers.stream().map(Register::name).collect(Collectors.joining(", "));
    }
}

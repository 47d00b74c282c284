package org.gic4j.cli.lint;

import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.guest.MappedMemory;
import org.gic4j.api.lint.Finding;
import org.gic4j.api.lint.Lint;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.lint.LintTarget;
import org.gic4j.api.lint.Severity;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.cli.backends.BackendChoice;
import org.gic4j.cli.input.ItsPlace;
import org.gic4j.cli.input.MemoryInput;
import org.gic4j.cli.output.Source;
import org.gic4j.cli.output.Words;
import tools.jackson.core.JsonGenerator;

/**
 * What was found in a snapshot.
 *
 * @param file where it came from
 * @param imported what was read
 * @param target where it is to go
 * @param backend the backend that it was tried on; empty where none was asked for
 * @param findings what was found, the worst first
 */
record LintReport(Path file, Imported imported, LintTarget target, String backend, List<Finding> findings) {
    private static final int ADDRESS_BITS = 52;

    LintReport {
        findings = List.copyOf(findings);
    }

    /**
     * Checks a snapshot, with the guest memory that is given beside it; tries it on a backend where one is named.
     *
     * @throws org.gic4j.cli.CommandFailure when that backend is not available or cannot make such a virtual machine, or
     *     for memory that cannot be read
     */
    static LintReport of(
            Path file, Imported imported, LintTarget target, BackendChoice choice, MemoryInput input) {
        List<Finding> findings = new ArrayList<>();
        String backend = "";
        if (choice.isNamed()) {
            BackendChoice.Chosen chosen =
                    choice.createVirtualMachine(Snapshots.configurationFor(imported.snapshot()));
            backend = chosen.backend().name();
            try (Arena arena = Arena.ofShared();
                    VirtualMachine vm = chosen.vm()) {
                input.map(vm.memory(), vm.configuration().addressBits(), imported.snapshot(), arena);
                findings.addAll(Lint.tryRestore(ItsPlace.assumed(imported), vm));
            }
        }
        try (Arena arena = Arena.ofShared()) {
            GuestMemory memory = new MappedMemory(ADDRESS_BITS);
            if (input.isGiven()) {
                input.map(memory, ADDRESS_BITS, imported.snapshot(), arena);
            }
            findings.addAll(Lint.check(imported, target, memory));
        }
        return new LintReport(file, imported, target, backend, findings);
    }

    /** Whether some finding is at least so severe. */
    boolean reaches(Severity severity) {
        return findings.stream().anyMatch(finding -> finding.severity().compareTo(severity) >= 0);
    }

    /** Prints for people: by rule, each with its findings. The last line counts. */
    void print(PrintWriter out) {
        out.println(Source.line(file, imported));
        if (!backend.isEmpty()) {
            out.println("tried: on backend " + backend);
        }
        Map<LintRule, List<Finding>> byRule = new LinkedHashMap<>();
        findings.forEach(finding ->
                byRule.computeIfAbsent(finding.rule(), rule -> new ArrayList<>()).add(finding));
        byRule.forEach((rule, own) -> {
            out.println(rule.severity().display() + " " + rule.id() + ": " + rule.title());
            own.forEach(finding -> out.println("  " + finding));
            if (rule.severity() != Severity.INFO) {
                out.println("  why: " + rule.why());
                out.println("  do: " + rule.remedy());
            }
        });
        out.println(Words.count(count(Severity.ERROR), "error") + ", " + Words.count(count(Severity.WARNING), "warning")
                + ", " + count(Severity.INFO) + " for information");
    }

    /** Writes the members of a JSON object. */
    void write(JsonGenerator json) {
        json.writeStringProperty("file", file.toString());
        json.writeStringProperty("format", imported.format());
        json.writeStringProperty("producer", imported.snapshot().producer());
        json.writeStringProperty("target", target.id());
        if (!backend.isEmpty()) {
            json.writeStringProperty("backend", backend);
        }
        json.writeArrayPropertyStart("findings");
        findings.forEach(finding -> write(json, finding));
        json.writeEndArray();
        for (Severity severity : Severity.values()) {
            json.writeNumberProperty(severity.display() + "s", count(severity));
        }
    }

    private static void write(JsonGenerator json, Finding finding) {
        json.writeStartObject();
        json.writeStringProperty("rule", finding.rule().id());
        json.writeStringProperty("severity", finding.severity().display());
        json.writeStringProperty("register", finding.register());
        if (finding.vcpu() != null) {
            json.writeNumberProperty("vcpu", finding.vcpu().value());
        }
        if (finding.intid().isPresent()) {
            json.writeNumberProperty("intid", finding.intid().getAsInt());
        }
        Words.unsigned(json, "value", finding.value());
        json.writeStringProperty("seen", finding.seen());
        json.writeStringProperty("title", finding.rule().title());
        json.writeStringProperty("why", finding.rule().why());
        json.writeStringProperty("remedy", finding.rule().remedy());
        json.writeEndObject();
    }

    private int count(Severity severity) {
        return (int) findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }
}

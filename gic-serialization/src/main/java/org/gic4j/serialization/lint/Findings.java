package org.gic4j.serialization.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.gic4j.api.lint.Finding;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.VcpuDescription;
import org.jspecify.annotations.Nullable;

/** Collects what rules find. */
final class Findings {
    private final List<Finding> found = new ArrayList<>();

    /** Something about a shared register, or about no single one. */
    void add(LintRule rule, String register, long value, String seen) {
        found.add(new Finding(rule, register, null, OptionalInt.empty(), value, seen));
    }

    /** Something about a register of one vCPU. */
    void add(LintRule rule, String register, VcpuDescription vcpu, long value, String seen) {
        found.add(new Finding(rule, register, vcpu.id(), OptionalInt.empty(), value, seen));
    }

    /** Something about one interrupt; the vCPU is null for a shared one. */
    void add(LintRule rule, String register, @Nullable VcpuDescription vcpu, int intid, long value, String seen) {
        found.add(new Finding(rule, register, vcpu == null ? null : vcpu.id(), OptionalInt.of(intid), value, seen));
    }

    /** Something that a reader noted. */
    void add(LintRule rule, Note note) {
        found.add(new Finding(rule, note.register(), note.vcpu(), note.intid(), note.sourceValue(), note.reason()));
    }

    /** A value that a target does not keep. */
    void addLoss(LintRule rule, Note note) {
        String seen = note.id() + ": " + note.reason() + "; kept is 0x" + Long.toHexString(note.keptValue());
        found.add(new Finding(rule, note.register(), note.vcpu(), note.intid(), note.sourceValue(), seen));
    }

    /** Everything, the worst first, else in the order in which it was found. */
    List<Finding> sorted() {
        return found.stream()
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .toList();
    }
}

package org.gic4j.serialization.lint;

import static org.gic4j.api.lint.Severity.ERROR;
import static org.gic4j.api.lint.Severity.INFO;
import static org.gic4j.api.lint.Severity.WARNING;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.gic4j.api.lint.LintRule;
import org.gic4j.api.snapshot.Note;

/** What the file had and the state has not: readers say it as notes. */
final class NoteRules implements RuleGroup {
    static final LintRule TORN_PAIR = new LintRule(
            "torn-pair",
            ERROR,
            "A register that sets and the one that clears disagree",
            "both read the same bits, so they were not read at one instant, or not into the right place: vCPUs ran"
                    + " during the save, or the producer wrote through a wrong pointer",
            "take the snapshot again with all vCPUs stopped; update the producer");
    static final LintRule RESTORE_CLEARS = new LintRule(
            "restore-clears",
            ERROR,
            "The producer's own restore disables what the snapshot enables",
            "it writes every word in ascending order, and after a word that sets comes the saved word that clears the"
                    + " same bits",
            "convert the snapshot and restore it with gic4j, or put 0 into the words that clear");
    static final LintRule SOURCE_LOSES = new LintRule(
            "import-loses",
            WARNING,
            "The file holds something that a state cannot",
            "it is not part of what gic4j restores or writes",
            "compare with what the guest needs; the reader's note says what it is");
    static final LintRule SHIFTED = new LintRule(
            "shifted-bitmaps",
            INFO,
            "An old QEMU under KVM saved its bitmaps one word too high",
            "a reader that takes them as they stand restores SPI n as SPI n - 32; they were moved back here",
            "nothing: convert it, or let QEMU itself restore it");
    static final LintRule NESTED_GUEST = new LintRule(
            "nested-guest",
            WARNING,
            "The guest runs a guest of its own",
            "the registers of the virtual CPU interface (ICH_*, GICH_*) are not part of the state: after a restore the"
                    + " inner guest loses interrupts, or the maintenance interrupt never ends",
            "restore it with the hypervisor that made it, or stop the inner guest before the snapshot");

    static final LintRule ASSUMES = new LintRule(
            "import-assumes",
            WARNING,
            "The reader took for granted what the file does not say",
            "affinities that were assumed route interrupts to another vCPU if they are others, interrupts that were not counted"
                    + " are left out, and a file that contradicts itself is damaged or of an unknown producer",
            "compare with the machine that the file is of; say how many interrupts it has");

    private static final Map<String, LintRule> BY_NOTE = new LinkedHashMap<>();

    static {
        BY_NOTE.put("torn-pair", TORN_PAIR);
        BY_NOTE.put("restore-clears", RESTORE_CLEARS);
        BY_NOTE.put("shifted-bitmaps", SHIFTED);
        BY_NOTE.put("virtual-interface", NESTED_GUEST);
        BY_NOTE.put("assumed-affinity", ASSUMES);
        BY_NOTE.put("assumed-interrupts", ASSUMES);
        BY_NOTE.put("contradictory-accelerator", ASSUMES);
    }

    @Override
    public List<LintRule> rules() {
        return Stream.concat(BY_NOTE.values().stream(), Stream.of(SOURCE_LOSES)).distinct().toList();
    }

    @Override
    public void check(Subject subject, Findings findings) {
        BY_NOTE.forEach((id, rule) -> subject.notes(id).forEach(note -> findings.add(rule, note)));
        Set<String> told = BY_NOTE.keySet();
        subject.imported().notes().stream()
                .filter(Note::loss)
                .filter(note -> !told.contains(note.id()))
                .forEach(note -> findings.add(SOURCE_LOSES, note));
    }
}

package org.gic4j.testkit.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run found.
 *
 * @param seed what the operations followed from
 * @param sequences virtual machines, from creation to close
 * @param operations operations whose answers were compared
 * @param answers how many of those the reference answered with which errno
 * @param states complete states that were compared
 * @param registers registers that those had
 * @param memories comparisons of guest memory
 * @param failures what differs
 */
public record DifferentialReport(
        long seed,
        long sequences,
        long operations,
        SortedMap<String, Long> answers,
        long states,
        long registers,
        long memories,
        List<Failure> failures) {
    /** Copies the collections. */
    public DifferentialReport {
        answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
        failures = List.copyOf(failures);
    }

    /**
     * A difference.
     *
     * @param name a file name for its log, without extension
     * @param sequence the number of the sequence in which it was found
     * @param found after how many operations of it
     * @param difference what was asked, and both answers
     * @param log an op log that shows it, with the reference's answers
     */
    public record Failure(String name, long sequence, int found, String difference, List<String> log) {
        /** Copies the list. */
        public Failure {
            log = List.copyOf(log);
        }

        /**
         * Writes the log, for {@code gic replay}.
         *
         * @param folder where to
         * @return the file
         * @throws IOException when it cannot be written
         */
        public Path write(Path folder) throws IOException {
            return Files.write(Files.createDirectories(folder).resolve(name + ".jsonl"), log);
        }
    }

    /** One line: what was compared, and the seed that repeats it. */
    public String summary() {
        return operations + " operations " + answers + " on " + sequences + " virtual machines, " + states + " complete states of "
                + registers + " registers, " + memories + " of guest memory: " + failures.size() + " differences (repeat with -D" + Seed.PROPERTY + "="
                + Seed.format(seed) + ")";
    }

    /** The summary, and of each difference the answers and the log. */
    public String describe() {
        return summary()
                + failures.stream()
                        .map(failure -> "\n\n" + failure.name() + ": " + failure.difference() + "\n"
                                + String.join("\n", failure.log()))
                        .collect(Collectors.joining());
    }
}

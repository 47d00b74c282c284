package org.gic4j.testkit.replay;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a replay found. An answer is what one operation gave: an errno, and the value or the changed registers with it;
 * a sweep has one answer for each access.
 *
 * @param agreeing answers that are as recorded
 * @param differing answers that are not, expected ones left out
 * @param excepted answers that differ as expected
 * @param skipped answers that were not compared, by reason
 * @param counts of a trace, by the names that its definition uses: reads, output lines, …; empty for an op log
 * @param differences the differing answers, each with its line; at most {@link #LISTED}
 * @param exceptions the answers that differ as expected, each with its line and the reason
 */
public record ReplayReport(
        long agreeing,
        long differing,
        long excepted,
        SortedMap<String, Long> skipped,
        SortedMap<String, Long> counts,
        List<String> differences,
        List<String> exceptions) {

    /** How many differences are listed; {@link #differing} counts them all. */
    public static final int LISTED = 1_000_000;

    /** Copies the collections. */
    public ReplayReport {
        skipped = Collections.unmodifiableSortedMap(new TreeMap<>(skipped));
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        differences = List.copyOf(differences);
        exceptions = List.copyOf(exceptions);
    }

    /** The number of answers that were not compared. */
    public long skippedAnswers() {
        return skipped.values().stream().mapToLong(Long::longValue).sum();
    }
}

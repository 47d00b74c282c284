package org.gic4j.testkit.replay.tally;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gic4j.testkit.replay.ReplayReport;

/** Counts agreeing, differing, expected and skipped answers, and lists those that differ. Not for several threads. */
public final class Tally {
    private final SortedMap<Integer, String> expected;
    private final Set<Integer> met = new HashSet<>();
    private final SortedMap<String, Long> skipped = new TreeMap<>();
    private final SortedMap<String, Long> counts = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();
    private final List<String> exceptions = new ArrayList<>();
    private long agreeing;
    private long differing;
    private long excepted;

    /**
     * Begins at zero.
     *
     * @param expected the reason by number of each line that is known to differ
     */
    public Tally(SortedMap<Integer, String> expected) {
        this.expected = expected;
    }

    /**
     * Answers that are as recorded.
     *
     * @param answers how many
     */
    public void agree(long answers) {
        agreeing += answers;
    }

    /**
     * Answers of one line that are not as recorded.
     *
     * @param line the line's number
     * @param answers how many
     * @param what what was asked, expected and got
     */
    public void differ(int line, long answers, String what) {
        String reason = expected.get(line);
        if (reason == null) {
            differing += answers;
            list("line " + line + ": " + what);
        } else {
            excepted += answers;
            met.add(line);
            exceptions.add("line " + line + ": " + what + " (" + reason + ")");
        }
    }

    /**
     * Answers that are not compared.
     *
     * @param line the line's number
     * @param answers how many
     * @param reason why
     */
    public void skip(int line, long answers, String reason) {
        if (answers > 0) {
            skipped.merge(reason, answers, Long::sum);
            met.add(line);
        }
    }

    /**
     * Counts something that a trace's definition names.
     *
     * @param name its name
     * @param amount how many more; 0 to have it listed
     */
    public void count(String name, long amount) {
        counts.merge(name, amount, Long::sum);
    }

    /** The result; an expected difference that was not met is a difference. */
    public ReplayReport report() {
        expected.forEach((line, reason) -> {
            if (!met.contains(line)) {
                differing++;
                list("line " + line + ": stale exception: the answer was expected to differ, but agrees (" + reason + ")");
            }
        });
        return new ReplayReport(agreeing, differing, excepted, skipped, counts, differences, exceptions);
    }

    private void list(String difference) {
        if (differences.size() < ReplayReport.LISTED) {
            differences.add(difference);
        }
    }
}

package org.gic4j.testkit.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Answers of recorded logs that are known to differ, each with its reason: what the recording host's hardware did, not
 * the contract. The list is short by rule, and an entry whose answer agrees counts as a difference.
 */
public final class ExpectedDifferences {
    /** How many lines of one log may be listed. */
    public static final int LIMIT = 30;

    private static final String RESOURCE = "expected-differences.txt";
    private static final ExpectedDifferences NONE = new ExpectedDifferences(Map.of());

    private final Map<String, SortedMap<Integer, String>> reasons;

    private ExpectedDifferences(Map<String, SortedMap<Integer, String>> reasons) {
        this.reasons = reasons;
    }

    /** An empty list. */
    public static ExpectedDifferences none() {
        return NONE;
    }

    /** The list for the golden logs, for a GIC as the architecture has it. */
    public static ExpectedDifferences standard() {
        try (InputStream in = ExpectedDifferences.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing beside " + ExpectedDifferences.class.getName());
            }
            return parse(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a list: on each line a log's name without its extension, a line number and the reason, with blanks
     * between; empty lines and those that begin with {@code #} say nothing.
     *
     * @param text the list
     * @throws ReplayException for a line that is none of these, and for more than {@link #LIMIT} lines of one log
     * @throws IOException when it cannot be read
     */
    public static ExpectedDifferences parse(BufferedReader text) throws IOException {
        Map<String, SortedMap<Integer, String>> reasons = new HashMap<>();
        int number = 0;
        for (String line = text.readLine(); line != null; line = text.readLine()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.strip().split("\\s+", 3);
            if (parts.length < 3 || !parts[1].matches("[1-9][0-9]{0,8}")) {
                throw new ReplayException(
                        number, "an expected difference is a log's name, a line number and a reason, not: " + line);
            }
            SortedMap<Integer, String> ofLog = reasons.computeIfAbsent(parts[0], log -> new TreeMap<>());
            if (ofLog.put(Integer.valueOf(parts[1]), parts[2]) != null) {
                throw new ReplayException(number, parts[0] + " line " + parts[1] + " is listed twice");
            }
            if (ofLog.size() > LIMIT) {
                throw new ReplayException(number, "more than " + LIMIT + " expected differences of " + parts[0]);
            }
        }
        return new ExpectedDifferences(reasons);
    }

    /**
     * The expected differences of one log.
     *
     * @param log the log's name without its extension, for example {@code gic2-cpuif.5}
     * @return the reason by line number
     */
    public SortedMap<Integer, String> of(String log) {
        return Collections.unmodifiableSortedMap(reasons.getOrDefault(log, Collections.emptySortedMap()));
    }
}

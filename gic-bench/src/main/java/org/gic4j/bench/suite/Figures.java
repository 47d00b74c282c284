package org.gic4j.bench.suite;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/** What was measured, by benchmark: {@code Class.method}, with a parameter {@code Class.method[value]}. */
final class Figures {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Map<String, Figure> byName = new LinkedHashMap<>();
    private final Map<String, Double> bytes = new LinkedHashMap<>();

    /**
     * Adds how long a benchmark takes.
     *
     * @param run the benchmark with its parameters, with {@link UnitProfiler}
     * @param operations how many an invocation does
     */
    void addTimes(RunResult run, int operations) {
        byName.put(nameOf(run.getParams()), Figure.of(run, operations));
    }

    /**
     * Adds what a benchmark allocates.
     *
     * @param run the benchmark with its parameters, with JMH's {@code GCProfiler}
     * @param operations how many an invocation does
     */
    void addBytes(RunResult run, int operations) {
        bytes.put(nameOf(run.getParams()), Figure.scoreOf(run.getSecondaryResults(), ALLOCATED) / operations);
    }

    /** The bytes that an operation of a benchmark allocates. */
    OptionalDouble bytes(String name) {
        Double allocated = bytes.get(name);
        return allocated == null ? OptionalDouble.empty() : OptionalDouble.of(allocated);
    }

    /** Whether a benchmark was measured. */
    boolean has(String name) {
        return byName.containsKey(name);
    }

    /**
     * What a benchmark measured.
     *
     * @throws IllegalArgumentException when it was not
     */
    Figure get(String name) {
        Figure figure = byName.get(name);
        if (figure == null) {
            throw new IllegalArgumentException(name + " was not measured");
        }
        return figure;
    }

    /** One benchmark's time over another's; each in units of its own fork, since processors change their speed. */
    OptionalDouble ratio(String name, String other) {
        return has(name) && has(other)
                ? OptionalDouble.of(get(name).units() / get(other).units())
                : OptionalDouble.empty();
    }

    Map<String, Figure> all() {
        return byName;
    }

    private static String nameOf(BenchmarkParams params) {
        String method = params.getBenchmark();
        String simple = method.substring(method.lastIndexOf('.', method.lastIndexOf('.') - 1) + 1);
        String values = params.getParamsKeys().stream().map(params::getParam).collect(Collectors.joining(","));
        return values.isEmpty() ? simple : simple + "[" + values + "]";
    }
}

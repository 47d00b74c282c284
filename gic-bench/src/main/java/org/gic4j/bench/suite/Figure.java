package org.gic4j.bench.suite;

import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/**
 * What one benchmark measured.
 *
 * <p>An invocation is timed as a whole, and the least of thousands is taken: on a busy machine most are interrupted.
 *
 * @param nanos the least time of an operation in nanoseconds
 * @param unit the unit u of the same fork in nanoseconds, its least
 * @param units of all forks the least of these two divided
 * @param usual the median, over all iterations, of an iteration's median time divided by the u beside it
 */
record Figure(double nanos, double unit, double units, double usual) {
    private static final double MEDIAN = 50;

    /**
     * From what JMH gives.
     *
     * @param run a benchmark with its parameters
     * @param operations how many an invocation does
     */
    static Figure of(RunResult run, int operations) {
        Figure best = new Figure(0, 1, Double.MAX_VALUE, 0);
        for (BenchmarkResult fork : run.getBenchmarkResults()) {
            double nanos = of(fork, iteration -> times(iteration).getMin()) / operations;
            double unit = of(fork, Figure::unit);
            if (nanos / unit < best.units) {
                best = new Figure(nanos, unit, nanos / unit, 0);
            }
        }
        double[] ratios = run.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(iteration -> times(iteration).getPercentile(MEDIAN) / operations / unit(iteration))
                .sorted()
                .toArray();
        return new Figure(best.nanos, best.unit, best.units, ratios[ratios.length / 2]);
    }

    private static double of(BenchmarkResult fork, ToDoubleFunction<IterationResult> value) {
        return fork.getIterationResults().stream()
                .mapToDouble(value)
                .min()
                .orElseThrow();
    }

    private static Statistics times(IterationResult iteration) {
        return iteration.getPrimaryResult().getStatistics();
    }

    private static double unit(IterationResult iteration) {
        return scoreOf(iteration.getSecondaryResults(), UnitProfiler.UNIT);
    }

    /** The score of a secondary result. */
    @SuppressWarnings("rawtypes") // As JMH declares it.
    static double scoreOf(Map<String, Result> results, String name) {
        return results.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(name))
                .mapToDouble(entry -> entry.getValue().getScore())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no result '" + name + "' among " + results.keySet()));
    }
}

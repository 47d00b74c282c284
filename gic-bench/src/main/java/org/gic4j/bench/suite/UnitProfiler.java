package org.gic4j.bench.suite;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Measures the unit u in the fork of a benchmark, before and after each iteration, and reports the lesser. As a profiler
 * of JMH it goes with any benchmark: {@code -prof org.gic4j.bench.suite.UnitProfiler}.
 */
public final class UnitProfiler implements InternalProfiler {
    /** The name of the result. */
    static final String UNIT = "unit";

    private final PointerChase chase = new PointerChase();
    private double before;

    /** Made by JMH. */
    public UnitProfiler() {}

    @Override
    public String getDescription() {
        return "one dependent load inside 4 KiB, in nanoseconds";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = chase.measure();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double unit = Math.min(before, chase.measure());
        return List.of(new ScalarResult(UNIT, unit, "ns", AggregationPolicy.MIN));
    }
}

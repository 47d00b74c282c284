package org.gic4j.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The unit u: one dependent {@code int} load of a pointer chase inside 4 KiB. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UnitBenchmark {
    private static final int STEPS = 1024;

    private final int[] next = new int[STEPS];

    /** Makes one cycle through all elements, in random order. */
    @Setup
    public void chain() {
        Random random = new Random(1);
        int[] order = random.ints(0, STEPS).distinct().limit(STEPS).toArray();
        for (int i = 0; i < STEPS; i++) {
            next[order[i]] = order[(i + 1) % STEPS];
        }
    }

    /** One load. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public int unit() {
        int at = 0;
        for (int i = 0; i < STEPS; i++) {
            at = next[at];
        }
        return at;
    }
}

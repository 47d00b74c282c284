package org.gic4j.bench.suite;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gic4j.bench.EncodingBenchmark;
import org.gic4j.bench.Gicv2CycleBenchmark;
import org.gic4j.bench.Gicv2RegisterBenchmark;
import org.gic4j.bench.Gicv3BroadcastBenchmark;
import org.gic4j.bench.Gicv3CycleBenchmark;
import org.gic4j.bench.LpiCycleBenchmark;
import org.gic4j.bench.LpiTransferBenchmark;
import org.gic4j.bench.PrivateInterruptBenchmark;
import org.gic4j.bench.TransferBenchmark;
import org.gic4j.bench.encoding.Codecs;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.profile.Profiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs all benchmarks and says which goals are met. About six seconds for each benchmark and fork, and
 * four for each benchmark.
 */
public final class Suite {
    /** The benchmarks, with the number of operations of an invocation. */
    private static final Map<Class<?>, Integer> BENCHMARKS = new LinkedHashMap<>();

    static {
        BENCHMARKS.put(Gicv2CycleBenchmark.class, Gicv2CycleBenchmark.OPERATIONS);
        BENCHMARKS.put(Gicv2RegisterBenchmark.class, Gicv2RegisterBenchmark.OPERATIONS);
        BENCHMARKS.put(Gicv3CycleBenchmark.class, Gicv3CycleBenchmark.OPERATIONS);
        BENCHMARKS.put(Gicv3BroadcastBenchmark.class, Gicv3BroadcastBenchmark.OPERATIONS);
        BENCHMARKS.put(LpiCycleBenchmark.class, LpiCycleBenchmark.OPERATIONS);
        BENCHMARKS.put(TransferBenchmark.class, 1);
        BENCHMARKS.put(LpiTransferBenchmark.class, 1);
        BENCHMARKS.put(PrivateInterruptBenchmark.class, PrivateInterruptBenchmark.OPERATIONS);
        BENCHMARKS.put(EncodingBenchmark.class, EncodingBenchmark.OPERATIONS);
    }

    private static final List<String> CODECS = List.of("native", "protobuf", "kryo", "fory", "cbor");
    private static final int DEFAULT_FORKS = 2;
    private static final TimeValue WARM_UP = TimeValue.milliseconds(300);
    private static final int WARM_UPS = 8;
    private static final TimeValue ITERATION = TimeValue.milliseconds(200);
    private static final int ITERATIONS = 12;
    private static final int ITERATIONS_FOR_BYTES = 3;

    private Suite() {}

    /**
     * Runs it.
     *
     * @param arguments the number of forks of each benchmark, 2 if absent; then classes of benchmarks by their simple
     *     names, all if absent
     * @throws RunnerException when a benchmark cannot be run
     * @throws IOException when a codec cannot decode what it encoded
     */
    public static void main(String[] arguments) throws RunnerException, IOException {
        int forks = arguments.length == 0 ? DEFAULT_FORKS : Integer.parseInt(arguments[0]);
        List<String> chosen = List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
        Figures figures = new Figures();
        for (Map.Entry<Class<?>, Integer> entry : BENCHMARKS.entrySet()) {
            String name = entry.getKey().getSimpleName();
            if (chosen.isEmpty() || chosen.contains(name)) {
                System.err.println("running " + name);
                run(name, Mode.SampleTime, forks, UnitProfiler.class)
                        .forEach(result -> figures.addTimes(result, entry.getValue()));
                // Apart, since JMH's samples are allocated.
                run(name, Mode.AverageTime, 1, GCProfiler.class)
                        .forEach(result -> figures.addBytes(result, entry.getValue()));
            }
        }
        print(figures);
    }

    private static Collection<RunResult> run(String benchmark, Mode mode, int forks, Class<? extends Profiler> profiler)
            throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include("\\." + benchmark + "\\.")
                        .mode(mode)
                        .forks(forks)
                        .warmupIterations(WARM_UPS)
                        .warmupTime(WARM_UP)
                        .measurementIterations(mode == Mode.SampleTime ? ITERATIONS : ITERATIONS_FOR_BYTES)
                        .measurementTime(ITERATION)
                        .addProfiler(profiler)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(false)
                        .build())
                .run();
    }

    private static void print(Figures figures) throws IOException {
        System.out.println("| goal | what | limit | measured | verdict |");
        System.out.println("| --- | --- | --- | --- | --- |");
        Goals.all().forEach(goal -> System.out.println(goal.report(figures)));
        System.out.println();
        System.out.println("| benchmark | ns | u in ns | u, least | u, median | B/op |");
        System.out.println("| --- | --- | --- | --- | --- | --- |");
        for (Map.Entry<String, Figure> entry : figures.all().entrySet()) {
            Figure figure = entry.getValue();
            System.out.println(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.2f | %.1f | %.1f | %.2f |",
                    entry.getKey(),
                    figure.nanos(),
                    figure.unit(),
                    figure.units(),
                    figure.usual(),
                    figures.bytes(entry.getKey()).orElse(Double.NaN)));
        }
        System.out.println();
        System.out.println("bytes of the state of a GICv2 with 8 vCPUs:");
        for (String codec : CODECS) {
            System.out.println("  " + codec + " "
                    + Codecs.of(codec, EncodingBenchmark.snapshot()).encode());
        }
    }
}

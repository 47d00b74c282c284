package org.gic4j.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One message: a device sends it, a vCPU reads ICC_IAR1_EL1 and writes ICC_EOIR1_EL1; 200 SPIs are pending besides. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LpiCycleBenchmark {
    /** How many LPIs are mapped / how many vCPUs there are. The last LPI is sent. */
    @Param({"1/1", "1000/1", "50000/1", "1/64", "1000/64", "50000/64", "1/512", "1000/512", "50000/512"})
    public String shape = "1/1";

    /** How many cycles an invocation takes. */
    public static final int OPERATIONS = 1000;

    private LpiMachine machine = new LpiMachine(1, 1);
    private int lpi;
    private int target;

    /** Makes the machine. */
    @Setup
    public void setUp() {
        String[] numbers = shape.split("/", 2);
        int vcpus = Integer.parseInt(numbers[1]);
        machine = new LpiMachine(Integer.parseInt(numbers[0]), vcpus);
        lpi = machine.lpis - 1;
        target = lpi % vcpus;
        if (cycle() != LpiMachine.intid(lpi)) {
            throw new IllegalStateException("the cycle does not take its LPI");
        }
    }

    /** The cycle, a thousand times. */
    @Benchmark
    public long cycles() {
        long intids = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            intids += cycle();
        }
        return intids;
    }

    private long cycle() {
        machine.send(lpi);
        return machine.gic.take(target);
    }
}

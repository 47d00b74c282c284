package org.gic4j.bench;

import java.util.concurrent.TimeUnit;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.VirtualMachine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One interrupt of a GICv3 with 992, 200 others of which are pending: raise a level SPI, read ICC_IAR1_EL1, lower it,
 * write ICC_EOIR1_EL1. P2 and P8 of PERFORMANCE.md.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Gicv3CycleBenchmark {
    /** How many vCPUs there are; the last one takes the interrupt. */
    @Param({"1", "8", "64", "512"})
    public int vcpus;

    /** How many cycles an invocation takes. */
    public static final int OPERATIONS = 1000;

    private static final int LINE = InterruptLine.spi(Gicv3Machine.SPI);

    private Gicv3Machine machine = new Gicv3Machine(1, 0);

    /** Makes the machine. */
    @Setup
    public void setUp() {
        machine = new Gicv3Machine(vcpus, vcpus - 1);
        if (cycle() != Gicv3Machine.SPI) {
            throw new IllegalStateException("the cycle does not take its interrupt");
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
        VirtualMachine vm = machine.vm;
        vm.tryInterruptLine(LINE, 1);
        long intid = machine.guest.readSystemRegister(vcpus - 1, Gicv3Machine.IAR1);
        vm.tryInterruptLine(LINE, 0);
        machine.guest.writeSystemRegister(vcpus - 1, Gicv3Machine.EOIR1, intid);
        return intid;
    }
}

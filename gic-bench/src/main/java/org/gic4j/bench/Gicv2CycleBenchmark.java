package org.gic4j.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.guest.GuestAccess;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One interrupt: raise a level SPI, read GICC_IAR, lower it, write GICC_EOIR. P1 and P8 of PERFORMANCE.md. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Gicv2CycleBenchmark {
    /** vCPUs / interrupts / others that are pending / the vCPU that the interrupt goes to. */
    @Param({"1/64/0/0", "1/992/200/0", "8/992/200/0", "8/992/200/7"})
    public String shape = "";

    /** How many cycles an invocation takes: long enough to be timed, short enough to be left alone sometimes. */
    public static final int OPERATIONS = 1000;

    private static final int LINE = InterruptLine.spi(Gicv2Machine.SPI);

    private Gicv2Machine machine = new Gicv2Machine(1, 64, 0, 0);
    private int vcpu;

    /** Makes the machine of the shape. */
    @Setup
    public void setUp() {
        int[] numbers = Arrays.stream(shape.split("/", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        vcpu = numbers[3];
        machine = new Gicv2Machine(numbers[0], numbers[1], numbers[2], vcpu);
        if (cycle() != Gicv2Machine.SPI) {
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
        GuestAccess guest = machine.guest;
        vm.tryInterruptLine(LINE, 1);
        long intid = guest.read(vcpu, Gicv2Machine.IAR, 4);
        vm.tryInterruptLine(LINE, 0);
        guest.write(vcpu, Gicv2Machine.EOIR, 4, intid);
        return intid;
    }
}

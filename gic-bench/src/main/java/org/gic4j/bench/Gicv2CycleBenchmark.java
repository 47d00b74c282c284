package org.gic4j.bench;

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
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Gicv2CycleBenchmark {
    /** vCPUs / interrupts / others that are pending. */
    @Param({"1/64/0", "1/992/200", "8/992/200"})
    public String shape = "";

    private static final int LINE = InterruptLine.spi(Gicv2Machine.SPI);

    private Gicv2Machine machine = new Gicv2Machine(1, 64, 0);

    /** Makes the machine of the shape. */
    @Setup
    public void setUp() {
        String[] numbers = shape.split("/", -1);
        machine = new Gicv2Machine(
                Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
    }

    /** The cycle. */
    @Benchmark
    public long cycle() {
        VirtualMachine vm = machine.vm;
        GuestAccess guest = machine.guest;
        vm.tryInterruptLine(LINE, 1);
        long intid = guest.read(0, Gicv2Machine.IAR, 4);
        vm.tryInterruptLine(LINE, 0);
        guest.write(0, Gicv2Machine.EOIR, 4, intid);
        return intid;
    }
}

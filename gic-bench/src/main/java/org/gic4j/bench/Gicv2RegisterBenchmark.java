package org.gic4j.bench;

import java.util.concurrent.TimeUnit;
import org.gic4j.api.guest.GuestAccess;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Single register accesses of a guest, 8 vCPUs and 992 interrupts, 200 pending. P3 and P8 of PERFORMANCE.md. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Gicv2RegisterBenchmark {
    private static final long ISPENDR2 = Gicv2Machine.GICD + 0x208;
    private static final long ISENABLER30 = Gicv2Machine.GICD + 0x178;
    private static final long ICENABLER30 = Gicv2Machine.GICD + 0x1F8;

    private final Gicv2Machine machine = new Gicv2Machine(8, 992, 200);
    private final GuestAccess guest = machine.guest;

    /** A word of pending bits. */
    @Benchmark
    public long readPending() {
        return guest.read(0, ISPENDR2, 4);
    }

    /** A CPU interface register. */
    @Benchmark
    public long readPriorityMask() {
        return guest.read(0, Gicv2Machine.GICC + 4, 4);
    }

    /** Enables one interrupt and disables it again: two writes. */
    @Benchmark
    public void writeOneEnable() {
        guest.write(0, ISENABLER30, 4, 1 << 7);
        guest.write(0, ICENABLER30, 4, 1 << 7);
    }

    /** Enables 32 interrupts and disables them again: two writes. */
    @Benchmark
    public void writeAllEnables() {
        guest.write(0, ISENABLER30, 4, 0xFFFF_FFFFL);
        guest.write(0, ICENABLER30, 4, 0xFFFF_FFFFL);
    }
}

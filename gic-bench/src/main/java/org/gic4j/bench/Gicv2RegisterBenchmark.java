package org.gic4j.bench;

import java.util.concurrent.TimeUnit;
import org.gic4j.api.guest.GuestAccess;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Single register accesses of a guest, 8 vCPUs and 992 interrupts, 200 pending. P3 and P8 of PERFORMANCE.md. A write is
 * measured as one of two, the one that sets and the one that clears, so that each really changes its bits. An invocation
 * makes a thousand accesses.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Gicv2RegisterBenchmark {
    /** How many accesses an invocation makes. */
    public static final int OPERATIONS = 1000;

    private static final long ISPENDR2 = Gicv2Machine.GICD + 0x208;
    private static final long ISENABLER29 = Gicv2Machine.GICD + 0x174;
    private static final long ICENABLER29 = Gicv2Machine.GICD + 0x1F4;
    private static final long ISENABLER30 = Gicv2Machine.GICD + 0x178;
    private static final long ICENABLER30 = Gicv2Machine.GICD + 0x1F8;
    private static final long ISPENDR30 = Gicv2Machine.GICD + 0x278;
    private static final long ALL = 0xFFFF_FFFFL;

    private final Gicv2Machine machine = new Gicv2Machine(8, 992, 200, 0);
    private final GuestAccess guest = machine.guest;

    /** Makes the interrupts of a word pending, not enabled, all of one priority and target. */
    public Gicv2RegisterBenchmark() {
        guest.write(0, ISPENDR30, 4, ALL);
    }

    /** A word of pending bits. */
    @Benchmark
    public long readPending() {
        return read(ISPENDR2);
    }

    /** A CPU interface register. */
    @Benchmark
    public long readPriorityMask() {
        return read(Gicv2Machine.GICC + 4);
    }

    /** Enables or disables one interrupt that is not pending. */
    @Benchmark
    public void writeOneEnable() {
        write(ISENABLER29, ICENABLER29, 1 << 7);
    }

    /** Enables or disables one interrupt that is pending: it becomes deliverable, or ceases to be. */
    @Benchmark
    public void writeOneEnablePending() {
        write(ISENABLER30, ICENABLER30, 1 << 7);
    }

    /** Enables or disables 32 interrupts that are not pending. */
    @Benchmark
    public void writeAllEnables() {
        write(ISENABLER29, ICENABLER29, ALL);
    }

    /** Enables or disables 32 interrupts that are pending. */
    @Benchmark
    public void writeAllEnablesPending() {
        write(ISENABLER30, ICENABLER30, ALL);
    }

    private long read(long address) {
        long sum = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            sum += guest.read(0, address, 4);
        }
        return sum;
    }

    private void write(long setting, long clearing, long bits) {
        for (int i = 0; i < OPERATIONS; i += 2) {
            guest.write(0, setting, 4, bits);
            guest.write(0, clearing, 4, bits);
        }
    }
}

package org.gic4j.bench;

import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_SGI1R_EL1;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * SGIs to all other vCPUs (ICC_SGI1R_EL1.IRM), none of which has the SGI pending before. Divide by the targets. P4 and
 * P8 of PERFORMANCE.md.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Gicv3BroadcastBenchmark {
    /** How many vCPUs there are. */
    @Param({"8", "64", "512"})
    public int vcpus;

    /** How many SGIs an invocation sends, from vCPU 0 to each other one. */
    public static final int OPERATIONS = 16;

    private static final int SGI1R = Gicv3Machine.encoding(ICC_SGI1R_EL1);
    private static final long TO_ALL_OTHERS = 1L << 40;
    private static final int SGI_SHIFT = 24;

    private Gicv3Machine machine = new Gicv3Machine(1, 0);

    /** Makes the machine. */
    @Setup
    public void setUp() {
        machine = new Gicv3Machine(vcpus, 0);
    }

    /** Lets every vCPU take the SGIs that were sent to it. */
    @Setup(Level.Invocation)
    public void takeAll() {
        for (int vcpu = 1; vcpu < vcpus; vcpu++) {
            for (int sgi = 0; sgi < OPERATIONS && (machine.guest.outputs(vcpu) & 1) != 0; sgi++) {
                machine.take(vcpu);
            }
        }
    }

    /** All sixteen SGIs. */
    @Benchmark
    public void broadcast() {
        for (long sgi = 0; sgi < OPERATIONS; sgi++) {
            machine.guest.writeSystemRegister(0, SGI1R, TO_ALL_OTHERS | sgi << SGI_SHIFT);
        }
    }
}

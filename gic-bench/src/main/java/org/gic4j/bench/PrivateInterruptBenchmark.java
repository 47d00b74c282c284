package org.gic4j.bench;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.VcpuId;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/**
 * A thread takes a PPI and an SGI of its own vCPU: alone, beside another thread with another vCPU of the same virtual
 * machine, and beside another thread with a virtual machine of its own, which says what the processors allow. P9 and P8
 * of PERFORMANCE.md.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PrivateInterruptBenchmark {
    /** How often an invocation takes a PPI and an SGI. */
    public static final int OPERATIONS = 500;

    private static final int PPI = 20;
    private static final long ISENABLER0 = Gicv2Machine.GICD + 0x100;
    private static final long SGIR = Gicv2Machine.GICD + 0xF00;
    /** To the sender itself, SGI 3. */
    private static final long SGI = 2 << 24 | 3;

    /** The machine that all threads share. */
    @State(Scope.Benchmark)
    public static class Shared {
        private final Gicv2Machine machine = new Gicv2Machine(8, 992, 200, 0);
        private final AtomicInteger threads = new AtomicInteger();
    }

    /** A vCPU of the machine that all threads share. */
    @State(Scope.Thread)
    public static class Neighbour {
        private @Nullable Cycle cycle;

        /** Takes the next vCPU; not the first, which has most shared interrupts. */
        @Setup
        public void setUp(Shared shared) {
            cycle = new Cycle(shared.machine, 1 + shared.threads.getAndIncrement() % 7);
        }

        long run() {
            return Objects.requireNonNull(cycle).run();
        }
    }

    /** A vCPU of a machine that no other thread uses. */
    @State(Scope.Thread)
    public static class Hermit {
        private final Cycle cycle = new Cycle(new Gicv2Machine(8, 992, 200, 0), 1);
    }

    /** One thread. */
    @Benchmark
    @Threads(1)
    public long alone(Hermit hermit) {
        return hermit.cycle.run();
    }

    /** Two threads, two vCPUs, one machine. */
    @Benchmark
    @Threads(2)
    public long together(Neighbour neighbour) {
        return neighbour.run();
    }

    /** Two threads, two machines. */
    @Benchmark
    @Threads(2)
    public long apart(Hermit hermit) {
        return hermit.cycle.run();
    }

    /** What a thread does over and over. */
    private record Cycle(Gicv2Machine machine, int vcpu, int line) {
        Cycle(Gicv2Machine machine, int vcpu) {
            this(machine, vcpu, InterruptLine.ppi(new VcpuId(vcpu), PPI));
            machine.guest.write(vcpu, ISENABLER0, 4, 1 << PPI);
        }

        long run() {
            long intids = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                intids += once();
            }
            return intids;
        }

        private long once() {
            machine.vm.tryInterruptLine(line, 1);
            long ppi = machine.guest.read(vcpu, Gicv2Machine.IAR, 4);
            machine.vm.tryInterruptLine(line, 0);
            machine.guest.write(vcpu, Gicv2Machine.EOIR, 4, ppi);
            machine.guest.write(vcpu, SGIR, 4, SGI);
            long sgi = machine.guest.read(vcpu, Gicv2Machine.IAR, 4);
            machine.guest.write(vcpu, Gicv2Machine.EOIR, 4, sgi);
            return ppi + sgi;
        }
    }
}

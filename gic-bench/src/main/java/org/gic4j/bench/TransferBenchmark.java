package org.gic4j.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The state of an interrupt controller with 992 interrupts, 200 pending, through device attributes: bare, one register
 * after the other, and as {@link Snapshots} does it. Divide by {@link #registers}. P5 of PERFORMANCE.md.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TransferBenchmark {
    /** Architecture version / vCPUs. */
    @Param({"2/8", "3/1", "3/8", "3/64", "3/512"})
    public String shape = "2/8";

    private static final int INTERRUPTS = 992;

    private VirtualMachine vm = machine("2/1");
    private StateAttributes attributes = new StateAttributes(vm, INTERRUPTS);
    private Snapshot snapshot = Snapshots.save(vm);

    /** Makes the machine of the shape. */
    @Setup
    public void setUp() {
        vm = machine(shape);
        attributes = new StateAttributes(vm, INTERRUPTS);
        snapshot = Snapshots.save(vm);
    }

    /**
     * The number of registers of 32 bits that one operation transfers.
     *
     * @param shape as {@link #shape}
     */
    public static int registers(String shape) {
        return new StateAttributes(machine(shape), INTERRUPTS).size();
    }

    private static VirtualMachine machine(String shape) {
        int vcpus = Integer.parseInt(shape.substring(2));
        return shape.startsWith("2")
                ? new Gicv2Machine(vcpus, INTERRUPTS, 200, 0).vm
                : new Gicv3Machine(vcpus, 0).vm;
    }

    /** Reads all registers. */
    @Benchmark
    public int getAttributes() {
        return attributes.getAll();
    }

    /** Writes all registers, with the values that they have. */
    @Benchmark
    public int setAttributes() {
        return attributes.setAll();
    }

    /** Saves. */
    @Benchmark
    public Snapshot save() {
        return Snapshots.save(vm);
    }

    /** Restores into the machine that the state is of: all is cleared first, as in a fresh one. */
    @Benchmark
    public List<Note> restore() {
        return Snapshots.restore(vm, snapshot);
    }
}

package org.gic4j.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** Saves and restores a GICv3 with 8 vCPUs, an ITS and LPIs, every tenth of which is pending. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LpiTransferBenchmark {
    /** How many LPIs are mapped. */
    @Param({"1000", "50000"})
    public int lpis = 1000;

    private static final int VCPUS = 8;

    private LpiMachine machine = new LpiMachine(1, 1);
    private Snapshot whole = Snapshots.saveWhole(machine.vm);

    /** Makes the machine. */
    @Setup
    public void setUp() {
        machine = new LpiMachine(lpis, VCPUS);
        for (int lpi = 0; lpi < lpis; lpi += 10) {
            if (machine.send(lpi) != 1) {
                throw new IllegalStateException("LPI " + lpi + " was not delivered");
            }
        }
        whole = Snapshots.saveWhole(machine.vm);
    }

    /** Saves, the tables to guest memory. */
    @Benchmark
    public Snapshot save() {
        return Snapshots.save(machine.vm);
    }

    /** Saves, the tables with the snapshot. */
    @Benchmark
    public Snapshot saveWhole() {
        return Snapshots.saveWhole(machine.vm);
    }

    /** Restores, the tables from the snapshot, into the machine that it is of. */
    @Benchmark
    public List<Note> restore() {
        return Snapshots.restore(machine.vm, whole);
    }
}

package org.gic4j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gic4j.api.Errno;
import org.gic4j.api.GicVersion;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The state of a GICv2 with 8 vCPUs and 992 interrupts, 200 pending, through device attributes: bare, one register
 * after the other, and as {@link Snapshots} does it. Divide by {@link #registers}. P5 and P8 of PERFORMANCE.md.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TransferBenchmark {
    private static final int VCPUS = 8;
    private static final int INTERRUPTS = 992;

    private final Gicv2Machine machine = new Gicv2Machine(VCPUS, INTERRUPTS, 200, 0);
    private final Device device = machine.device;
    private final Snapshot snapshot = Snapshots.save(machine.vm);
    private final List<Attribute> all = attributes();
    private final int[] groups = all.stream().mapToInt(Attribute::group).toArray();
    private final long[] attributes = all.stream().mapToLong(Attribute::number).toArray();
    private final long[] values = new long[attributes.length];
    private final long[] saved = new long[attributes.length];

    /** Reads the values that are written. */
    public TransferBenchmark() {
        for (int i = 0; i < attributes.length; i++) {
            saved[i] = device.get(groups[i], attributes[i]);
        }
    }

    /** The number of registers of 32 bits that one operation transfers. */
    public static int registers() {
        return attributes().size();
    }

    /** Reads all registers. */
    @Benchmark
    public int getAttributes() {
        int failed = 0;
        for (int i = 0; i < attributes.length; i++) {
            failed |= device.tryGet(groups[i], attributes[i], values, i);
        }
        return requireOk(failed);
    }

    /** Writes all registers, with the values that they have. */
    @Benchmark
    public int setAttributes() {
        int failed = 0;
        for (int i = 0; i < attributes.length; i++) {
            failed |= device.trySet(groups[i], attributes[i], saved[i]);
        }
        return requireOk(failed);
    }

    /** Saves. */
    @Benchmark
    public Snapshot save() {
        return Snapshots.save(machine.vm);
    }

    /** Restores into the machine that the state is of: all is cleared first, as in a fresh one. */
    @Benchmark
    public List<Note> restore() {
        return Snapshots.restore(machine.vm, snapshot);
    }

    private static int requireOk(int errno) {
        if (errno != Errno.OK) {
            throw new IllegalStateException("an attribute was refused");
        }
        return errno;
    }

    private static List<Attribute> attributes() {
        Geometry geometry = new Geometry(INTERRUPTS, VCPUS);
        List<Attribute> attributes = new ArrayList<>();
        for (Register register : Registers.state(GicVersion.GICV2)) {
            int group = register.frame().attributeGroup();
            int banked = register.bankedWords(geometry);
            for (int word = 0; group != Frame.NO_ATTRIBUTES && word < register.words(geometry); word++) {
                for (int vcpu = 0; vcpu < (word < banked ? VCPUS : 1); vcpu++) {
                    attributes.add(new Attribute(group, register.attribute(vcpu, word)));
                }
            }
        }
        return attributes;
    }

    private record Attribute(int group, long number) {}
}

package org.gic4j.serialization.qemu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.serialization.qemu.stream.DeviceSection;
import org.gic4j.serialization.qemu.stream.MigrationStream;
import org.gic4j.serialization.qemu.stream.VmState;

/**
 * The machine that the section of an interrupt controller is of, as far as the rest of the stream tells, and what has to
 * be taken for granted.
 */
final class SourceMachine {
    /** No loss: the stream does not say the affinities of CPUs, and the machine is not known. */
    static final String ASSUMED_AFFINITY = "assumed-affinity";
    /** No loss: the stream does not say how many interrupts there are, and the machine is not known. */
    static final String ASSUMED_INTERRUPTS = "assumed-interrupts";

    private static final String CPU = "cpu";
    private static final String NUMBERS = "cpreg_vmstate_indexes";
    private static final String VALUES = "cpreg_vmstate_values";
    /** The number of MPIDR_EL1 among KVM's registers. QEMU's own lists leave it out. */
    private static final long MPIDR = 0x6030_0000_0013_C005L;

    private final DeviceSection section;
    private final boolean virt;
    private final Accelerator accelerator;
    private final List<VcpuDescription> vcpus;
    private final List<Note> notes = new ArrayList<>();

    /**
     * Looks at the stream.
     *
     * @param stream the whole stream
     * @param section the interrupt controller's
     * @param version of its fields that is read
     * @param gic what it is
     * @throws SnapshotException for another version, or CPUs that cannot be
     */
    SourceMachine(MigrationStream stream, DeviceSection section, long version, GicVersion gic) {
        if (section.version() != version) {
            throw new SnapshotException(
                    section.offset(),
                    "version " + section.version() + " of " + section.name() + " is not read, only version " + version);
        }
        List<DeviceSection> cpus = stream.named(CPU);
        int most = gic.host().maximumVcpus();
        if (cpus.isEmpty() || cpus.size() > most) {
            throw new SnapshotException(
                    section.offset(),
                    "a " + gic.display() + " has 1 to " + most + " CPUs, but the stream has " + cpus.size()
                            + " sections of CPUs");
        }
        this.section = section;
        virt = VirtMachine.made(stream.configuration());
        accelerator = Accelerator.of(cpus.getFirst().body());
        Optional<List<VcpuDescription>> told = affinities(cpus);
        vcpus = told.orElseGet(() -> VcpuDescription.consecutive(cpus.size()));
        if (told.isEmpty() && !virt) {
            assume(
                    ASSUMED_AFFINITY,
                    "MPIDR_EL1",
                    cpus.size(),
                    "the stream does not say the affinities of CPUs, and the machine is not known: they are numbered as KVM"
                            + " does it, sixteen in a cluster");
        }
    }

    /** The CPUs with their affinities. */
    List<VcpuDescription> vcpus() {
        return vcpus;
    }

    /** What executed the guest. */
    Accelerator accelerator() {
        return accelerator;
    }

    /** Whether it is QEMU's {@code virt}. */
    boolean isVirt() {
        return virt;
    }

    /** What had to be taken for granted so far. */
    List<Note> notes() {
        return notes;
    }

    /**
     * How many interrupts there are.
     *
     * @param usage which ones the section shows to be there
     * @param options what the reader was told
     * @throws SnapshotException when there are more than there can be
     */
    int interrupts(InterruptUsage usage, ReadOptions options) {
        int interrupts = InterruptCount.of(usage, virt, options.interrupts(), section.offset());
        if (options.interrupts().isEmpty() && !virt) {
            assume(
                    ASSUMED_INTERRUPTS,
                    "GICD_TYPER",
                    interrupts,
                    "the stream does not say how many interrupts there are, and the machine is not known: as many as are set"
                            + " up are taken; say how many it has");
        }
        return interrupts;
    }

    private void assume(String id, String register, int value, String reason) {
        notes.add(new Note(id, false, register, null, OptionalInt.empty(), value, value, reason));
    }

    /** By the CPUs' own registers, where all of them have it. */
    private static Optional<List<VcpuDescription>> affinities(List<DeviceSection> sections) {
        List<DeviceSection> cpus = sections.stream()
                .sorted(Comparator.comparingLong(DeviceSection::instance))
                .toList();
        List<VcpuDescription> vcpus = new ArrayList<>();
        Map<Affinity, Integer> owners = new HashMap<>();
        for (int cpu = 0; cpu < cpus.size(); cpu++) {
            OptionalLong mpidr = mpidr(cpus.get(cpu).body());
            if (mpidr.isEmpty()) {
                return Optional.empty();
            }
            Affinity affinity = Affinity.ofMpidr(mpidr.getAsLong());
            Integer owner = owners.putIfAbsent(affinity, cpu);
            if (owner != null) {
                throw new SnapshotException(
                        cpus.get(cpu).offset(),
                        "CPU " + cpu + " has affinity " + affinity + " in MPIDR_EL1, which CPU " + owner
                                + " has; the stream is damaged");
            }
            vcpus.add(new VcpuDescription(new VcpuId(cpu), new VcpuIndex(cpu), affinity));
        }
        return Optional.of(vcpus);
    }

    private static OptionalLong mpidr(VmState cpu) {
        if (!cpu.has(NUMBERS) || !cpu.has(VALUES)) {
            return OptionalLong.empty();
        }
        long[] numbers = cpu.numbers(NUMBERS, Long.BYTES).toArray();
        long[] values = cpu.numbers(VALUES, Long.BYTES).toArray();
        for (int i = 0; i < Math.min(numbers.length, values.length); i++) {
            if (numbers[i] == MPIDR) {
                return OptionalLong.of(values[i]);
            }
        }
        return OptionalLong.empty();
    }
}

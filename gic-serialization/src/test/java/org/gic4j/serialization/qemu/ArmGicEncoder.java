package org.gic4j.serialization.qemu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotFormat;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.serialization.qemu.stream.StreamEncoder;
import org.gic4j.serialization.qemu.stream.StructureEncoder;

/** Writes streams of machines with a GICv2 whose fields a test sets. Begins as a software GIC at reset. */
final class ArmGicEncoder {
    static final long[] TCG_INDEXES = {0x6030_0000_0013_C000L, 0x4020_0000_200E_0000L, 0x4030_0000_200F_0000L};
    static final long[] KVM_INDEXES = {0x6030_0000_0013_C000L, 0x6020_0000_0011_0000L, 0x6030_0000_0014_0000L};

    long control;
    final long[] cpuControl = new long[8];
    /** enabled, pending, active, level, model, edge_trigger, group. */
    final long[][] interrupts = new long[1020][7];

    final long[] target = new long[1020];
    final long[] privatePriority = new long[256];
    final long[] sharedPriority = new long[988];
    final long[] sgiSources = new long[128];
    final long[] priorityMask = new long[8];
    final long[] runningPriority = new long[8];
    final long[] binaryPoint = new long[8];
    final long[] aliasedBinaryPoint = new long[8];
    final long[] activePriorities = new long[32];
    final long[] activePrioritiesOfGroup1 = new long[32];
    String machine = "virt-7.2";
    int version = 12;
    int cpus = 4;
    long[] indexes = TCG_INDEXES;
    StructureEncoder virtual = new StructureEncoder("", 0);

    ArmGicEncoder() {
        for (int sgi = 0; sgi < 16; sgi++) {
            interrupts[sgi][0] = 0xFF;
            interrupts[sgi][5] = 1;
        }
        Arrays.fill(runningPriority, 0x100);
    }

    ArmGicEncoder interrupt(int intid, int enabled, int pending, int active, int level, int edge, int group) {
        interrupts[intid] = new long[] {enabled, pending, active, level, 0, edge, group};
        return this;
    }

    /** KVM's interrupt controller. */
    ArmGicEncoder kvm() {
        indexes = KVM_INDEXES;
        return this;
    }

    StructureEncoder device() {
        List<StructureEncoder> states = new ArrayList<>();
        for (long[] interrupt : interrupts) {
            states.add(new StructureEncoder("arm_gic_irq_state", 1)
                    .number("enabled", 1, interrupt[0])
                    .number("pending", 1, interrupt[1])
                    .number("active", 1, interrupt[2])
                    .number("level", 1, interrupt[3])
                    .number("model", 1, interrupt[4])
                    .number("edge_trigger", 1, interrupt[5])
                    .number("group", 1, interrupt[6]));
        }
        StructureEncoder device = new StructureEncoder("arm_gic", version)
                .number("ctlr", 4, control)
                .array("cpu_ctlr", 4, cpuControl)
                .structures("irq_state", states)
                .array("irq_target", 1, target)
                .array("priority1", 1, privatePriority)
                .array("priority2", 1, sharedPriority)
                .array("sgi_pending", 1, sgiSources)
                .array("priority_mask", 2, priorityMask)
                .array("running_priority", 2, runningPriority)
                .array("current_pending", 2, new long[8])
                .array("bpr", 1, binaryPoint)
                .array("abpr", 1, aliasedBinaryPoint)
                .array("apr", 4, activePriorities)
                .array("nsapr", 4, activePrioritiesOfGroup1);
        return virtual.bytes().length == 0 ? device : device.subsection(virtual);
    }

    /** The stream up to before the interrupt controller. */
    StreamEncoder beginning() {
        StreamEncoder stream = new StreamEncoder();
        if (!machine.isEmpty()) {
            stream.machine(machine).pageBits(12);
        }
        for (int cpu = 0; cpu < cpus; cpu++) {
            stream.device(
                    10 + cpu,
                    cpu,
                    new StructureEncoder("cpu", 22)
                            .number("env.pc", 8, 0x4000_0000L)
                            .array("cpreg_vmstate_indexes", 8, indexes)
                            .array("cpreg_vmstate_values", 8, new long[indexes.length]));
        }
        return stream;
    }

    SnapshotSource source() {
        return beginning().device(30, 0, device()).source();
    }

    SnapshotFormat.Imported read() {
        return read(ReadOptions.DEFAULT);
    }

    SnapshotFormat.Imported read(ReadOptions options) {
        return new QemuFormat().read(source(), options);
    }
}

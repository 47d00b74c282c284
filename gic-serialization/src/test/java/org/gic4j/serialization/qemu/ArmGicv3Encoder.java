package org.gic4j.serialization.qemu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotFormat;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.serialization.qemu.stream.StreamEncoder;
import org.gic4j.serialization.qemu.stream.StructureEncoder;

/** Writes streams of machines with a GICv3 whose fields a test sets. Begins as a software GIC at reset. */
final class ArmGicv3Encoder {
    final long[] group = new long[32];
    final long[] groupModifier = new long[32];
    final long[] enabled = new long[32];
    final long[] level = new long[32];
    final long[] edge = new long[32];
    final long[] priority = new long[1020];
    final long[] router = new long[1020];
    final long[] access = new long[64];
    final long[] errorStatus = new long[2];
    final long[] waker;
    final long[] pendingTables;
    final long[] virtualControl;
    final long[] cpuInterfaceControls;
    final long[] systemRegisterEnables;
    /** MPIDR_EL1 of each CPU, if the stream has it. */
    long[] mpidrs = {};
    /** What is the same on each CPU. */
    final long[] binaryPoints = {2, 2, 3};

    final long[] groupEnables = {0, 0, 1};
    final long[] activePriorities = new long[12];
    final List<StructureEncoder> cpuSubsections = new ArrayList<>();
    final List<StructureEncoder> subsections = new ArrayList<>();
    long control = 0x53;
    long priorityMask = 0xF0;
    long[] indexes = ArmGicEncoder.TCG_INDEXES;
    boolean saysUnshifted = true;
    boolean kvm;
    String machine = "virt-7.2";
    int version = 1;
    private final int cpus;

    ArmGicv3Encoder(int cpus) {
        this.cpus = cpus;
        waker = new long[cpus];
        pendingTables = new long[cpus];
        virtualControl = new long[cpus];
        cpuInterfaceControls = new long[cpus];
        systemRegisterEnables = new long[cpus];
        Arrays.fill(cpuInterfaceControls, 0x8C00);
    }

    /** KVM's interrupt controller. */
    ArmGicv3Encoder kvm() {
        kvm = true;
        indexes = ArmGicEncoder.KVM_INDEXES;
        Arrays.fill(systemRegisterEnables, 7);
        Arrays.fill(errorStatus, 0xFFFF_FFFFL);
        return this;
    }

    private StructureEncoder device() {
        List<StructureEncoder> elements = new ArrayList<>();
        for (int cpu = 0; cpu < cpus; cpu++) {
            elements.add(element(cpu));
        }
        StructureEncoder device = new StructureEncoder("arm_gicv3", version)
                .number("gicd_ctlr", 4, control)
                .array("gicd_statusr", 4, errorStatus)
                .array("group", 4, group)
                .array("grpmod", 4, groupModifier)
                .array("enabled", 4, enabled)
                .array("pending", 4, new long[32])
                .array("active", 4, new long[32])
                .array("level", 4, level)
                .array("edge_trigger", 4, edge)
                .array("gicd_ipriority", 1, priority)
                .array("gicd_irouter", 8, router)
                .array("gicd_nsacr", 4, access)
                .structures("cpu", StructureEncoder.Numbering.ALL, elements);
        subsections.forEach(device::subsection);
        return saysUnshifted
                ? device.subsection(new StructureEncoder("arm_gicv3/gicd_no_migration_shift_bug", 1)
                        .number("gicd_no_migration_shift_bug", 1, 1))
                : device;
    }

    private StructureEncoder element(int cpu) {
        StructureEncoder element = new StructureEncoder("arm_gicv3_cpu", 1)
                .number("level", 4, 0)
                .number("gicr_ctlr", 4, 2)
                .array("gicr_statusr", 4, new long[2])
                .number("gicr_waker", 4, waker[cpu])
                .number("gicr_propbaser", 8, 0)
                .number("gicr_pendbaser", 8, pendingTables[cpu])
                .number("gicr_igroupr0", 4, 0xFFFF_FFFFL)
                .number("gicr_ienabler0", 4, 0xFFFF)
                .number("gicr_ipendr0", 4, 0)
                .number("gicr_iactiver0", 4, 0)
                .number("edge_trigger", 4, kvm ? 0 : 0xFFFF)
                .number("gicr_igrpmodr0", 4, 0)
                .number("gicr_nsacr", 4, 0)
                .array("gicr_ipriorityr", 1, new long[32])
                .array("icc_ctlr_el1", 8, cpuInterfaceControls[cpu], cpuInterfaceControls[cpu])
                .number("icc_pmr_el1", 8, priorityMask)
                .array("icc_bpr", 8, binaryPoints)
                .array("icc_apr", 8, activePriorities)
                .array("icc_igrpen", 8, groupEnables)
                .number("icc_ctlr_el3", 8, 0);
        if (virtualControl[cpu] != 0) {
            element.subsection(new StructureEncoder("arm_gicv3_cpu/virt", 1)
                    .array("ich_apr", 8, new long[12])
                    .number("ich_hcr_el2", 8, virtualControl[cpu])
                    .array("ich_lr_el2", 8, new long[16])
                    .number("ich_vmcr_el2", 8, 0));
        }
        if (systemRegisterEnables[cpu] != 7) {
            element.subsection(new StructureEncoder("arm_gicv3_cpu/sre_el1", 1)
                    .number("icc_sre_el1", 8, systemRegisterEnables[cpu]));
        }
        cpuSubsections.forEach(element::subsection);
        return element;
    }

    SnapshotFormat.Imported read() {
        return read(ReadOptions.DEFAULT);
    }

    SnapshotFormat.Imported read(ReadOptions options) {
        return new QemuFormat().read(SnapshotSource.of("synthetic", stream()), options);
    }

    /** The whole stream. */
    byte[] stream() {
        return beforeGic().device(5000, 0, device()).finish();
    }

    /** The stream up to the section of the interrupt controller. */
    StreamEncoder beforeGic() {
        StreamEncoder stream = new StreamEncoder().machine(machine).pageBits(12);
        for (int cpu = 0; cpu < cpus; cpu++) {
            long[] numbers = indexes;
            long[] values = new long[indexes.length];
            if (cpu < mpidrs.length) {
                numbers = Arrays.copyOf(indexes, indexes.length + 1);
                numbers[indexes.length] = 0x6030_0000_0013_C005L;
                values = Arrays.copyOf(values, values.length + 1);
                values[indexes.length] = mpidrs[cpu];
            }
            stream.device(
                    10 + cpu,
                    cpu,
                    new StructureEncoder("cpu", 22)
                            .array("cpreg_vmstate_indexes", 8, numbers)
                            .array("cpreg_vmstate_values", 8, values));
        }
        return stream;
    }
}

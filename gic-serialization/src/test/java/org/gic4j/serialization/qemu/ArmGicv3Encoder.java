package org.gic4j.serialization.qemu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotFormat;
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
    long cpuInterfaceControl = 0x8C00;
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
    }

    /** KVM's interrupt controller. */
    ArmGicv3Encoder kvm() {
        kvm = true;
        Arrays.fill(errorStatus, 0xFFFF_FFFFL);
        return this;
    }

    private StructureEncoder device() {
        List<StructureEncoder> elements = new ArrayList<>();
        for (int cpu = 0; cpu < cpus; cpu++) {
            elements.add(element(cpu));
        }
        StructureEncoder device = new StructureEncoder("arm_gicv3", version)
                .number("gicd_ctlr", 4, 0x53)
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
                .array("icc_ctlr_el1", 8, cpuInterfaceControl, cpuInterfaceControl)
                .number("icc_pmr_el1", 8, 0xF0)
                .array("icc_bpr", 8, 2, 2, 3)
                .array("icc_apr", 8, new long[12])
                .array("icc_igrpen", 8, 0, 0, 1)
                .number("icc_ctlr_el3", 8, 0);
        if (virtualControl[cpu] != 0) {
            element.subsection(new StructureEncoder("arm_gicv3_cpu/virt", 1)
                    .array("ich_apr", 8, new long[12])
                    .number("ich_hcr_el2", 8, virtualControl[cpu])
                    .array("ich_lr_el2", 8, new long[16])
                    .number("ich_vmcr_el2", 8, 0));
        }
        return kvm ? element : element.subsection(new StructureEncoder("arm_gicv3_cpu/sre_el1", 1).number("icc_sre_el1", 8, 0));
    }

    SnapshotFormat.Imported read() {
        StreamEncoder stream = new StreamEncoder().machine(machine).pageBits(12);
        for (int cpu = 0; cpu < cpus; cpu++) {
            long[] indexes = kvm ? ArmGicEncoder.KVM_INDEXES : ArmGicEncoder.TCG_INDEXES;
            stream.device(
                    10 + cpu,
                    cpu,
                    new StructureEncoder("cpu", 22)
                            .array("cpreg_vmstate_indexes", 8, indexes)
                            .array("cpreg_vmstate_values", 8, new long[indexes.length]));
        }
        return new QemuFormat().read(stream.device(5000, 0, device()).source(), ReadOptions.DEFAULT);
    }
}

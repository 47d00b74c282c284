package org.gic4j.serialization.qemu;

import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISACTIVER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ITARGETSR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SPENDSGIR;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.gic4j.api.VcpuId;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.Note;
import org.gic4j.serialization.qemu.stream.VmState;
import org.jspecify.annotations.Nullable;

/**
 * What a state cannot hold of {@code arm_gic}, or its source did not say.
 *
 * <table>
 * <caption>kinds of notes</caption>
 * <tr><td>{@value #ABSENT_CPU}</td><td>loss: SGIs to or from CPUs that the machine does not have, and private
 * interrupts that are pending or active there. Without loss: SPIs that target such CPUs. Enables and groups of such
 * CPUs are reset values and are not told</td></tr>
 * <tr><td>{@value #ACTIVE_HOLDER}</td><td>loss: which CPU acknowledged an SPI</td></tr>
 * <tr><td>{@value #MERGED_LEVEL}</td><td>no loss: KVM's section does not tell latch and line apart</td></tr>
 * <tr><td>{@value #VIRTUAL_INTERFACE}</td><td>no loss of this interrupt controller's own: the guest was a hypervisor
 * with a guest of its own, whose virtual CPU interface is not part of the state</td></tr>
 * </table>
 */
final class ArmGicNotes {
    static final String ABSENT_CPU = "absent-cpu";
    static final String ACTIVE_HOLDER = "active-holder";
    static final String MERGED_LEVEL = "merged-level";
    static final String VIRTUAL_INTERFACE = "virtual-interface";

    private static final String VIRTUAL_STATE = "arm_gic_virt_state";
    /** The subsections that are known. */
    static final Set<String> SUBSECTIONS = Set.of(VIRTUAL_STATE);

    private static final int LIST_REGISTERS = 64;

    private final ArmGicFields fields;
    private final ArmGicRegisters registers;
    private final int cpus;
    private final List<Note> notes = new ArrayList<>();

    private ArmGicNotes(ArmGicFields fields, ArmGicRegisters registers, int cpus) {
        this.fields = fields;
        this.registers = registers;
        this.cpus = cpus;
    }

    /**
     * Finds what there is to note.
     *
     * @param device the section
     * @param fields its fields
     * @param registers what they read as
     * @param cpus how many CPUs the machine has
     * @param interrupts how many interrupts it has
     * @param inKernel whether KVM's interrupt controller made the section
     */
    static List<Note> of(
            VmState device,
            ArmGicFields fields,
            ArmGicRegisters registers,
            int cpus,
            int interrupts,
            boolean inKernel) {
        ArmGicNotes notes = new ArmGicNotes(fields, registers, cpus);
        notes.absentSources();
        notes.absentCpus();
        notes.absentTargets(interrupts);
        notes.holders(interrupts);
        if (inKernel) {
            notes.mergedLevels(interrupts);
        }
        device.subsection(VIRTUAL_STATE).ifPresent(notes::virtualInterfaces);
        return List.copyOf(notes.notes);
    }

    private void absentSources() {
        for (int sgi = 0; sgi < ArmGicFields.SGIS; sgi++) {
            for (int cpu = 0; cpu < cpus; cpu++) {
                int sources = fields.sgiSources(sgi, cpu);
                int kept = sources & registers.existing();
                if (sources != kept) {
                    note(
                            ABSENT_CPU,
                            true,
                            name(GICD_SPENDSGIR, sgi),
                            new VcpuId(cpu),
                            sgi,
                            sources,
                            kept,
                            "pending from CPUs that the machine does not have");
                }
            }
        }
    }

    private void absentCpus() {
        for (int intid = 0; intid < ArmGicFields.PRIVATE_INTIDS; intid++) {
            for (int cpu = cpus; cpu < ArmGicFields.CPUS; cpu++) {
                int sources = intid < ArmGicFields.SGIS ? fields.sgiSources(intid, cpu) : 0;
                if (sources != 0) {
                    absent(GICD_SPENDSGIR, cpu, intid, sources);
                } else if ((fields.pending[intid] >> cpu & 1) != 0) {
                    absent(GICD_ISPENDR, cpu, intid, 1);
                }
                if ((fields.active[intid] >> cpu & 1) != 0) {
                    absent(GICD_ISACTIVER, cpu, intid, 1);
                }
            }
        }
    }

    private void absent(Register register, int cpu, int intid, int value) {
        String reason = "the machine does not have this CPU";
        note(ABSENT_CPU, true, name(register, intid), new VcpuId(cpu), intid, value, 0, reason);
    }

    private void absentTargets(int interrupts) {
        if (cpus == 1) {
            return;
        }
        String reason = "targets CPUs that the machine does not have, which are left out";
        for (int intid = ArmGicFields.PRIVATE_INTIDS; intid < interrupts; intid++) {
            int kept = fields.target[intid] & registers.existing();
            if (fields.target[intid] != kept) {
                note(ABSENT_CPU, false, name(GICD_ITARGETSR, intid), null, intid, fields.target[intid], kept, reason);
            }
        }
    }

    private void holders(int interrupts) {
        if (cpus == 1) {
            return;
        }
        for (int intid = ArmGicFields.PRIVATE_INTIDS; intid < interrupts; intid++) {
            int holders = fields.active[intid];
            if (holders != 0 && (holders & registers.existing()) != registers.existing()) {
                note(
                        ACTIVE_HOLDER,
                        true,
                        name(GICD_ISACTIVER, intid),
                        null,
                        intid,
                        holders,
                        registers.existing(),
                        "the source says by which CPU it was acknowledged, the register only that it is active");
            }
        }
    }

    private void mergedLevels(int interrupts) {
        String reason = "level-sensitive and pending: KVM saves latch and line as one, which stays the latch";
        for (int intid = ArmGicFields.SGIS; intid < interrupts; intid++) {
            for (int cpu = 0; cpu < (intid < ArmGicFields.PRIVATE_INTIDS ? cpus : 1); cpu++) {
                if (!registers.edge(intid) && registers.pending(intid, cpu) != 0) {
                    VcpuId owner = intid < ArmGicFields.PRIVATE_INTIDS ? new VcpuId(cpu) : null;
                    note(MERGED_LEVEL, false, name(GICD_ISPENDR, intid), owner, intid, 1, 1, reason);
                }
            }
        }
    }

    private void virtualInterfaces(VmState virtual) {
        int[] control = virtual.numbers("h_hcr", Integer.BYTES, ArmGicFields.CPUS);
        int[] active = virtual.numbers("h_apr", Integer.BYTES, ArmGicFields.CPUS);
        int[] lists = virtual.numbers("h_lr", Integer.BYTES, LIST_REGISTERS * ArmGicFields.CPUS);
        String reason = "the guest runs a guest of its own, whose virtual CPU interface is not part of the state";
        for (int cpu = 0; cpu < cpus; cpu++) {
            inUse("GICH_HCR", cpu, control[cpu], reason);
            inUse("GICH_APR", cpu, active[cpu], reason);
            for (int n = 0; n < LIST_REGISTERS; n++) {
                inUse("GICH_LR" + n, cpu, lists[n * ArmGicFields.CPUS + cpu], reason);
            }
        }
    }

    private void inUse(String register, int cpu, int value, String reason) {
        if (value != 0) {
            notes.add(new Note(
                    VIRTUAL_INTERFACE,
                    false,
                    register,
                    new VcpuId(cpu),
                    OptionalInt.empty(),
                    Integer.toUnsignedLong(value),
                    0,
                    reason));
        }
    }

    private void note(
            String id,
            boolean loss,
            String register,
            @Nullable VcpuId vcpu,
            int intid,
            int source,
            int kept,
            String reason) {
        notes.add(new Note(id, loss, register, vcpu, OptionalInt.of(intid), source, kept, reason));
    }

    /** The name of the register word that has an interrupt's field. */
    private static String name(Register register, int intid) {
        return register.name() + intid * register.row().bitsPerIntid() / Integer.SIZE;
    }
}

package org.gic4j.serialization.qemu;

import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_ABPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_APR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_BPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_CTLR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_NSAPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_PMR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICFGR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IGROUPR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IPRIORITYR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISACTIVER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ITARGETSR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SPENDSGIR;
import static org.gic4j.api.registers.Gicv2Input.LINE_LEVEL;
import static org.gic4j.api.registers.Gicv2Input.PENDING_LATCH;

import java.util.Arrays;
import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.VcpuDescription;

/** What the fields of {@code arm_gic} read as in registers. */
final class ArmGicRegisters {
    private static final int EDGE = 0b10;
    private static final int SOFTWARE_PRIORITY_BITS = 8;
    private static final int KERNEL_PRIORITY_BITS = 5;

    private final ArmGicFields fields;
    private final boolean inKernel;
    private final List<VcpuDescription> vcpus;
    private final int cpus;

    /**
     * Prepares.
     *
     * @param fields the section's fields
     * @param vcpus the CPUs of the machine, 1 to 8
     * @param inKernel whether KVM's interrupt controller made them
     */
    ArmGicRegisters(ArmGicFields fields, List<VcpuDescription> vcpus, boolean inKernel) {
        this.fields = fields;
        this.vcpus = vcpus;
        cpus = vcpus.size();
        this.inKernel = inKernel;
    }

    /**
     * The state with everything that the fields say, and nothing else.
     *
     * @param interrupts the number of interrupts
     */
    GicState.Builder state(int interrupts) {
        GicState.Builder state = new GicState.Builder(GicVersion.GICV2, interrupts, vcpus)
                .priorityBits(inKernel ? KERNEL_PRIORITY_BITS : SOFTWARE_PRIORITY_BITS);
        state.word(GICD_CTLR, 0, 0, fields.control);
        pack(state, GICD_IGROUPR, (intid, cpu) -> bit(fields.group, intid, cpu));
        pack(state, GICD_ISENABLER, (intid, cpu) -> bit(fields.enabled, intid, cpu));
        pack(state, GICD_ISPENDR, this::pending);
        pack(state, GICD_ISACTIVER, (intid, cpu) -> bit(fields.active, intid, cpu));
        pack(state, GICD_IPRIORITYR, fields::priority);
        pack(state, GICD_ITARGETSR, this::target);
        pack(state, GICD_ICFGR, this::configuration);
        pack(state, GICD_SPENDSGIR, (intid, cpu) -> fields.sgiSources(intid, cpu) & existing());
        if (!inKernel) {
            pack(state, LINE_LEVEL, (intid, cpu) -> bit(fields.level, intid, cpu));
            pack(state, PENDING_LATCH, (intid, cpu) -> intid < ArmGicFields.SGIS ? 0 : latch(intid, cpu));
        }
        cpuInterfaces(state);
        return state;
    }

    private void cpuInterfaces(GicState.Builder state) {
        state.words(GICC_CTLR, Arrays.copyOf(fields.cpuControl, cpus));
        state.words(GICC_PMR, Arrays.copyOf(fields.priorityMask, cpus));
        state.words(GICC_BPR, Arrays.copyOf(fields.binaryPoint, cpus));
        state.words(GICC_ABPR, Arrays.copyOf(fields.aliasedBinaryPoint, cpus));
        for (int cpu = 0; cpu < cpus; cpu++) {
            for (int word = 0; word < ArmGicFields.ACTIVE_PRIORITY_WORDS; word++) {
                state.word(GICC_APR, cpu, word, fields.activePriorities(cpu, word));
                if (!inKernel) {
                    state.word(GICC_NSAPR, cpu, word, fields.activePrioritiesOfGroup1(cpu, word));
                }
            }
        }
    }

    /** The CPUs that exist, one bit for each. */
    int existing() {
        return (1 << cpus) - 1;
    }

    /** Whether an interrupt reads as pending: by its latch, or level-sensitive with its line high. */
    int pending(int intid, int cpu) {
        return latch(intid, cpu) | (edge(intid) ? 0 : bit(fields.level, intid, cpu));
    }

    /** Whether an interrupt is edge-triggered, as SGIs always are. */
    boolean edge(int intid) {
        return intid < ArmGicFields.SGIS || fields.edge[intid] != 0;
    }

    /** Whether an SGI is pending on a CPU, but only from CPUs that do not exist. */
    boolean hasOnlyAbsentSources(int sgi, int cpu) {
        int sources = fields.sgiSources(sgi, cpu);
        return sources != 0 && (sources & existing()) == 0;
    }

    private int latch(int intid, int cpu) {
        return intid < ArmGicFields.SGIS && hasOnlyAbsentSources(intid, cpu) ? 0 : bit(fields.pending, intid, cpu);
    }

    private int target(int intid, int cpu) {
        if (cpus == 1 && !inKernel) {
            // The software GIC reads 0 with one CPU; the field is 1 for every INTID and tells nothing.
            return 0;
        }
        return intid < ArmGicFields.PRIVATE_INTIDS ? 1 << cpu : fields.target[intid] & existing();
    }

    private int configuration(int intid, int cpu) {
        return (edge(intid) ? EDGE : 0) | (fields.model[intid] != 0 ? 1 : 0);
    }

    private static int bit(int[] property, int intid, int cpu) {
        int bits = intid < ArmGicFields.PRIVATE_INTIDS ? property[intid] >> cpu & 1 : property[intid];
        return bits == 0 ? 0 : 1;
    }

    private static void pack(GicState.Builder state, Register register, IntidFields.Source source) {
        state.words(register, IntidFields.pack(register, state.geometry(), source));
    }
}

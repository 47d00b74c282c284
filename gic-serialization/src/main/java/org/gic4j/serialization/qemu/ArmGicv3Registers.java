package org.gic4j.serialization.qemu;

import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Input;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.LpiRegisters;

/** What the fields of {@code arm_gicv3} read as in registers, in the form of their source. */
final class ArmGicv3Registers {
    private static final int EDGES = 0xAAAA_AAAA;

    private final ArmGicv3Fields fields;
    private final GicState.Builder state;
    private final int words;
    private final int firstUnsavedRoute;

    /**
     * Prepares.
     *
     * @param fields the section's fields
     * @param machine whose it is
     * @param interrupts the number of interrupts
     */
    ArmGicv3Registers(ArmGicv3Fields fields, SourceMachine machine, int interrupts) {
        this.fields = fields;
        words = interrupts / Integer.SIZE;
        // What was saved does not depend on what a reader is told.
        firstUnsavedRoute = fields.inKernel
                ? Math.min(interrupts, UnsavedRoutes.first(machine.isVirt(), Math.max(interrupts, fields.routed())))
                : interrupts;
        state = new GicState.Builder(GicVersion.GICV3, interrupts, machine.vcpus()).priorityBits(fields.priorityBits);
    }

    /** The state with everything that the fields say, and nothing else. */
    GicState.Builder state() {
        distributor();
        boolean lpis = fields.cpus.stream()
                .anyMatch(cpu -> (cpu.control & LpiRegisters.ENABLE) != 0
                        || cpu.configurationTable != 0
                        || cpu.pendingTable != 0);
        for (int cpu = 0; cpu < fields.cpus.size(); cpu++) {
            redistributor(cpu, fields.cpus.get(cpu), lpis);
            cpuInterface(cpu, fields.cpus.get(cpu));
        }
        return state;
    }

    /**
     * The first SPI whose routing the source did not save.
     *
     * @return the number of interrupts where everything was saved
     */
    int firstUnsavedRoute() {
        return firstUnsavedRoute;
    }

    private void distributor() {
        state.word(Gicv3Distributor.GICD_CTLR, 0, 0, fields.control);
        for (int word = 1; word < words; word++) {
            int edge = fields.edge[word];
            shared(Gicv3Distributor.GICD_IGROUPR, word, fields.group[word]);
            shared(Gicv3Distributor.GICD_ISENABLER, word, fields.enabled[word]);
            shared(Gicv3Distributor.GICD_ISPENDR, word, fields.pending[word]);
            shared(Gicv3Distributor.GICD_ISACTIVER, word, fields.active[word]);
            shared(Gicv3Distributor.GICD_ICFGR, 2 * word, Integer.expand(edge, EDGES));
            shared(Gicv3Distributor.GICD_ICFGR, 2 * word + 1, Integer.expand(edge >>> Short.SIZE, EDGES));
            // As user space sees lines: those of edge-triggered interrupts are not shown.
            shared(Gicv3Input.LINE_LEVEL, word, fields.level[word] & ~edge);
        }
        for (int word = Geometry.PRIVATE_INTERRUPTS / 4; word < words * 8; word++) {
            shared(
                    Gicv3Distributor.GICD_IPRIORITYR,
                    word,
                    IntidFields.word(Gicv3Distributor.GICD_IPRIORITYR, word, intid -> fields.priority[intid]));
        }
        for (int spi = Geometry.PRIVATE_INTERRUPTS; spi < words * Integer.SIZE; spi++) {
            state.wideValue(Gicv3Distributor.GICD_IROUTER, 0, spi, route(spi));
        }
    }

    private long route(int spi) {
        if (!fields.inKernel) {
            return fields.router[spi];
        }
        return spi < firstUnsavedRoute ? fields.router[2 * spi] : 0;
    }

    private void redistributor(int index, ArmGicv3CpuFields cpu, boolean lpis) {
        int edge = cpu.edge();
        own(Gicv3RedistributorSgi.GICR_IGROUPR, index, 0, cpu.group);
        own(Gicv3RedistributorSgi.GICR_ISENABLER, index, 0, cpu.enabled);
        own(Gicv3RedistributorSgi.GICR_ISPENDR, index, 0, cpu.pending);
        own(Gicv3RedistributorSgi.GICR_ISACTIVER, index, 0, cpu.active);
        own(Gicv3RedistributorSgi.GICR_ICFGR, index, 0, Integer.expand(edge, EDGES));
        own(Gicv3RedistributorSgi.GICR_ICFGR, index, 1, Integer.expand(edge >>> Short.SIZE, EDGES));
        own(Gicv3Input.LINE_LEVEL, index, 0, cpu.level & ~edge);
        for (int word = 0; word < Geometry.PRIVATE_INTERRUPTS / 4; word++) {
            own(
                    Gicv3RedistributorSgi.GICR_IPRIORITYR,
                    index,
                    word,
                    IntidFields.word(Gicv3RedistributorSgi.GICR_IPRIORITYR, word, intid -> cpu.priority[intid]));
        }
        own(Gicv3Redistributor.GICR_CTLR, index, 0, cpu.control);
        if (lpis) {
            // Else the tables were never set up, and their reset value is the implementation's own.
            state.wideValue(Gicv3Redistributor.GICR_PROPBASER, index, 0, cpu.configurationTable);
            state.wideValue(Gicv3Redistributor.GICR_PENDBASER, index, 0, cpu.pendingTable);
        }
    }

    private void cpuInterface(int index, ArmGicv3CpuFields cpu) {
        own(Gicv3CpuInterface.ICC_PMR_EL1, index, 0, cpu.priorityMask);
        own(Gicv3CpuInterface.ICC_BPR0_EL1, index, 0, cpu.binaryPoint0());
        own(Gicv3CpuInterface.ICC_BPR1_EL1, index, 0, cpu.binaryPoint1());
        own(Gicv3CpuInterface.ICC_CTLR_EL1, index, 0, cpu.cpuInterfaceControl);
        own(Gicv3CpuInterface.ICC_SRE_EL1, index, 0, ArmGicv3CpuFields.ALL_ENABLED);
        own(Gicv3CpuInterface.ICC_IGRPEN0_EL1, index, 0, cpu.groupEnable0());
        own(Gicv3CpuInterface.ICC_IGRPEN1_EL1, index, 0, cpu.groupEnable1());
        for (int word = 0; word < ArmGicv3CpuFields.ACTIVE_PRIORITY_WORDS; word++) {
            own(Gicv3CpuInterface.ICC_AP0R_EL1, index, word, cpu.activePriorities0(word));
            own(Gicv3CpuInterface.ICC_AP1R_EL1, index, word, cpu.activePriorities1(word));
        }
    }

    private void shared(Register register, int word, int value) {
        state.word(register, 0, word, value);
    }

    private void own(Register register, int vcpu, int word, int value) {
        state.word(register, vcpu, word, value);
    }
}

package org.gic4j.testkit.contract;

import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP1R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_DIR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_EOIR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_HPPIR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IAR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_PMR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_RPR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_SGI1R_EL1;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IROUTER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_WAKER;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_IGROUPR;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ISENABLER;

import org.gic4j.api.Affinity;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Register;

/** A guest's software for a GICv3, with group 1. */
final class Gicv3Guest extends Guest {
    private static final int EOI_MODE = 0x2;
    private static final int SGIS = 0xFFFF;

    Gicv3Guest(TestMachine machine) {
        super(machine);
    }

    @Override
    long address(int cpu, Register register, int word) {
        long frame =
                switch (register.frame()) {
                    case GICV3_DISTRIBUTOR -> TestMachine.DISTRIBUTOR;
                    case GICV3_REDISTRIBUTOR, GICV3_REDISTRIBUTOR_SGI ->
                        TestMachine.REDISTRIBUTORS
                                + cpu * TestMachine.REDISTRIBUTOR_SIZE
                                + register.frame().attributeBase();
                    default -> throw new IllegalArgumentException(register.name() + " is not in memory");
                };
        return frame + register.row().offset() + word * 4L;
    }

    @Override
    int read(int cpu, Register register, int word) {
        return register.frame() == Frame.GICV3_CPU_INTERFACE
                ? (int) access().readSystemRegister(cpu, register.row().offset() + word)
                : super.read(cpu, register, word);
    }

    @Override
    void write(int cpu, Register register, int word, int value) {
        if (register.frame() == Frame.GICV3_CPU_INTERFACE) {
            access().writeSystemRegister(cpu, register.row().offset() + word, value & 0xFFFF_FFFFL);
        } else {
            super.write(cpu, register, word, value);
        }
    }

    /** Writes 64 bits to a system register. */
    void writeLong(int cpu, Gicv3CpuInterface register, long value) {
        access().writeSystemRegister(cpu, register.row().offset(), value);
    }

    @Override
    Gicv3Guest start(int... cpus) {
        for (int cpu : cpus) {
            write(cpu, GICD_CTLR, 3);
            write(cpu, GICR_WAKER, 0);
            write(cpu, GICR_IGROUPR, -1);
            write(cpu, GICR_ISENABLER, SGIS);
            write(cpu, ICC_PMR_EL1, 0xF0);
            write(cpu, ICC_IGRPEN1_EL1, 1);
        }
        return this;
    }

    @Override
    Gicv3Guest edge(int intid, int priority) {
        group1(0, intid);
        super.edge(intid, priority);
        return this;
    }

    @Override
    Gicv3Guest level(int intid, int priority) {
        group1(0, intid);
        super.level(intid, priority);
        return this;
    }

    @Override
    void route(int intid, int cpu) {
        route(intid, machine().vcpu(cpu).affinity());
    }

    void route(int intid, Affinity affinity) {
        access().write(0, address(0, GICD_IROUTER, 2 * intid), Long.BYTES, affinity.mpidr());
    }

    /** To CPUs with affinity 0.0.0.n. */
    @Override
    void send(int cpu, int sgi, int targets) {
        writeLong(cpu, ICC_SGI1R_EL1, (long) sgi << 24 | targets);
    }

    @Override
    void splitEnds(int cpu, boolean split) {
        write(cpu, ICC_CTLR_EL1, split ? EOI_MODE : 0);
    }

    @Override
    void mask(int cpu, int value) {
        write(cpu, ICC_PMR_EL1, value);
    }

    @Override
    int mask(int cpu) {
        return read(cpu, ICC_PMR_EL1);
    }

    @Override
    int acknowledge(int cpu) {
        return read(cpu, ICC_IAR1_EL1);
    }

    @Override
    void end(int cpu, int value) {
        write(cpu, ICC_EOIR1_EL1, value);
    }

    @Override
    void deactivate(int cpu, int value) {
        write(cpu, ICC_DIR_EL1, value);
    }

    @Override
    int highestPending(int cpu) {
        return read(cpu, ICC_HPPIR1_EL1);
    }

    @Override
    int runningPriority(int cpu) {
        return read(cpu, ICC_RPR_EL1);
    }

    /** Group 1 counts one more than group 0 and GICv2. */
    @Override
    void binaryPoint(int cpu, int n) {
        write(cpu, ICC_BPR1_EL1, n + 1);
    }

    @Override
    int activePriorities(int cpu) {
        return read(cpu, ICC_AP1R_EL1);
    }

    @Override
    void activePriorities(int cpu, int value) {
        write(cpu, ICC_AP1R_EL1, value);
    }

    @Override
    void distributor(boolean enabled) {
        write(0, GICD_CTLR, enabled ? 2 : 0);
    }
}

package org.gic4j.testkit.contract;

import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_APR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_BPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_CTLR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_DIR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_EOIR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_HPPIR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_IAR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_PMR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_RPR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ITARGETSR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SGIR;

import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Register;

/** A guest's software for a GICv2, with group 0. */
final class Gicv2Guest extends Guest {
    /** GICC_IAR: the best interrupt is of group 1, which the register does not acknowledge. */
    static final int SPURIOUS_GROUP_1 = 1022;

    private static final int GROUP_0 = 0x1;
    private static final int EOI_MODE = 0x200;

    Gicv2Guest(TestMachine machine) {
        super(machine);
    }

    /** The guest address of a register's word, which is the same for all CPUs. */
    static long address(Register register, int word) {
        long frame = register.frame() == Frame.GICV2_DISTRIBUTOR
                ? TestMachine.DISTRIBUTOR
                : TestMachine.CPU_INTERFACE;
        return frame + register.row().offset() + word * 4L;
    }

    @Override
    long address(int cpu, Register register, int word) {
        return address(register, word);
    }

    @Override
    Gicv2Guest start(int... cpus) {
        for (int cpu : cpus) {
            write(cpu, GICD_CTLR, 3);
            write(cpu, GICC_PMR, 0xF0);
            write(cpu, GICC_CTLR, GROUP_0);
        }
        return this;
    }

    @Override
    Gicv2Guest edge(int intid, int priority) {
        super.edge(intid, priority);
        return this;
    }

    @Override
    Gicv2Guest level(int intid, int priority) {
        super.level(intid, priority);
        return this;
    }

    @Override
    void route(int intid, int cpu) {
        targets(intid, 1 << cpu);
    }

    void targets(int intid, int cpus) {
        access().write(0, address(GICD_ITARGETSR, 0) + intid, Byte.BYTES, cpus);
    }

    @Override
    void send(int cpu, int sgi, int targets) {
        write(cpu, GICD_SGIR, targets << 16 | sgi);
    }

    void control(int cpu, int value) {
        write(cpu, GICC_CTLR, value);
    }

    @Override
    void splitEnds(int cpu, boolean split) {
        control(cpu, split ? GROUP_0 | EOI_MODE : GROUP_0);
    }

    @Override
    void mask(int cpu, int value) {
        write(cpu, GICC_PMR, value);
    }

    @Override
    int mask(int cpu) {
        return read(cpu, GICC_PMR);
    }

    @Override
    int acknowledge(int cpu) {
        return read(cpu, GICC_IAR);
    }

    @Override
    void end(int cpu, int value) {
        write(cpu, GICC_EOIR, value);
    }

    @Override
    void deactivate(int cpu, int value) {
        write(cpu, GICC_DIR, value);
    }

    @Override
    int highestPending(int cpu) {
        return read(cpu, GICC_HPPIR);
    }

    @Override
    int runningPriority(int cpu) {
        return read(cpu, GICC_RPR);
    }

    @Override
    void binaryPoint(int cpu, int n) {
        write(cpu, GICC_BPR, n);
    }

    @Override
    int activePriorities(int cpu) {
        return read(cpu, GICC_APR);
    }

    @Override
    void activePriorities(int cpu, int value) {
        write(cpu, GICC_APR, value);
    }

    @Override
    void distributor(boolean enabled) {
        write(0, GICD_CTLR, enabled ? 1 : 0);
    }
}

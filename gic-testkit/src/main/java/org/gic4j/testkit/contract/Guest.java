package org.gic4j.testkit.contract;

import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_CTLR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_DIR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_EOIR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_HPPIR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_IAR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_PMR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_RPR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICFGR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IGROUPR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IPRIORITYR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ITARGETSR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SGIR;

import org.gic4j.api.InterruptLine;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Register;

/** A guest's software on the vCPUs of a machine, by creation index: the driver's steps with short names. */
final class Guest {
    /** GICC_IAR: nothing to acknowledge. */
    static final int SPURIOUS = 1023;
    /** GICC_IAR: the best interrupt is of group 1, which the register does not acknowledge. */
    static final int SPURIOUS_GROUP_1 = 1022;

    private final Gicv2Machine machine;
    private final GuestAccess access;

    Guest(Gicv2Machine machine) {
        this.machine = machine;
        access = machine.vm().facet(GuestAccess.class).orElseThrow();
    }

    GuestAccess access() {
        return access;
    }

    /** The guest address of a register's word. */
    static long address(Register register, int word) {
        long frame = register.frame() == Frame.GICV2_DISTRIBUTOR
                ? Gicv2Machine.DISTRIBUTOR
                : Gicv2Machine.CPU_INTERFACE;
        return frame + register.row().offset() + word * 4L;
    }

    int read(int cpu, Register register) {
        return read(cpu, register, 0);
    }

    int read(int cpu, Register register, int word) {
        return (int) access.read(cpu, address(register, word), Integer.BYTES);
    }

    void write(int cpu, Register register, int value) {
        write(cpu, register, 0, value);
    }

    void write(int cpu, Register register, int word, int value) {
        access.write(cpu, address(register, word), Integer.BYTES, value & 0xFFFF_FFFFL);
    }

    /** Enables both groups in the distributor and group 0 in the CPU interfaces, with the priority mask at 0xF0. */
    Guest start(int... cpus) {
        for (int cpu : cpus) {
            write(cpu, GICD_CTLR, 3);
            write(cpu, GICC_PMR, 0xF0);
            write(cpu, GICC_CTLR, 1);
        }
        return this;
    }

    /** Enables an SPI for CPU 0, edge-triggered, with a priority. */
    Guest edge(int intid, int priority) {
        trigger(intid, true);
        return enableSpi(intid, priority);
    }

    /** Enables an SPI for CPU 0, level-sensitive, with a priority. */
    Guest level(int intid, int priority) {
        trigger(intid, false);
        return enableSpi(intid, priority);
    }

    private Guest enableSpi(int intid, int priority) {
        priority(0, intid, priority);
        targets(intid, 1);
        enable(0, intid);
        return this;
    }

    void trigger(int intid, boolean edge) {
        int shift = intid % 16 * 2;
        int others = read(0, GICD_ICFGR, intid / 16) & ~(3 << shift);
        write(0, GICD_ICFGR, intid / 16, others | (edge ? 2 : 0) << shift);
    }

    void priority(int cpu, int intid, int priority) {
        access.write(cpu, address(GICD_IPRIORITYR, 0) + intid, Byte.BYTES, priority);
    }

    void targets(int intid, int cpus) {
        access.write(0, address(GICD_ITARGETSR, 0) + intid, Byte.BYTES, cpus);
    }

    void enable(int cpu, int intid) {
        write(cpu, GICD_ISENABLER, intid / 32, 1 << intid % 32);
    }

    void disable(int cpu, int intid) {
        write(cpu, GICD_ICENABLER, intid / 32, 1 << intid % 32);
    }

    /** Puts an interrupt into group 1. */
    void group1(int cpu, int intid) {
        write(cpu, GICD_IGROUPR, intid / 32, read(cpu, GICD_IGROUPR, intid / 32) | 1 << intid % 32);
    }

    /** Raises the line of an SPI. */
    void raise(int intid) {
        machine.vm().setInterruptLine(InterruptLine.spi(intid), true);
    }

    /** Lowers the line of an SPI. */
    void lower(int intid) {
        machine.vm().setInterruptLine(InterruptLine.spi(intid), false);
    }

    /** Sends an SGI to a list of CPUs. */
    void send(int cpu, int sgi, int targets) {
        write(cpu, GICD_SGIR, targets << 16 | sgi);
    }

    void control(int cpu, int value) {
        write(cpu, GICC_CTLR, value);
    }

    void mask(int cpu, int value) {
        write(cpu, GICC_PMR, value);
    }

    int acknowledge(int cpu) {
        return read(cpu, GICC_IAR);
    }

    void end(int cpu, int value) {
        write(cpu, GICC_EOIR, value);
    }

    void deactivate(int cpu, int value) {
        write(cpu, GICC_DIR, value);
    }

    int highestPending(int cpu) {
        return read(cpu, GICC_HPPIR);
    }

    int runningPriority(int cpu) {
        return read(cpu, GICC_RPR);
    }

    boolean irq(int cpu) {
        return (access.outputs(cpu) & GuestAccess.OUTPUT_IRQ) != 0;
    }

    boolean fiq(int cpu) {
        return (access.outputs(cpu) & GuestAccess.OUTPUT_FIQ) != 0;
    }
}

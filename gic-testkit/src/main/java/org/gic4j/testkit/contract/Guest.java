package org.gic4j.testkit.contract;

import org.gic4j.api.InterruptLine;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.registers.Register;

/**
 * A guest's software on the vCPUs of a machine, by creation index: the driver's steps with short names, whatever the
 * version of the interrupt controller. Interrupts are of the group that an operating system uses: 0 of a GICv2, 1 of a
 * GICv3.
 */
abstract class Guest {
    /** An acknowledge when there is nothing to acknowledge. */
    static final int SPURIOUS = 1023;
    /** The running priority when nothing is active. */
    static final int IDLE = 0xFF;

    private final TestMachine machine;
    private final GuestAccess access;

    Guest(TestMachine machine) {
        this.machine = machine;
        access = machine.vm().facet(GuestAccess.class).orElseThrow();
    }

    final TestMachine machine() {
        return machine;
    }

    final GuestAccess access() {
        return access;
    }

    /** The guest address of a register's word. */
    abstract long address(int cpu, Register register, int word);

    /** Enables groups in the distributor and the guest's in the CPU interfaces, with the priority mask at 0xF0. */
    abstract Guest start(int... cpus);

    /** Has an SPI delivered to a CPU. */
    abstract void route(int intid, int cpu);

    /** Sends an SGI to a list of CPUs. */
    abstract void send(int cpu, int sgi, int targets);

    /** Whether ends only drop the priority, so that deactivation takes another write. */
    abstract void splitEnds(int cpu, boolean split);

    /** Sets the priority mask. */
    abstract void mask(int cpu, int value);

    /** The priority mask. */
    abstract int mask(int cpu);

    abstract int acknowledge(int cpu);

    abstract void end(int cpu, int value);

    abstract void deactivate(int cpu, int value);

    abstract int highestPending(int cpu);

    abstract int runningPriority(int cpu);

    /** Sets how many of the lowest bits of a priority do not preempt: 1 + n, for n from the hardware's least to 6. */
    abstract void binaryPoint(int cpu, int n);

    /** The first word of the active priorities. */
    abstract int activePriorities(int cpu);

    /** Sets the first word of the active priorities. */
    abstract void activePriorities(int cpu, int value);

    /** Enables the distributor for the guest's group, or disables it for both. */
    abstract void distributor(boolean enabled);

    int read(int cpu, Register register) {
        return read(cpu, register, 0);
    }

    int read(int cpu, Register register, int word) {
        return (int) access.read(cpu, address(cpu, register, word), Integer.BYTES);
    }

    void write(int cpu, Register register, int value) {
        write(cpu, register, 0, value);
    }

    void write(int cpu, Register register, int word, int value) {
        access.write(cpu, address(cpu, register, word), Integer.BYTES, value & 0xFFFF_FFFFL);
    }

    /** Reads the field of an interrupt. */
    final int read(int cpu, InterruptField field, int intid) {
        Register register = field.of(machine.version(), intid);
        int mask = (1 << register.row().bitsPerIntid()) - 1;
        return read(cpu, register, field.word(intid)) >>> field.shift(intid) & mask;
    }

    /** Writes a whole word of which an interrupt's field has a value, all others 0. */
    final void write(int cpu, InterruptField field, int intid, int value) {
        write(cpu, field.of(machine.version(), intid), field.word(intid), value << field.shift(intid));
    }

    /** Enables an SPI for CPU 0, edge-triggered, with a priority. */
    Guest edge(int intid, int priority) {
        trigger(intid, true);
        enableSpi(intid, priority);
        return this;
    }

    /** Enables an SPI for CPU 0, level-sensitive, with a priority. */
    Guest level(int intid, int priority) {
        trigger(intid, false);
        enableSpi(intid, priority);
        return this;
    }

    private void enableSpi(int intid, int priority) {
        priority(0, intid, priority);
        route(intid, 0);
        enable(0, intid);
    }

    final void trigger(int intid, boolean edge) {
        Register register = InterruptField.CONFIGURATION.of(machine.version(), intid);
        int word = InterruptField.CONFIGURATION.word(intid);
        int shift = InterruptField.CONFIGURATION.shift(intid);
        write(0, register, word, read(0, register, word) & ~(3 << shift) | (edge ? 2 : 0) << shift);
    }

    final void priority(int cpu, int intid, int priority) {
        Register register = InterruptField.PRIORITY.of(machine.version(), intid);
        access.write(cpu, address(cpu, register, 0) + intid, Byte.BYTES, priority);
    }

    final void enable(int cpu, int intid) {
        write(cpu, InterruptField.SET_ENABLE, intid, 1);
    }

    final void disable(int cpu, int intid) {
        write(cpu, InterruptField.CLEAR_ENABLE, intid, 1);
    }

    final boolean isPending(int cpu, int intid) {
        return read(cpu, InterruptField.SET_PENDING, intid) != 0;
    }

    final void setPending(int cpu, int intid) {
        write(cpu, InterruptField.SET_PENDING, intid, 1);
    }

    final void clearPending(int cpu, int intid) {
        write(cpu, InterruptField.CLEAR_PENDING, intid, 1);
    }

    final boolean isActive(int cpu, int intid) {
        return read(cpu, InterruptField.SET_ACTIVE, intid) != 0;
    }

    final void setActive(int cpu, int intid) {
        write(cpu, InterruptField.SET_ACTIVE, intid, 1);
    }

    final void clearActive(int cpu, int intid) {
        write(cpu, InterruptField.CLEAR_ACTIVE, intid, 1);
    }

    /** Moves an interrupt between groups. */
    final void group(int cpu, int intid, int group) {
        Register register = InterruptField.GROUP.of(machine.version(), intid);
        int word = InterruptField.GROUP.word(intid);
        int bit = 1 << InterruptField.GROUP.shift(intid);
        write(cpu, register, word, read(cpu, register, word) & ~bit | (group == 0 ? 0 : bit));
    }

    /** Puts an interrupt into group 1. */
    final void group1(int cpu, int intid) {
        group(cpu, intid, 1);
    }

    /** Raises the line of an SPI. */
    final void raise(int intid) {
        machine.vm().setInterruptLine(InterruptLine.spi(intid), true);
    }

    /** Lowers the line of an SPI. */
    final void lower(int intid) {
        machine.vm().setInterruptLine(InterruptLine.spi(intid), false);
    }

    final boolean irq(int cpu) {
        return (access.outputs(cpu) & GuestAccess.OUTPUT_IRQ) != 0;
    }

    final boolean fiq(int cpu) {
        return (access.outputs(cpu) & GuestAccess.OUTPUT_FIQ) != 0;
    }
}

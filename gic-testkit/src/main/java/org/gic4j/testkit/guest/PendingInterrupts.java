package org.gic4j.testkit.guest;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.gic4j.api.Errno;
import org.gic4j.api.GicVersion;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;

/** The pending interrupts of a machine whose every pending interrupt can be delivered. */
abstract class PendingInterrupts {
    static final int SGIS = 16;
    /** The interrupts of the kernel's timers, which no test drives once a vCPU has run, as bits of the first word. */
    static final int TIMERS = 1 << 27 | 1 << 30;

    /** The least urgent priority of five bits, which no mask lets through, and the one before it. */
    private static final int LEAST = 0xF8;

    private static final int BEFORE_LEAST = 0xF0;

    private final VirtualMachine vm;
    private final Device device;
    private final Geometry geometry;

    /**
     * The interrupts of a machine.
     *
     * @param vm a virtual machine in any state
     * @param control GICD_CTLR: the first register access fixes the number of interrupts of a GICv2
     */
    PendingInterrupts(VirtualMachine vm, Register control) {
        this.vm = vm;
        device = vm.devices().getFirst();
        get(control, 0, 0);
        int interrupts = (int) device.get(AttributeGroup.NUMBER_OF_INTERRUPTS, 0);
        geometry = new Geometry(interrupts, vm.vcpus().size());
    }

    /**
     * Opens every way to the CPUs, and leaves what is pending, its priority and its targets as they are: all is enabled,
     * in the group that guest programs take, nothing active.
     *
     * @param version the interrupt controller's
     * @param vm a virtual machine in any state
     * @return false where it cannot be had: a frame is somewhere else than a guest program looks for it
     */
    static boolean tryMakeDeliverable(GicVersion version, VirtualMachine vm) {
        PendingInterrupts pending =
                switch (version) {
                    case GICV2 -> new Gicv2PendingInterrupts(vm);
                    case GICV3 -> new Gicv3PendingInterrupts(vm);
                };
        // First: once a vCPU has run, the kernel's timers own their lines, and nobody else lowers them.
        pending.lowerTimers();
        if (!pending.tryPlace()) {
            return false;
        }
        pending.dropTimers();
        pending.open();
        return true;
    }

    /**
     * What a processor has to acknowledge, as its acknowledge register shows it.
     *
     * @param version the interrupt controller's
     * @param state a state in which all that is pending can be delivered
     * @param cpu the processor, by creation index
     */
    static List<Long> of(GicVersion version, GicState state, int cpu) {
        return switch (version) {
            case GICV2 -> Gicv2PendingInterrupts.of(state, cpu);
            case GICV3 -> Gicv3PendingInterrupts.of(state, cpu);
        };
    }

    /** Puts the frames where guest programs look for them; false where they are elsewhere. */
    abstract boolean tryPlace();

    /** Takes the latches of the timers away. */
    abstract void dropTimers();

    /** Opens every way to the CPUs. */
    abstract void open();

    final boolean tryPlace(long attribute, long address) {
        int errno = device.trySet(AttributeGroup.ADDRESS, attribute, address);
        return errno == Errno.OK || errno == Errno.EEXIST && device.get(AttributeGroup.ADDRESS, attribute) == address;
    }

    private void lowerTimers() {
        for (Vcpu vcpu : vm.vcpus()) {
            for (int rest = TIMERS; rest != 0; rest &= rest - 1) {
                vm.setInterruptLine(InterruptLine.ppi(vcpu.id(), Integer.numberOfTrailingZeros(rest)), false);
            }
        }
    }

    /** The same priorities, but for the one that no mask lets through. */
    static int urgent(int priorities) {
        int result = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            int priority = priorities >>> shift & 0xFF;
            result |= (priority == LEAST ? BEFORE_LEAST : priority) << shift;
        }
        return result;
    }

    /** Writes each word of a register, made of what it was. */
    final void each(Register register, IntUnaryOperator change) {
        int banked = register.bankedWords(geometry);
        for (int word = register.firstWord(); word < register.words(geometry); word++) {
            for (int vcpu = 0; vcpu < (word < banked ? geometry.vcpus() : 1); vcpu++) {
                change(register, vcpu, word, change);
            }
        }
    }

    /** Writes the first word of each CPU's register, made of what it was. */
    final void eachFirst(Register register, IntUnaryOperator change) {
        for (int vcpu = 0; vcpu < geometry.vcpus(); vcpu++) {
            change(register, vcpu, 0, change);
        }
    }

    private void change(Register register, int vcpu, int word, IntUnaryOperator change) {
        set(register, vcpu, word, change.applyAsInt((int) get(register, vcpu, word)) & 0xFFFF_FFFFL);
    }

    private long get(Register register, int vcpu, int word) {
        return device.get(register.frame().attributeGroup(), attribute(register, vcpu, word));
    }

    private void set(Register register, int vcpu, int word, long value) {
        device.set(register.frame().attributeGroup(), attribute(register, vcpu, word), value);
    }

    private long attribute(Register register, int vcpu, int word) {
        Vcpu through = vm.vcpus().get(vcpu);
        return register.attribute(register.frame().vcpuKey(through.id(), through.affinity()), word);
    }
}

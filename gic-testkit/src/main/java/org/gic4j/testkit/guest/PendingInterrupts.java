package org.gic4j.testkit.guest;

import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_APR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_CTLR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_PMR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICACTIVER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICPENDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IGROUPR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IPRIORITYR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ITARGETSR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SPENDSGIR;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.gic4j.api.Errno;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;

/** The pending interrupts of a GICv2 whose every pending interrupt can be delivered. */
final class PendingInterrupts {
    private static final int SGIS = 16;
    private static final int SENDER_SHIFT = 10;
    private static final int CPUS = 8;
    /** The least urgent priority of five bits, which no mask lets through, and the one before it. */
    private static final int LEAST = 0xF8;

    private static final int BEFORE_LEAST = 0xF0;
    /** GICC_PMR as attributes have it: open. */
    private static final int OPEN = 0x1F;
    /** The interrupts of the kernel's timers, which no test drives once a vCPU has run. */
    private static final int[] TIMERS = {27, 30};

    private final VirtualMachine vm;
    private final Device device;
    private final Geometry geometry;

    private PendingInterrupts(VirtualMachine vm) {
        this.vm = vm;
        device = vm.devices().getFirst();
        // The first register access fixes the number of interrupts.
        get(GICD_CTLR, 0, 0);
        int interrupts = (int) device.get(AttributeGroup.NUMBER_OF_INTERRUPTS, 0);
        geometry = new Geometry(interrupts, vm.vcpus().size());
    }

    /**
     * Opens every way to the CPUs, and leaves what is pending, its priority and its targets as they are: all is enabled,
     * in group 0, nothing active.
     *
     * @param vm a virtual machine in any state
     * @return false where it cannot be had: a frame is somewhere else than a guest program looks for it
     */
    static boolean tryMakeDeliverable(VirtualMachine vm) {
        PendingInterrupts pending = new PendingInterrupts(vm);
        if (!pending.place(AttributeGroup.ADDRESS_V2_DISTRIBUTOR, GuestMap.DISTRIBUTOR)
                || !pending.place(AttributeGroup.ADDRESS_V2_CPU, GuestMap.CPU_INTERFACE)) {
            return false;
        }
        pending.quietTimers();
        pending.each(GICD_ICACTIVER, word -> -1);
        pending.each(GICD_IGROUPR, word -> 0);
        pending.each(GICD_IPRIORITYR, PendingInterrupts::urgent);
        pending.each(GICC_APR, word -> 0);
        pending.each(GICC_PMR, word -> OPEN);
        pending.each(GICC_CTLR, word -> 1);
        pending.each(GICD_CTLR, word -> 1);
        pending.each(GICD_ISENABLER, word -> -1);
        return true;
    }

    private boolean place(long attribute, long address) {
        int errno = device.trySet(AttributeGroup.ADDRESS, attribute, address);
        return errno == Errno.OK || errno == Errno.EEXIST && device.get(AttributeGroup.ADDRESS, attribute) == address;
    }

    private void quietTimers() {
        for (Vcpu vcpu : vm.vcpus()) {
            for (int timer : TIMERS) {
                vm.setInterruptLine(InterruptLine.ppi(vcpu.id(), timer), false);
                set(GICD_ICPENDR, vcpu.index().value(), 0, 1L << timer);
            }
        }
    }

    private static int urgent(int priorities) {
        int result = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            int priority = priorities >>> shift & 0xFF;
            result |= (priority == LEAST ? BEFORE_LEAST : priority) << shift;
        }
        return result;
    }

    /** Writes each word of a register, made of what it was. */
    private void each(Register register, IntUnaryOperator change) {
        int banked = register.bankedWords(geometry);
        for (int word = 0; word < register.words(geometry); word++) {
            for (int vcpu = 0; vcpu < (word < banked ? geometry.vcpus() : 1); vcpu++) {
                set(register, vcpu, word, change.applyAsInt((int) get(register, vcpu, word)) & 0xFFFF_FFFFL);
            }
        }
    }

    private long get(Register register, int vcpu, int word) {
        return device.get(register.frame().attributeGroup(), attribute(register, vcpu, word));
    }

    private void set(Register register, int vcpu, int word, long value) {
        device.set(register.frame().attributeGroup(), attribute(register, vcpu, word), value);
    }

    private long attribute(Register register, int vcpu, int word) {
        return register.attribute(vm.vcpus().get(vcpu).id().value(), word);
    }

    /**
     * What a processor has to acknowledge, as GICC_IAR shows it. KVM sends an SPI to the first of its targets, or to
     * processor 0 where it has none.
     *
     * @param state a state in which all that is pending can be delivered
     * @param cpu the processor, by creation index
     */
    static List<Long> of(GicState state, int cpu) {
        List<Long> expected = new ArrayList<>();
        for (int sgi = 0; sgi < SGIS; sgi++) {
            int senders = state.word(GICD_SPENDSGIR, cpu, sgi / 4) >>> sgi % 4 * Byte.SIZE;
            for (int sender = 0; sender < CPUS; sender++) {
                if ((senders >>> sender & 1) != 0) {
                    expected.add((long) sender << SENDER_SHIFT | sgi);
                }
            }
        }
        for (int intid = SGIS; intid < state.geometry().interrupts(); intid++) {
            boolean pending = (state.word(GICD_ISPENDR, cpu, intid / 32) >>> intid % 32 & 1) != 0;
            if (pending && (intid < Geometry.PRIVATE_INTERRUPTS || targetOf(state, intid) == cpu)) {
                expected.add((long) intid);
            }
        }
        return expected;
    }

    private static int targetOf(GicState state, int spi) {
        int targets = state.word(GICD_ITARGETSR, 0, spi / 4) >>> spi % 4 * Byte.SIZE & 0xFF;
        return targets == 0 ? 0 : Integer.numberOfTrailingZeros(targets);
    }
}

package org.gic4j.testkit.guest;

import static org.gic4j.testkit.guest.assembler.Gpr.w;
import static org.gic4j.testkit.guest.assembler.Gpr.wzr;
import static org.gic4j.testkit.guest.assembler.Gpr.x;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Register;
import org.gic4j.testkit.guest.assembler.Assembler;
import org.gic4j.testkit.guest.assembler.Condition;
import org.gic4j.testkit.guest.assembler.Gpr;
import org.gic4j.testkit.guest.assembler.SystemRegister;

/**
 * Guest programs for a GICv2, at EL1 with the MMU off. All processors run the same code.
 *
 * <p>Each acknowledged interrupt is told, counted by INTID, ended and told again ({@link GuestEvent}); between two
 * interrupts the program reads a command, which is 0 or a value for GICD_SGIR.
 */
public final class Gicv2Program {
    private static final int VECTORS = 0x800;
    private static final int VECTOR = 0x80;
    /** Vectors of an exception level that uses its own stack pointer: synchronous, IRQ, FIQ. */
    private static final int SYNCHRONOUS = 0x200;

    private static final int IRQ = 0x280;
    private static final int FIQ = 0x300;
    private static final int IRQ_MASK = 2;
    private static final int FIRST_SPURIOUS = 1020;
    private static final int OPEN_PRIORITY_MASK = 0xF0;
    /** 0xA0 for each of four interrupts. */
    private static final int MIDDLE_PRIORITIES = 0xA0A0_A0A0;
    /** The first processor for each of four interrupts. */
    private static final int FIRST_PROCESSOR = 0x0101_0101;

    /** Kept for the whole program: GICC, the test's device, this processor's counts, GICD. */
    private static final Gpr GICC = x(1);

    private static final Gpr DEVICE = x(2);
    private static final Gpr COUNTS = x(3);
    private static final Gpr GICD = x(4);

    private final Assembler code = new Assembler();

    private Gicv2Program() {}

    /**
     * A program that sets its interrupt controller up, every interrupt enabled and SPIs to the first processor, and takes
     * interrupts as exceptions.
     *
     * @param interrupts how many there are
     * @return what is in memory
     */
    public static MemorySegment takingExceptions(int interrupts) {
        Gicv2Program program = new Gicv2Program();
        program.findEverything();
        program.setUp(interrupts);
        program.serve();
        program.vectors();
        return program.image();
    }

    /** A program that changes nothing and acknowledges whatever is pending, without exceptions. */
    public static MemorySegment polling() {
        Gicv2Program program = new Gicv2Program();
        program.findEverything();
        program.poll();
        return program.image();
    }

    private void findEverything() {
        code.mov(GICD, GuestMap.DISTRIBUTOR)
                .mov(GICC, GuestMap.CPU_INTERFACE)
                .mov(DEVICE, GuestMap.DEVICE)
                .mov(COUNTS, GuestMap.MEMORY + GuestMap.COUNTS)
                .mrs(x(0), SystemRegister.MPIDR_EL1)
                .and(x(0), x(0), 0xFF)
                .add(COUNTS, COUNTS, x(0), Long.numberOfTrailingZeros(GuestMap.COUNTS_STRIDE));
    }

    private void setUp(int interrupts) {
        code.adr(x(5), "vectors").msr(SystemRegister.VBAR_EL1, x(5)).isb();
        fill("priorities", Gicv2Distributor.GICD_IPRIORITYR, 0, MIDDLE_PRIORITIES, interrupts / 4);
        fill("targets", Gicv2Distributor.GICD_ITARGETSR, 8, FIRST_PROCESSOR, interrupts / 4 - 8);
        fill("enables", Gicv2Distributor.GICD_ISENABLER, 0, -1, interrupts / 32);
        code.mov(w(5), 1)
                .str(w(5), GICD, offset(Gicv2Distributor.GICD_CTLR))
                .mov(w(6), OPEN_PRIORITY_MASK)
                .str(w(6), GICC, offset(Gicv2CpuInterface.GICC_PMR))
                .str(w(5), GICC, offset(Gicv2CpuInterface.GICC_CTLR))
                .daifclr(IRQ_MASK);
    }

    /** Writes a value to words of a register. */
    private void fill(String label, Register register, int firstWord, int value, int words) {
        code.mov(w(5), value & 0xFFFF_FFFFL)
                .add(x(6), GICD, offset(register) + firstWord * Integer.BYTES)
                .mov(x(7), words)
                .label(label)
                .str(w(5), x(6), 0)
                .add(x(6), x(6), Integer.BYTES)
                .sub(x(7), x(7), 1)
                .cbnz(x(7), label);
    }

    /** Commands, between which interrupts come. */
    private void serve() {
        code.label("serve")
                .ldr(w(5), DEVICE, GuestEvent.Kind.IDLE.offset())
                .cbz(w(5), "serve")
                .str(w(5), GICD, offset(Gicv2Distributor.GICD_SGIR))
                .b("serve");
    }

    private void poll() {
        code.label("poll");
        acknowledge("idle");
        code.b("poll").label("idle").ldr(w(5), DEVICE, GuestEvent.Kind.IDLE.offset()).b("poll");
    }

    /** One interrupt, from acknowledge to end. Uses x9 to x12. */
    private void acknowledge(String otherwise) {
        code.ldr(w(9), GICC, offset(Gicv2CpuInterface.GICC_IAR))
                .and(w(10), w(9), 0x3FF)
                .cmp(w(10), FIRST_SPURIOUS)
                .b(Condition.HS, otherwise)
                .str(w(9), DEVICE, GuestEvent.Kind.ACKNOWLEDGED.offset())
                .add(x(11), COUNTS, x(10), 2)
                .ldr(w(12), x(11), 0)
                .add(w(12), w(12), 1)
                .str(w(12), x(11), 0)
                .str(w(9), GICC, offset(Gicv2CpuInterface.GICC_EOIR))
                .str(w(9), DEVICE, GuestEvent.Kind.ENDED.offset());
    }

    private void vectors() {
        code.label("interrupt");
        acknowledge("spurious");
        code.eret()
                .label("spurious")
                .str(w(9), DEVICE, GuestEvent.Kind.SPURIOUS.offset())
                .eret()
                .label("exception")
                .mrs(x(9), SystemRegister.ESR_EL1)
                .str(w(9), DEVICE, GuestEvent.Kind.EXCEPTION.offset())
                .b("exception")
                .align(VECTORS)
                .label("vectors");
        for (int vector = 0; vector < VECTORS; vector += VECTOR) {
            code.align(VECTOR);
            switch (vector) {
                case IRQ, FIQ -> code.b("interrupt");
                case SYNCHRONOUS -> code.b("exception");
                default -> code.str(wzr(), DEVICE, GuestEvent.Kind.EXCEPTION.offset()).brk(vector);
            }
        }
    }

    private static int offset(Register register) {
        return register.row().offset();
    }

    private MemorySegment image() {
        byte[] bytes = code.bytes();
        MemorySegment memory = Arena.ofAuto().allocate(GuestMap.MEMORY_SIZE);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return memory;
    }
}

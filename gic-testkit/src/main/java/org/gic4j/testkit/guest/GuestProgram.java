package org.gic4j.testkit.guest;

import static org.gic4j.testkit.guest.assembler.Gpr.w;
import static org.gic4j.testkit.guest.assembler.Gpr.wzr;
import static org.gic4j.testkit.guest.assembler.Gpr.x;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Register;
import org.gic4j.testkit.guest.assembler.Assembler;
import org.gic4j.testkit.guest.assembler.Condition;
import org.gic4j.testkit.guest.assembler.Gpr;
import org.gic4j.testkit.guest.assembler.SystemRegister;

/**
 * A guest program, at EL1 with the MMU off. All processors run the same code.
 *
 * <p>Each acknowledged interrupt is told, counted by INTID, ended and told again ({@link GuestEvent}); between two
 * interrupts the program reads a command, which is 0 or what {@link #softwareInterrupt} gives.
 */
abstract class GuestProgram {
    /** 0xA0 for each of four interrupts. */
    static final int MIDDLE_PRIORITIES = 0xA0A0_A0A0;
    /** A priority mask that lets all but the least urgent through. */
    static final int OPEN_PRIORITY_MASK = 0xF0;

    /** Kept for the whole program, beside {@code x1}, which the version uses: the distributor. */
    static final Gpr GICD = x(4);

    private static final Gpr DEVICE = x(2);
    private static final Gpr COUNTS = x(3);

    private static final int VECTORS = 0x800;
    private static final int VECTOR = 0x80;
    /** Vectors of an exception level that uses its own stack pointer: synchronous, IRQ, FIQ. */
    private static final int SYNCHRONOUS = 0x200;

    private static final int IRQ = 0x280;
    private static final int FIQ = 0x300;
    private static final int IRQ_MASK = 2;
    private static final int FIRST_SPURIOUS = 1020;

    final Assembler code = new Assembler();

    GuestProgram() {}

    private static GuestProgram of(GicVersion version) {
        return switch (version) {
            case GICV2 -> new Gicv2Program();
            case GICV3 -> new Gicv3Program();
        };
    }

    /**
     * A program that sets its interrupt controller up, every interrupt enabled and SPIs to the first processor, and takes
     * interrupts as exceptions.
     *
     * @param version the interrupt controller's
     * @param interrupts how many there are
     * @return what is in memory
     */
    static MemorySegment takingExceptions(GicVersion version, int interrupts) {
        GuestProgram program = of(version);
        program.findEverything();
        program.code.adr(x(5), "vectors").msr(SystemRegister.VBAR_EL1, x(5)).isb();
        program.setUp(interrupts);
        program.code.daifclr(IRQ_MASK);
        program.serve();
        program.vectors();
        return program.image();
    }

    /**
     * A program that changes nothing and acknowledges whatever is pending, without exceptions.
     *
     * @param version the interrupt controller's
     * @return what is in memory
     */
    static MemorySegment polling(GicVersion version) {
        GuestProgram program = of(version);
        program.findEverything();
        program.poll();
        return program.image();
    }

    /**
     * The command that sends an SGI.
     *
     * @param version the interrupt controller's
     * @param processor its target, by creation index, where the vCPUs' ids are 0 and up
     * @param sgi 0 to 15
     */
    static long softwareInterrupt(GicVersion version, int processor, int sgi) {
        return of(version).softwareInterrupt(processor, sgi);
    }

    abstract long softwareInterrupt(int processor, int sgi);

    /** Puts the addresses that the version uses into {@code x1} and others. */
    abstract void findController();

    /** Enables everything. Uses x5 to x8. */
    abstract void setUp(int interrupts);

    /** Sends the SGI of a command in x5. */
    abstract void send();

    /** Acknowledges: the answer in w9. */
    abstract void readAcknowledge();

    /** Ends what was acknowledged: w9. */
    abstract void end();

    private void findEverything() {
        code.mov(GICD, GuestMap.DISTRIBUTOR);
        findController();
        code.mov(DEVICE, GuestMap.DEVICE)
                .mov(COUNTS, GuestMap.MEMORY + GuestMap.COUNTS)
                .mrs(x(0), SystemRegister.MPIDR_EL1)
                .and(x(0), x(0), 0xFF)
                .add(COUNTS, COUNTS, x(0), Long.numberOfTrailingZeros(GuestMap.COUNTS_STRIDE));
    }

    /** Writes a value to words of a register. */
    final void fill(String label, Gpr frame, Register register, int firstWord, int value, int words) {
        code.mov(w(5), value & 0xFFFF_FFFFL)
                .add(x(6), frame, offset(register) + firstWord * Integer.BYTES)
                .mov(x(7), words)
                .label(label)
                .str(w(5), x(6), 0)
                .add(x(6), x(6), Integer.BYTES)
                .sub(x(7), x(7), 1)
                .cbnz(x(7), label);
    }

    /** Commands, between which interrupts come. */
    private void serve() {
        code.label("serve").ldr(w(5), DEVICE, GuestEvent.Kind.IDLE.offset()).cbz(w(5), "serve");
        send();
        code.b("serve");
    }

    private void poll() {
        code.label("poll");
        acknowledge("idle");
        code.b("poll").label("idle").ldr(w(5), DEVICE, GuestEvent.Kind.IDLE.offset()).b("poll");
    }

    /** One interrupt, from acknowledge to end. Uses x9 to x12. */
    private void acknowledge(String otherwise) {
        readAcknowledge();
        code.and(w(10), w(9), 0x3FF)
                .cmp(w(10), FIRST_SPURIOUS)
                .b(Condition.HS, otherwise)
                .str(w(9), DEVICE, GuestEvent.Kind.ACKNOWLEDGED.offset())
                .add(x(11), COUNTS, x(10), 2)
                .ldr(w(12), x(11), 0)
                .add(w(12), w(12), 1)
                .str(w(12), x(11), 0);
        end();
        code.str(w(9), DEVICE, GuestEvent.Kind.ENDED.offset());
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

    static int offset(Register register) {
        return register.row().offset();
    }

    private MemorySegment image() {
        byte[] bytes = code.bytes();
        MemorySegment memory = Arena.ofAuto().allocate(GuestMap.MEMORY_SIZE);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return memory;
    }
}

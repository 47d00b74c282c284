package org.gic4j.realkernel.guest.processor;

import static org.gic4j.testkit.guest.assembler.Gpr.w;
import static org.gic4j.testkit.guest.assembler.Gpr.x;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gic4j.testkit.guest.assembler.Assembler;
import org.gic4j.testkit.guest.assembler.Gpr;
import org.gic4j.testkit.guest.assembler.SystemRegister;

/**
 * Guest code that makes one access and tells what it gave: at EL1 with the MMU off and interrupts masked. A run begins at
 * {@link #BEGIN} with the code of the access in x5, an address in x6 and a value in x7.
 */
final class AccessProgram {
    /** Where the code is: the frames of tests, and memory that they map, are elsewhere. */
    static final long BEGIN = 0x3000_0000L;
    /** Where nothing is: what an access gave is written there. */
    static final long DONE = 0x2FFF_0000L;
    /** Where nothing is: written where the processor took an exception. */
    static final long EXCEPTION = DONE + 8;

    private static final int PAGE = 4096;
    private static final int SIZE = 4 * PAGE;
    private static final int VECTORS = 0x800;
    private static final int VECTOR = 0x80;
    /** All of ICC_*_EL1: op0 3, op1 0, CRn 12 with CRm 8 to 12, and CRn 4 with CRm 6. */
    private static final int FIRST_REGISTER = 3 << 14 | 12 << 7 | 8 << 3;

    private static final int LAST_REGISTER = 3 << 14 | 12 << 7 | 12 << 3 | 7;

    private static final Gpr RESULT = x(0);
    private static final Gpr MAILBOX = x(2);
    private static final Gpr CODE = x(5);
    private static final Gpr ADDRESS = x(6);
    private static final Gpr VALUE = x(7);

    private final Assembler code = new Assembler();
    private final Map<String, Integer> begins = new HashMap<>();

    /** Writes the program. */
    AccessProgram() {
        code.mov(MAILBOX, DONE).adr(x(3), "vectors").msr(SystemRegister.VBAR_EL1, x(3)).isb().br(CODE);
        code.label("told").str(RESULT, MAILBOX, 0).label("end").b("end");
        access(read(1), () -> code.ldrb(w(0), ADDRESS, 0));
        access(read(2), () -> code.ldrh(w(0), ADDRESS, 0));
        access(read(4), () -> code.ldr(w(0), ADDRESS, 0));
        access(read(8), () -> code.ldr(x(0), ADDRESS, 0));
        access(write(1), () -> code.strb(w(7), ADDRESS, 0));
        access(write(2), () -> code.strh(w(7), ADDRESS, 0));
        access(write(4), () -> code.str(w(7), ADDRESS, 0));
        access(write(8), () -> code.str(x(7), ADDRESS, 0));
        access(readOf(SystemRegister.ISR_EL1.encoding()), () -> code.mrs(RESULT, SystemRegister.ISR_EL1));
        for (int encoding : registers()) {
            access(readOf(encoding), () -> code.mrs(RESULT, encoding));
            access(writeOf(encoding), () -> code.msr(encoding, VALUE));
        }
        code.align(VECTORS).label("vectors");
        for (int vector = 0; vector < VECTORS; vector += VECTOR) {
            code.align(VECTOR).str(RESULT, MAILBOX, (int) (EXCEPTION - DONE)).b("end");
        }
    }

    private static List<Integer> registers() {
        List<Integer> registers = new ArrayList<>();
        registers.add(SystemRegister.ICC_PMR_EL1.encoding());
        for (int encoding = FIRST_REGISTER; encoding <= LAST_REGISTER; encoding++) {
            registers.add(encoding);
        }
        return registers;
    }

    private void access(String name, Runnable instruction) {
        begins.put(name, code.size());
        code.mov(RESULT, 0);
        instruction.run();
        code.dsb().isb().b("told");
    }

    static String read(int bytes) {
        return "read" + bytes;
    }

    static String write(int bytes) {
        return "write" + bytes;
    }

    static String readOf(int encoding) {
        return "mrs" + encoding;
    }

    static String writeOf(int encoding) {
        return "msr" + encoding;
    }

    /**
     * Where the code of an access is.
     *
     * @param name its name
     * @return guest physical address, or 0 for a system register that no interrupt controller has
     */
    long codeOf(String name) {
        Integer word = begins.get(name);
        return word == null ? 0 : BEGIN + (long) word * Integer.BYTES;
    }

    /** Page-aligned memory with the program. */
    MemorySegment memory() {
        byte[] bytes = code.bytes();
        MemorySegment memory = Arena.ofAuto().allocate(SIZE, PAGE);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return memory;
    }
}

package org.gic4j.testkit.guest.interpreter;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.testkit.guest.GuestExit;
import org.gic4j.testkit.guest.GuestMap;
import org.gic4j.testkit.guest.GuestProcessor;
import org.gic4j.testkit.guest.ProcessorState;
import org.jspecify.annotations.Nullable;

/**
 * A processor at EL1 with the MMU off that knows the assembler's instructions. Before each one it looks at its interrupt
 * inputs. Anything else that a program does ends it with an IllegalStateException.
 */
final class InterpretedProcessor implements GuestProcessor {
    private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong DOUBLE = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /** No program of a test goes that far without an access of its own device. */
    private static final int LONGEST = 1_000_000;

    private static final int IRQ_VECTOR = 0x280;
    private static final int FIQ_VECTOR = 0x300;

    final Registers registers;
    final GuestAccess controller;
    final int vcpuIndex;
    private final MemorySegment memory;
    private @Nullable GuestExit exit;
    private int answerRegister;

    /**
     * A processor after reset, at the first instruction of its memory.
     *
     * @param memory at {@link GuestMap#MEMORY}
     * @param controller its interrupt controller
     * @param vcpuIndex which vCPU it is there
     * @param mpidr what MPIDR_EL1 reads
     */
    InterpretedProcessor(MemorySegment memory, GuestAccess controller, int vcpuIndex, long mpidr) {
        this.memory = memory;
        this.controller = controller;
        this.vcpuIndex = vcpuIndex;
        registers = new Registers(mpidr);
    }

    @Override
    public GuestExit run() {
        if (exit != null && !exit.write()) {
            throw new IllegalStateException("the guest's read wants an answer: " + exit);
        }
        exit = null;
        for (int i = 0; i < LONGEST; i++) {
            takeInterrupt();
            int instruction = memory.get(WORD, offset(registers.pc, Integer.BYTES));
            long at = registers.pc;
            registers.pc += Integer.BYTES;
            if (!Execution.execute(this, instruction)) {
                throw new IllegalStateException("an instruction that the interpreter does not know: 0x"
                        + Integer.toHexString(instruction) + " at 0x" + Long.toHexString(at));
            }
            GuestExit found = exit;
            if (found != null) {
                return found;
            }
        }
        throw new IllegalStateException("the guest runs without end near 0x" + Long.toHexString(registers.pc));
    }

    private void takeInterrupt() {
        int outputs = controller.outputs(vcpuIndex);
        if ((outputs & GuestAccess.OUTPUT_FIQ) != 0 && !registers.isMasked(Registers.FIQ)) {
            registers.enterException(FIQ_VECTOR);
        } else if ((outputs & GuestAccess.OUTPUT_IRQ) != 0 && !registers.isMasked(Registers.IRQ)) {
            registers.enterException(IRQ_VECTOR);
        }
    }

    @Override
    public void answer(long data) {
        if (exit == null || exit.write()) {
            throw new IllegalStateException("there is no read to answer");
        }
        registers.set(answerRegister, exit.bytes() == Long.BYTES ? data : data & (1L << exit.bytes() * Byte.SIZE) - 1);
        exit = null;
    }

    /** Loads into a register; leaves that to {@link #answer} where the test has the address. */
    void load(int register, long address, int bytes) {
        if (isMemory(address, bytes)) {
            long at = address - GuestMap.MEMORY;
            registers.set(
                    register,
                    switch (bytes) {
                        case Byte.BYTES -> memory.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
                        case Integer.BYTES -> memory.get(WORD, at) & 0xFFFF_FFFFL;
                        default -> memory.get(DOUBLE, at);
                    });
        } else if (controller.claims(address)) {
            registers.set(register, controller.read(vcpuIndex, address, bytes));
        } else {
            answerRegister = register;
            exit = new GuestExit(address, bytes, false, 0);
        }
    }

    /** Stores. */
    void store(long value, long address, int bytes) {
        long data = bytes == Long.BYTES ? value : value & (1L << bytes * Byte.SIZE) - 1;
        if (isMemory(address, bytes)) {
            long at = address - GuestMap.MEMORY;
            switch (bytes) {
                case Byte.BYTES -> memory.set(ValueLayout.JAVA_BYTE, at, (byte) data);
                case Integer.BYTES -> memory.set(WORD, at, (int) data);
                default -> memory.set(DOUBLE, at, data);
            }
        } else if (controller.claims(address)) {
            controller.write(vcpuIndex, address, bytes, data);
        } else {
            exit = new GuestExit(address, bytes, true, data);
        }
    }

    private boolean isMemory(long address, int bytes) {
        long offset = address - GuestMap.MEMORY;
        return offset >= 0 && offset <= memory.byteSize() - bytes;
    }

    private long offset(long address, int bytes) {
        if (!isMemory(address, bytes)) {
            throw new IllegalStateException("the guest runs at 0x" + Long.toHexString(address) + ", where no memory is");
        }
        return address - GuestMap.MEMORY;
    }

    @Override
    public ProcessorState save() {
        if (exit != null && !exit.write()) {
            throw new IllegalStateException("the guest's read wants an answer: " + exit);
        }
        return new ProcessorState(
                Arrays.stream(registers.general()).boxed().toList(),
                registers.pc,
                registers.pstate,
                registers.elr,
                registers.spsr,
                registers.vbar);
    }

    @Override
    public void restore(ProcessorState state) {
        List<Long> general = state.general();
        for (int i = 0; i < general.size(); i++) {
            registers.set(i, general.get(i));
        }
        registers.pc = state.pc();
        registers.pstate = state.pstate();
        registers.elr = state.elr();
        registers.spsr = state.spsr();
        registers.vbar = state.vbar();
        exit = null;
    }
}

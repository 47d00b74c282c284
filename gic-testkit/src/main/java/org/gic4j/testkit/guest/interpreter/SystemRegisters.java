package org.gic4j.testkit.guest.interpreter;

import org.gic4j.api.guest.GuestAccess;
import org.gic4j.testkit.guest.assembler.SystemRegister;

/** Reads and writes of system registers; those of the CPU interface are the interrupt controller's. */
final class SystemRegisters {
    private static final long ISR_IRQ = 1 << 7;
    private static final long ISR_FIQ = 1 << 6;

    private SystemRegisters() {}

    static long read(InterpretedProcessor cpu, SystemRegister register) {
        Registers registers = cpu.registers;
        return switch (register) {
            case VBAR_EL1 -> registers.vbar;
            case ELR_EL1 -> registers.elr;
            case SPSR_EL1 -> registers.spsr;
            case DAIF -> registers.pstate & Registers.ALL_MASKS;
            case MPIDR_EL1 -> registers.mpidr;
            case ISR_EL1 -> {
                int outputs = cpu.controller.outputs(cpu.vcpuIndex);
                yield ((outputs & GuestAccess.OUTPUT_IRQ) != 0 ? ISR_IRQ : 0)
                        | ((outputs & GuestAccess.OUTPUT_FIQ) != 0 ? ISR_FIQ : 0);
            }
            case ESR_EL1 -> 0;
            default -> cpu.controller.readSystemRegister(cpu.vcpuIndex, register.encoding());
        };
    }

    static void write(InterpretedProcessor cpu, SystemRegister register, long value) {
        Registers registers = cpu.registers;
        switch (register) {
            case VBAR_EL1 -> registers.vbar = value;
            case ELR_EL1 -> registers.elr = value;
            case SPSR_EL1 -> registers.spsr = value;
            case DAIF -> registers.pstate = registers.pstate & ~Registers.ALL_MASKS | value & Registers.ALL_MASKS;
            case MPIDR_EL1, ISR_EL1, ESR_EL1 ->
                throw new IllegalStateException("the guest writes " + register + ", which is read-only");
            default -> cpu.controller.writeSystemRegister(cpu.vcpuIndex, register.encoding(), value);
        }
    }
}

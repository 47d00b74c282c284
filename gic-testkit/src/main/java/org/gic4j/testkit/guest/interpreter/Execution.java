package org.gic4j.testkit.guest.interpreter;

import org.gic4j.testkit.guest.assembler.SystemRegister;

/** Decodes and executes one instruction (Arm ARM DDI 0487, chapter C4). */
final class Execution {
    private static final int NOP = 0xD503_201F;
    private static final int WFI = 0xD503_207F;
    private static final int ISB = 0xD503_3FDF;
    private static final int DSB = 0xD503_3F9F;
    private static final int ERET = 0xD69F_03E0;

    private Execution() {}

    /** Executes; false for an instruction that is not known here. */
    static boolean execute(InterpretedProcessor cpu, int instruction) {
        return branch(cpu.registers, instruction)
                || access(cpu, instruction)
                || immediate(cpu.registers, instruction)
                || register(cpu.registers, instruction)
                || system(cpu, instruction);
    }

    private static boolean branch(Registers registers, int instruction) {
        // Instructions count from their own address, which pc has left already.
        long at = registers.pc - Integer.BYTES;
        if ((instruction & 0xFC00_0000) == 0x1400_0000) {
            registers.pc = at + 4L * (instruction << 6 >> 6);
            return true;
        }
        long target = at + 4L * (instruction << 8 >> 13);
        if ((instruction & 0xFF00_0010) == 0x5400_0000) {
            if (registers.holds(instruction & 0xF)) {
                registers.pc = target;
            }
            return true;
        }
        if ((instruction & 0x7E00_0000) == 0x3400_0000) {
            long tested = registers.get(instruction & 0x1F);
            boolean isZero = instruction < 0 ? tested == 0 : (int) tested == 0;
            if (isZero == ((instruction & 1 << 24) == 0)) {
                registers.pc = target;
            }
            return true;
        }
        return false;
    }

    private static boolean access(InterpretedProcessor cpu, int instruction) {
        int size = instruction >>> 30;
        boolean unsignedOffset = (instruction & 0x3F80_0000) == 0x3900_0000;
        if (!unsignedOffset || size == 1) {
            return false;
        }
        int bytes = 1 << size;
        long address = cpu.registers.get(base(instruction)) + (long) (instruction >>> 10 & 0xFFF) * bytes;
        int register = instruction & 0x1F;
        if ((instruction & 1 << 22) != 0) {
            cpu.load(register, address, bytes);
        } else {
            cpu.store(cpu.registers.get(register), address, bytes);
        }
        return true;
    }

    private static boolean immediate(Registers registers, int instruction) {
        boolean wide = instruction < 0;
        int to = instruction & 0x1F;
        long left = registers.get(base(instruction));
        int number = instruction >>> 10 & 0xFFF;
        switch (instruction & 0x7FC0_0000) {
            case 0x1100_0000 -> registers.set(to, narrow(left + number, wide));
            case 0x5100_0000 -> registers.set(to, narrow(left - number, wide));
            case 0x7100_0000 -> {
                registers.compare(left, number, wide);
                registers.set(to, narrow(left - number, wide));
            }
            default -> {
                return logicalImmediate(registers, instruction) || move(registers, instruction);
            }
        }
        return true;
    }

    private static boolean logicalImmediate(Registers registers, int instruction) {
        boolean wide = instruction < 0;
        long left = registers.get(base(instruction));
        int operation = instruction & 0x7F80_0000;
        if (operation != 0x1200_0000 && operation != 0x3200_0000) {
            return false;
        }
        long mask = narrow(mask(instruction), wide);
        registers.set(instruction & 0x1F, narrow(operation == 0x1200_0000 ? left & mask : left | mask, wide));
        return true;
    }

    /** DecodeBitMasks of the Arm ARM. */
    private static long mask(int instruction) {
        int imms = instruction >>> 10 & 0x3F;
        int immr = instruction >>> 16 & 0x3F;
        int sizes = (instruction >>> 22 & 1) << 6 | ~imms & 0x3F;
        int size = Integer.highestOneBit(sizes);
        long run = -1L >>> Long.SIZE - 1 - (imms & size - 1);
        int rotation = immr & size - 1;
        long element = rotation == 0 ? run : run >>> rotation | run << size - rotation;
        if (size < Long.SIZE) {
            element &= (1L << size) - 1;
        }
        for (int width = size; width < Long.SIZE; width *= 2) {
            element |= element << width;
        }
        return element;
    }

    private static boolean move(Registers registers, int instruction) {
        int to = instruction & 0x1F;
        int shift = (instruction >>> 21 & 3) * 16;
        long bits = (instruction >>> 5 & 0xFFFFL) << shift;
        switch (instruction & 0x7F80_0000) {
            case 0x5280_0000 -> registers.set(to, bits);
            case 0x7280_0000 -> registers.set(to, narrow(registers.get(to) & ~(0xFFFFL << shift) | bits, instruction < 0));
            default -> {
                boolean isAdr = (instruction & 0x9F00_0000) == 0x1000_0000;
                if (isAdr) {
                    long distance = (instruction << 8 >> 13) * 4L | instruction >>> 29 & 3;
                    registers.set(to, registers.pc - Integer.BYTES + distance);
                }
                return isAdr;
            }
        }
        return true;
    }

    private static boolean register(Registers registers, int instruction) {
        boolean wide = instruction < 0;
        int to = instruction & 0x1F;
        long left = registers.get(base(instruction));
        long right = narrow(registers.get(instruction >>> 16 & 0x1F), wide) << (instruction >>> 10 & 0x3F);
        switch (instruction & 0x7FE0_0000) {
            case 0x0B00_0000 -> registers.set(to, narrow(left + right, wide));
            case 0x4B00_0000 -> registers.set(to, narrow(left - right, wide));
            case 0x6B00_0000 -> {
                registers.compare(left, right, wide);
                registers.set(to, narrow(left - right, wide));
            }
            case 0x0A00_0000 -> registers.set(to, narrow(left & right, wide));
            case 0x2A00_0000 -> registers.set(to, narrow(left | right, wide));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean system(InterpretedProcessor cpu, int instruction) {
        return switch (instruction) {
            // A processor that does not sleep at WFI is one that wakes up at once.
            case NOP, WFI, ISB, DSB -> true;
            case ERET -> {
                cpu.registers.returnFromException();
                yield true;
            }
            default -> masks(cpu.registers, instruction) || systemRegister(cpu, instruction);
        };
    }

    private static boolean masks(Registers registers, int instruction) {
        long mask = (long) (instruction >>> 8 & 0xF) << 6;
        switch (instruction & 0xFFFF_F0FF) {
            case 0xD503_40DF -> registers.pstate |= mask;
            case 0xD503_40FF -> registers.pstate &= ~mask;
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean systemRegister(InterpretedProcessor cpu, int instruction) {
        boolean read = (instruction & 0xFFF0_0000) == 0xD530_0000;
        if (!read && (instruction & 0xFFF0_0000) != 0xD510_0000) {
            return false;
        }
        int encoding = instruction >>> 5 & 0xFFFF;
        for (SystemRegister register : SystemRegister.values()) {
            if (register.encoding() == encoding) {
                if (read) {
                    cpu.registers.set(instruction & 0x1F, SystemRegisters.read(cpu, register));
                } else {
                    SystemRegisters.write(cpu, register, cpu.registers.get(instruction & 0x1F));
                }
                return true;
            }
        }
        return false;
    }

    private static int base(int instruction) {
        return instruction >>> 5 & 0x1F;
    }

    private static long narrow(long value, boolean wide) {
        return wide ? value : value & 0xFFFF_FFFFL;
    }
}

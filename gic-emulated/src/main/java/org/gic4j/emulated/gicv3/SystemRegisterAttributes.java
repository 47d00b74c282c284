package org.gic4j.emulated.gicv3;

import org.gic4j.api.Errno;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.emulated.interrupt.Access;
import org.gic4j.emulated.registers.MappedRegister;
import org.gic4j.emulated.registers.RegisterMap;

/**
 * The system registers of the CPU interfaces as user space sees them (CONTRACT 5.3). What is one word is read without a
 * lock.
 */
public final class SystemRegisterAttributes {
    private static final Gicv3CpuInterface[] ROWS = Gicv3CpuInterface.values();
    private static final long LOW_HALF = 0xFFFF_FFFFL;
    private static final int MODES = CpuInterface.EOI_MODE | CpuInterface.COMMON_BINARY_POINT;
    private static final int SYSTEM_REGISTERS = 1;

    private final RegisterMap map;
    private final Geometry geometry;
    private final InterruptHandling handling;

    /**
     * Makes the registers.
     *
     * @param geometry the numbers of interrupts and vCPUs
     * @param profile the implementation
     * @param handling enables groups
     */
    public SystemRegisterAttributes(Geometry geometry, GicProfile profile, InterruptHandling handling) {
        this.handling = handling;
        map = new RegisterMap(Frame.GICV3_CPU_INTERFACE, geometry, profile, Access.USER);
        this.geometry = geometry;
    }

    /**
     * Reads a register.
     *
     * @param owner whose
     * @param encoding which register
     * @param values where the value goes
     * @param index which element of it
     * @return 0, ENOENT or EINVAL
     */
    int get(Redistributor owner, int encoding, long[] values, int index) {
        MappedRegister register = map.at(encoding);
        if (register == null) {
            return Errno.ENOENT;
        }
        int word = register.wordAt(encoding);
        if (!exists(owner, ROWS[register.ordinal()], word)) {
            return Errno.EINVAL;
        }
        values[index] = value(owner, owner.cpu(), ROWS[register.ordinal()], word) & LOW_HALF;
        return Errno.OK;
    }

    private static int value(Redistributor owner, CpuInterface cpu, Gicv3CpuInterface register, int word) {
        return switch (register) {
            case ICC_PMR_EL1 -> cpu.mask();
            case ICC_BPR0_EL1 -> cpu.binaryPoint0();
            case ICC_BPR1_EL1 -> {
                cpu.lock.lock();
                try {
                    yield cpu.binaryPoint1();
                } finally {
                    cpu.lock.unlock();
                }
            }
            case ICC_AP0R_EL1 -> cpu.active().word(word);
            case ICC_AP1R_EL1 -> cpu.active().groupOneWord(word);
            case ICC_CTLR_EL1 -> {
                cpu.lock.lock();
                try {
                    yield owner.widths().control() | cpu.control();
                } finally {
                    cpu.lock.unlock();
                }
            }
            case ICC_SRE_EL1 -> SystemRegisters.SYSTEM_REGISTERS_ONLY;
            case ICC_IGRPEN0_EL1 -> cpu.enabledGroups() & 1;
            case ICC_IGRPEN1_EL1 -> cpu.enabledGroups() >>> 1;
            case ICC_IAR0_EL1,
                    ICC_EOIR0_EL1,
                    ICC_HPPIR0_EL1,
                    ICC_DIR_EL1,
                    ICC_RPR_EL1,
                    ICC_SGI1R_EL1,
                    ICC_ASGI1R_EL1,
                    ICC_SGI0R_EL1,
                    ICC_IAR1_EL1,
                    ICC_EOIR1_EL1,
                    ICC_HPPIR1_EL1 ->
                throw absent(register);
        };
    }

    /**
     * Writes a register.
     *
     * @param owner whose
     * @param encoding which register
     * @param value the value
     * @return 0, ENOENT or EINVAL
     */
    int set(Redistributor owner, int encoding, long value) {
        MappedRegister register = map.at(encoding);
        if (register == null) {
            return Errno.ENOENT;
        }
        int word = register.wordAt(encoding);
        Gicv3CpuInterface row = ROWS[register.ordinal()];
        int written = (int) value & register.writable();
        return switch (row) {
            case ICC_IGRPEN0_EL1 -> enable(owner.cpu(), 0, written);
            case ICC_IGRPEN1_EL1 -> enable(owner.cpu(), 1, written);
            default -> set(owner, row, word, written);
        };
    }

    private int enable(CpuInterface cpu, int group, int value) {
        handling.enable(cpu, group, value != 0);
        return Errno.OK;
    }

    /** Writes a register that concerns this CPU interface alone. */
    private int set(Redistributor owner, Gicv3CpuInterface register, int word, int value) {
        CpuInterface cpu = owner.cpu();
        cpu.lock.lock();
        try {
            return exists(owner, register, word) ? setLocked(owner, cpu, register, word, value) : Errno.EINVAL;
        } finally {
            cpu.lock.unlock();
        }
    }

    private static int setLocked(
            Redistributor owner, CpuInterface cpu, Gicv3CpuInterface register, int word, int value) {
        return switch (register) {
            case ICC_CTLR_EL1 -> setControl(owner, cpu, value);
            case ICC_SRE_EL1 -> (value & SYSTEM_REGISTERS) != 0 ? Errno.OK : Errno.EINVAL;
            case ICC_PMR_EL1 -> {
                cpu.setMask(value);
                yield Errno.OK;
            }
            case ICC_BPR0_EL1 -> {
                cpu.setBinaryPoint0(value);
                yield Errno.OK;
            }
            case ICC_BPR1_EL1 -> {
                cpu.setBinaryPoint1(value);
                yield Errno.OK;
            }
            case ICC_AP0R_EL1 -> {
                cpu.active().setWord(word, value);
                cpu.activePrioritiesChanged();
                yield Errno.OK;
            }
            case ICC_AP1R_EL1 -> {
                cpu.active().setGroupOneWord(word, value);
                cpu.activePrioritiesChanged();
                yield Errno.OK;
            }
            case ICC_IAR0_EL1,
                    ICC_EOIR0_EL1,
                    ICC_HPPIR0_EL1,
                    ICC_DIR_EL1,
                    ICC_RPR_EL1,
                    ICC_SGI1R_EL1,
                    ICC_ASGI1R_EL1,
                    ICC_SGI0R_EL1,
                    ICC_IAR1_EL1,
                    ICC_EOIR1_EL1,
                    ICC_HPPIR1_EL1,
                    ICC_IGRPEN0_EL1,
                    ICC_IGRPEN1_EL1 ->
                throw new AssertionError(register + " is not of this CPU interface alone");
        };
    }

    private static int setControl(Redistributor owner, CpuInterface cpu, int value) {
        int errno = owner.widths().lower(value);
        if (errno == Errno.OK) {
            cpu.setControl(value & MODES);
        }
        return errno;
    }

    /** Active priorities exist as far as the priority bits of the vCPU go. */
    private boolean exists(Redistributor owner, Gicv3CpuInterface register, int word) {
        return word == 0 || word < register.row().accessibleWords(geometry, owner.widths().priorityBits());
    }

    private static AssertionError absent(Gicv3CpuInterface register) {
        return new AssertionError(register + " is not among user space's registers");
    }
}

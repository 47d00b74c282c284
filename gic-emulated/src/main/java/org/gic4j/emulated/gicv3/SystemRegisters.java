package org.gic4j.emulated.gicv3;

import java.util.concurrent.atomic.LongAdder;
import org.gic4j.api.GicProfile;
import org.gic4j.api.Gicv3Profile;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.emulated.interrupt.Access;
import org.gic4j.emulated.registers.RegisterMap;

/** The system registers of the CPU interfaces as guests see them (IHI 0069 section 12.2). */
public final class SystemRegisters {
    /** ICC_SRE_EL1: system registers are used, and there is no bypass of IRQ or FIQ. */
    static final int SYSTEM_REGISTERS_ONLY = 7;

    private static final Gicv3CpuInterface[] ROWS = Gicv3CpuInterface.values();
    private static final long LOW_HALF = 0xFFFF_FFFFL;
    private static final int INTID = 0xFF_FFFF;
    private static final int IDLE_PRIORITY = 0xFF;
    private static final int GROUP_0 = 1;
    private static final int GROUP_1 = 1 << 1;
    private static final int MODES = CpuInterface.EOI_MODE | CpuInterface.COMMON_BINARY_POINT;

    private final RegisterMap map;
    private final int priorityMask;
    private final int fixedControl;
    private final int activePriorityWords;
    private final int reachOfGroup1Requests;
    private final InterruptHandling handling;
    private final SoftwareInterrupts softwareInterrupts;
    private final LongAdder ignored;

    /**
     * Makes the registers.
     *
     * @param geometry the numbers of interrupts and vCPUs
     * @param profile the implementation
     * @param handling acknowledges and ends interrupts
     * @param softwareInterrupts sends SGIs
     * @param ignored counts accesses to no register
     */
    public SystemRegisters(
            Geometry geometry,
            GicProfile profile,
            InterruptHandling handling,
            SoftwareInterrupts softwareInterrupts,
            LongAdder ignored) {
        map = new RegisterMap(Frame.GICV3_CPU_INTERFACE, geometry, profile, Access.GUEST);
        Gicv3Profile gicv3 = profile.gicv3();
        priorityMask = gicv3.priorityMask();
        fixedControl = gicv3.cpuInterfaceControlAtReset();
        activePriorityWords =
                Gicv3CpuInterface.ICC_AP0R_EL1.row().accessibleWords(geometry, gicv3.priorityBits());
        reachOfGroup1Requests =
                switch (gicv3.softwareInterruptGroups()) {
                    case EITHER -> GROUP_0 | GROUP_1;
                    case SAME -> GROUP_1;
                };
        this.handling = handling;
        this.softwareInterrupts = softwareInterrupts;
        this.ignored = ignored;
    }

    /**
     * A guest's read.
     *
     * @param cpu which CPU reads
     * @param encoding which register
     * @return 0 for a register that cannot be read or does not exist
     */
    long read(CpuInterface cpu, int encoding) {
        int row = map.rowAt(encoding);
        if (row == RegisterMap.NONE) {
            ignored.increment();
            return 0;
        }
        int value =
                switch (ROWS[row]) {
                    case ICC_IAR0_EL1 -> handling.acknowledge(cpu, 0);
                    case ICC_IAR1_EL1 -> handling.acknowledge(cpu, 1);
                    case ICC_HPPIR0_EL1 -> handling.highestPending(cpu, 0);
                    case ICC_HPPIR1_EL1 -> handling.highestPending(cpu, 1);
                    case ICC_RPR_EL1 -> Math.min(cpu.active().running(), IDLE_PRIORITY);
                    case ICC_PMR_EL1 -> cpu.mask() & priorityMask;
                    case ICC_BPR0_EL1 -> cpu.binaryPoint0();
                    case ICC_BPR1_EL1 -> cpu.binaryPoint1();
                    case ICC_CTLR_EL1 -> fixedControl | cpu.control();
                    case ICC_SRE_EL1 -> SYSTEM_REGISTERS_ONLY;
                    case ICC_IGRPEN0_EL1 -> cpu.enabledGroups() & GROUP_0;
                    case ICC_IGRPEN1_EL1 -> cpu.enabledGroups() >>> 1;
                    case ICC_AP0R_EL1 -> cpu.active().word(activePriorityWord(row, encoding));
                    case ICC_AP1R_EL1 -> cpu.active().groupOneWord(activePriorityWord(row, encoding));
                    case ICC_EOIR0_EL1,
                            ICC_EOIR1_EL1,
                            ICC_DIR_EL1,
                            ICC_SGI0R_EL1,
                            ICC_SGI1R_EL1,
                            ICC_ASGI1R_EL1 -> {
                        ignored.increment();
                        yield 0;
                    }
                };
        return value & LOW_HALF;
    }

    /** The word of an active-priority register. One beyond the priorities does not exist: it reads 0 and takes nothing. */
    private int activePriorityWord(int row, int encoding) {
        int word = map.register(row).wordAt(encoding);
        if (word >= activePriorityWords) {
            ignored.increment();
        }
        return word;
    }

    /**
     * A guest's write.
     *
     * @param cpu which CPU writes
     * @param index the vCPU's creation index
     * @param encoding which register
     * @param value the value
     */
    void write(CpuInterface cpu, int index, int encoding, long value) {
        int row = map.rowAt(encoding);
        if (row == RegisterMap.NONE) {
            ignored.increment();
            return;
        }
        switch (ROWS[row]) {
            case ICC_EOIR0_EL1 -> handling.end(cpu, (int) value & INTID, 0);
            case ICC_EOIR1_EL1 -> handling.end(cpu, (int) value & INTID, 1);
            case ICC_DIR_EL1 -> handling.deactivate(cpu, (int) value & INTID);
            case ICC_SGI0R_EL1, ICC_ASGI1R_EL1 -> softwareInterrupts.send(index, value, GROUP_0);
            case ICC_SGI1R_EL1 -> softwareInterrupts.send(index, value, reachOfGroup1Requests);
            case ICC_SRE_EL1 -> {
                // Cannot be changed.
            }
            case ICC_IAR0_EL1, ICC_IAR1_EL1, ICC_HPPIR0_EL1, ICC_HPPIR1_EL1, ICC_RPR_EL1 -> ignored.increment();
            case ICC_IGRPEN0_EL1 -> handling.enable(cpu, 0, written(row, value) != 0);
            case ICC_IGRPEN1_EL1 -> handling.enable(cpu, 1, written(row, value) != 0);
            case ICC_PMR_EL1, ICC_BPR0_EL1, ICC_BPR1_EL1, ICC_AP0R_EL1, ICC_AP1R_EL1, ICC_CTLR_EL1 ->
                set(cpu, row, encoding, written(row, value));
        }
    }

    private int written(int row, long value) {
        return (int) value & map.register(row).writable();
    }

    /** Writes a register that concerns this CPU interface alone. */
    private void set(CpuInterface cpu, int row, int encoding, int value) {
        cpu.lock.lock();
        try {
            setLocked(cpu, row, encoding, value);
        } finally {
            cpu.lock.unlock();
        }
    }

    private void setLocked(CpuInterface cpu, int row, int encoding, int value) {
        switch (ROWS[row]) {
            case ICC_PMR_EL1 -> cpu.setMask(value & priorityMask);
            case ICC_BPR0_EL1 -> {
                cpu.setBinaryPoint0(value);
                cpu.settle();
            }
            case ICC_BPR1_EL1 -> {
                cpu.setBinaryPoint1(value);
                cpu.settle();
            }
            case ICC_AP0R_EL1 -> {
                cpu.active().setWord(activePriorityWord(row, encoding), value);
                cpu.activePrioritiesChanged();
            }
            case ICC_AP1R_EL1 -> {
                cpu.active().setGroupOneWord(activePriorityWord(row, encoding), value);
                cpu.activePrioritiesChanged();
            }
            case ICC_CTLR_EL1 -> cpu.setControl(value & MODES);
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
                    ICC_IGRPEN1_EL1,
                    ICC_SRE_EL1 ->
                throw new AssertionError(ROWS[row] + " is not of this CPU interface alone");
        }
    }
}

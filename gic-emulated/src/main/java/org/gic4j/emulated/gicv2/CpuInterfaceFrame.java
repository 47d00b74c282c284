package org.gic4j.emulated.gicv2;

import static org.gic4j.emulated.delivery.Filing.INTID_MASK;

import java.util.concurrent.atomic.LongAdder;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.emulated.delivery.BriefLock;
import org.gic4j.emulated.interrupt.Access;
import org.gic4j.emulated.interrupt.SharedInterrupts;
import org.gic4j.emulated.registers.MappedRegister;
import org.gic4j.emulated.registers.RegisterMap;

/** The registers of the CPU interfaces, for a guest and for user space alike. */
public final class CpuInterfaceFrame {
    /** INTID that says: no interrupt. */
    static final int SPURIOUS = 1023;
    /** INTID that says: there is one, of group 1, and this register does not acknowledge that group. */
    static final int SPURIOUS_GROUP_1 = 1022;
    /** INTIDs from here on are not interrupts. */
    static final int FIRST_SPECIAL = 1020;

    private static final Gicv2CpuInterface[] ROWS = Gicv2CpuInterface.values();
    private static final int SOURCE_SHIFT = 10;

    private final RegisterMap guestMap;
    private final RegisterMap userMap;
    private final GicProfile profile;
    private final SharedInterrupts shared;
    private final BriefLock distributorLock;
    private final LongAdder ignored;

    /**
     * Makes the frame.
     *
     * @param geometry the numbers of interrupts and vCPUs
     * @param profile the implementation
     * @param shared the shared interrupts
     * @param distributor whose lock guards those
     * @param ignored counts a guest's accesses to no register
     */
    public CpuInterfaceFrame(
            Geometry geometry,
            GicProfile profile,
            SharedInterrupts shared,
            DistributorFrame distributor,
            LongAdder ignored) {
        guestMap = new RegisterMap(Frame.GICV2_CPU_INTERFACE, geometry, profile, Access.GUEST);
        userMap = new RegisterMap(Frame.GICV2_CPU_INTERFACE, geometry, profile, Access.USER);
        this.profile = profile;
        this.shared = shared;
        distributorLock = distributor.lock;
        this.ignored = ignored;
    }

    /** A guest's read of a word. */
    int readGuest(CpuInterface cpu, int offset) {
        int row = guestMap.rowAt(offset);
        if (row == RegisterMap.NONE) {
            ignored.increment();
            return 0;
        }
        return read(cpu, guestMap, row, offset, Access.GUEST);
    }

    /** User space's read of a word; 0 where there is no register. */
    int readAttribute(CpuInterface cpu, int offset) {
        int row = userMap.rowAt(offset);
        return row == RegisterMap.NONE ? 0 : read(cpu, userMap, row, offset, Access.USER);
    }

    /** A guest's write of a word. */
    void writeGuest(CpuInterface cpu, int offset, int value) {
        int row = guestMap.rowAt(offset);
        if (row == RegisterMap.NONE) {
            ignored.increment();
        } else {
            write(cpu, guestMap, row, offset, value, Access.GUEST);
        }
    }

    /** User space's write of a word. */
    void writeAttribute(CpuInterface cpu, int offset, int value) {
        int row = userMap.rowAt(offset);
        if (row != RegisterMap.NONE) {
            write(cpu, userMap, row, offset, value, Access.USER);
        }
    }

    private int read(CpuInterface cpu, RegisterMap map, int row, int offset, Access access) {
        return switch (ROWS[row]) {
            case GICC_CTLR -> cpu.control();
            case GICC_PMR -> access == Access.USER ? cpu.mask() >>> profile.priorityShift() : cpu.mask();
            case GICC_BPR -> cpu.binaryPoint();
            case GICC_ABPR -> cpu.aliasedBinaryPoint();
            case GICC_IAR -> acknowledge(cpu, false);
            case GICC_AIAR -> acknowledge(cpu, true);
            case GICC_HPPIR -> highestPending(cpu, false);
            case GICC_AHPPIR -> highestPending(cpu, true);
            case GICC_RPR -> Math.min(cpu.active().running(), 0xFF);
            case GICC_APR -> activePriorities(cpu, map.register(row).wordAt(offset), access);
            case GICC_NSAPR -> cpu.active().groupOneWord(map.register(row).wordAt(offset));
            case GICC_IIDR ->
                access == Access.USER
                        ? profile.cpuInterfaceIdentification()
                        : profile.guestCpuInterfaceIdentification();
            case GICC_EOIR, GICC_AEOIR, GICC_DIR -> 0;
        };
    }

    /** User space sees both groups, as KVM keeps them: no attribute reaches GICC_NSAPR. */
    private static int activePriorities(CpuInterface cpu, int word, Access access) {
        int group0 = cpu.active().word(word);
        return access == Access.USER ? group0 | cpu.active().groupOneWord(word) : group0;
    }

    private void write(CpuInterface cpu, RegisterMap map, int row, int offset, int value, Access access) {
        switch (ROWS[row]) {
            case GICC_EOIR, GICC_AEOIR -> end(cpu, value & INTID_MASK);
            case GICC_DIR -> deactivate(cpu, value & INTID_MASK);
            case GICC_IAR, GICC_AIAR, GICC_HPPIR, GICC_AHPPIR, GICC_RPR, GICC_IIDR -> {
                // Read-only.
            }
            case GICC_CTLR, GICC_PMR, GICC_BPR, GICC_ABPR, GICC_APR, GICC_NSAPR -> {
                cpu.lock.lock();
                try {
                    MappedRegister register = map.register(row);
                    set(cpu, ROWS[row], register.wordAt(offset), value & register.writable(), access);
                } finally {
                    cpu.lock.unlock();
                }
            }
        }
    }

    private void set(CpuInterface cpu, Gicv2CpuInterface register, int word, int value, Access access) {
        switch (register) {
            case GICC_CTLR -> cpu.setControl(value);
            case GICC_PMR -> cpu.setMask(access == Access.USER ? value << profile.priorityShift() : value);
            case GICC_BPR -> {
                cpu.setBinaryPoints(value, cpu.aliasedBinaryPoint());
                settleForGuest(cpu, access);
            }
            case GICC_ABPR -> {
                cpu.setBinaryPoints(cpu.binaryPoint(), value);
                settleForGuest(cpu, access);
            }
            case GICC_APR -> {
                cpu.active().setWord(word, value);
                if (access == Access.USER) {
                    cpu.active().setGroupOneWord(word, 0);
                }
                cpu.activePrioritiesChanged();
            }
            case GICC_NSAPR -> {
                cpu.active().setGroupOneWord(word, value);
                cpu.activePrioritiesChanged();
            }
            case GICC_IAR,
                    GICC_EOIR,
                    GICC_RPR,
                    GICC_HPPIR,
                    GICC_AIAR,
                    GICC_AEOIR,
                    GICC_AHPPIR,
                    GICC_IIDR,
                    GICC_DIR ->
                throw new AssertionError(register + " is not set");
        }
    }

    private static void settleForGuest(CpuInterface cpu, Access access) {
        if (access == Access.GUEST) {
            cpu.settle();
        }
    }

    /**
     * Takes the lock of a CPU interface, before it the distributor's if shared interrupts may change. Where both are one
     * lock it is not asked again: a look at it so soon after the atomic operation that took it waits for that to end.
     */
    private void lock(CpuInterface cpu, boolean withShared) {
        if (withShared) {
            distributorLock.lock();
        }
        if (!withShared || cpu.lock != distributorLock) {
            cpu.lock.lock();
        }
    }

    private void unlock(CpuInterface cpu, boolean withShared) {
        if (!withShared || cpu.lock != distributorLock) {
            cpu.lock.unlock();
        }
        if (withShared) {
            distributorLock.unlock();
        }
    }

    /** A read of GICC_IAR, or of GICC_AIAR (IHI 0048B sections 4.4.4 and 4.4.8). */
    private int acknowledge(CpuInterface cpu, boolean groupOneOnly) {
        while (true) {
            boolean withShared = cpu.highest().isShared();
            lock(cpu, withShared);
            try {
                if (withShared || !cpu.highest().isShared()) {
                    return acknowledgeLocked(cpu, groupOneOnly);
                }
                // A shared interrupt became the best meanwhile: its state needs the distributor's lock.
            } finally {
                unlock(cpu, withShared);
            }
        }
    }

    private int acknowledgeLocked(CpuInterface cpu, boolean groupOneOnly) {
        if (!cpu.highest().isSignalled()) {
            return SPURIOUS;
        }
        int key = cpu.highest().key();
        int group = cpu.highest().group();
        int refused = refused(cpu, group, groupOneOnly);
        if (refused != 0) {
            return refused;
        }
        int intid = cpu.highest().intid();
        int value = identified(cpu, intid);
        cpu.raiseRunningPriority(key, group);
        if (intid < Geometry.PRIVATE_INTERRUPTS) {
            cpu.interrupts().acknowledge(intid);
            cpu.update();
        } else {
            shared.acknowledge(intid);
        }
        return value;
    }

    /** A read of GICC_HPPIR or GICC_AHPPIR: the priority mask and the running priority do not matter. */
    private static int highestPending(CpuInterface cpu, boolean groupOneOnly) {
        cpu.lock.lock();
        try {
            if (!cpu.highest().exists()) {
                return SPURIOUS;
            }
            int refused = refused(cpu, cpu.highest().group(), groupOneOnly);
            return refused != 0 ? refused : identified(cpu, cpu.highest().intid());
        } finally {
            cpu.lock.unlock();
        }
    }

    /** The special INTID that stands for an interrupt whose group a register does not serve, or 0. */
    private static int refused(CpuInterface cpu, int group, boolean groupOneOnly) {
        if (groupOneOnly) {
            return group == 0 ? SPURIOUS : 0;
        }
        return group == 1 && (cpu.control() & CpuInterface.ACKNOWLEDGE_GROUP_1) == 0 ? SPURIOUS_GROUP_1 : 0;
    }

    /** An INTID as the acknowledge registers give it: an SGI with its source in bits 12 to 10. */
    private static int identified(CpuInterface cpu, int intid) {
        return intid < 16 ? cpu.interrupts().firstSource(intid) << SOURCE_SHIFT | intid : intid;
    }

    /** A write of GICC_EOIR or GICC_AEOIR: drops the running priority, whatever INTID is written. */
    private void end(CpuInterface cpu, int intid) {
        if (intid >= FIRST_SPECIAL) {
            return;
        }
        boolean withShared = shared.has(intid);
        lock(cpu, withShared);
        try {
            if ((cpu.control() & CpuInterface.EOI_MODE) == 0) {
                deactivateLocked(cpu, intid);
            }
            cpu.dropRunningPriority();
        } finally {
            unlock(cpu, withShared);
        }
    }

    /** A write of GICC_DIR: only with EOImode set. */
    private void deactivate(CpuInterface cpu, int intid) {
        boolean withShared = shared.has(intid);
        lock(cpu, withShared);
        try {
            if ((cpu.control() & CpuInterface.EOI_MODE) != 0) {
                deactivateLocked(cpu, intid);
                cpu.update();
            }
        } finally {
            unlock(cpu, withShared);
        }
    }

    private void deactivateLocked(CpuInterface cpu, int intid) {
        if (intid < Geometry.PRIVATE_INTERRUPTS) {
            cpu.interrupts().deactivate(intid);
        } else if (shared.has(intid)) {
            shared.deactivate(SharedInterrupts.position(intid));
        }
    }
}

package org.gic4j.emulated.gicv3;

import org.gic4j.api.registers.Geometry;
import org.gic4j.emulated.delivery.ActivePriorities;
import org.gic4j.emulated.delivery.BriefLock;
import org.gic4j.emulated.interrupt.RoutedInterrupts;
import org.gic4j.emulated.lpi.Lpis;

/** What a CPU does to interrupts: acknowledges, ends and deactivates them (IHI 0069 chapter 4). */
public final class InterruptHandling {
    /** INTID that says: no interrupt. */
    static final int SPURIOUS = 1023;

    private static final int FIRST_SPECIAL = 1020;

    private final RoutedInterrupts shared;
    private final Lpis lpis;
    private final BriefLock distributorLock;

    /**
     * Makes it.
     *
     * @param shared the shared interrupts
     * @param lpis the LPIs
     * @param distributor whose lock guards both
     */
    public InterruptHandling(RoutedInterrupts shared, Lpis lpis, DistributorFrame distributor) {
        this.shared = shared;
        this.lpis = lpis;
        distributorLock = distributor.lock;
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

    /**
     * A read of ICC_IAR0_EL1 or ICC_IAR1_EL1.
     *
     * @param cpu which CPU reads
     * @param group 0 or 1
     * @return the INTID, now active; {@link #SPURIOUS} where none is signalled or the best is of the other group
     */
    int acknowledge(CpuInterface cpu, int group) {
        while (true) {
            boolean withShared = cpu.highest().isShared();
            lock(cpu, withShared);
            try {
                if (withShared || !cpu.highest().isShared()) {
                    return acknowledgeLocked(cpu, group);
                }
                // A shared interrupt became the best meanwhile: its state needs the distributor's lock.
            } finally {
                unlock(cpu, withShared);
            }
        }
    }

    private int acknowledgeLocked(CpuInterface cpu, int group) {
        if (!cpu.highest().isSignalled() || !cpu.hasBest(group)) {
            return SPURIOUS;
        }
        int key = cpu.highest().key();
        int intid = cpu.bestIntid();
        cpu.raiseRunningPriority(key, group);
        if (intid < Geometry.PRIVATE_INTERRUPTS) {
            cpu.interrupts().acknowledge(intid);
            cpu.update();
        } else if (intid < Lpis.FIRST) {
            shared.acknowledge(intid);
        } else {
            lpis.acknowledge(intid);
        }
        return intid;
    }

    /**
     * A read of ICC_HPPIR0_EL1 or ICC_HPPIR1_EL1: the priority mask and the running priority do not matter.
     *
     * @param cpu which CPU reads
     * @param group 0 or 1
     * @return the INTID, or {@link #SPURIOUS} where the best is of the other group or there is none
     */
    int highestPending(CpuInterface cpu, int group) {
        cpu.lock.lock();
        try {
            return cpu.hasBest(group) ? cpu.bestIntid() : SPURIOUS;
        } finally {
            cpu.lock.unlock();
        }
    }

    /**
     * A write of ICC_EOIR0_EL1 or ICC_EOIR1_EL1: drops the running priority if it is of this group, whatever INTID is
     * written, and deactivates unless EOImode is set. Without such a priority nothing happens.
     *
     * @param cpu which CPU writes
     * @param intid the INTID; special ones are ignored
     * @param group 0 or 1
     */
    void end(CpuInterface cpu, int intid, int group) {
        if (isSpecial(intid)) {
            return;
        }
        boolean withShared = shared.has(intid);
        lock(cpu, withShared);
        try {
            ActivePriorities active = cpu.active();
            if (active.running() != ActivePriorities.IDLE && active.runningGroup() == group) {
                if ((cpu.control() & CpuInterface.EOI_MODE) == 0) {
                    deactivateLocked(cpu, intid);
                }
                cpu.dropRunningPriority();
            }
        } finally {
            unlock(cpu, withShared);
        }
    }

    /**
     * A write of ICC_DIR_EL1: only with EOImode set.
     *
     * @param cpu which CPU writes
     * @param intid the INTID
     */
    void deactivate(CpuInterface cpu, int intid) {
        if (isSpecial(intid)) {
            return;
        }
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

    /**
     * A write of ICC_IGRPEN0_EL1 or ICC_IGRPEN1_EL1. A CPU with the group enabled is one of those that take interrupts
     * routed to any: where there are such, the write takes the distributor's lock.
     *
     * @param cpu which CPU
     * @param group 0 or 1
     * @param enabled whether the group is enabled
     */
    void enable(CpuInterface cpu, int group, boolean enabled) {
        boolean oneOfN = shared.hasOneOfN();
        lock(cpu, oneOfN);
        try {
            cpu.enable(group, enabled);
            if (oneOfN) {
                shared.participate(cpu.index(), group, enabled);
            }
        } finally {
            unlock(cpu, oneOfN);
        }
    }

    private void deactivateLocked(CpuInterface cpu, int intid) {
        if (intid < Geometry.PRIVATE_INTERRUPTS) {
            cpu.interrupts().deactivate(intid);
        } else if (shared.has(intid)) {
            shared.deactivate(RoutedInterrupts.position(intid));
        }
    }

    private static boolean isSpecial(int intid) {
        return intid >= FIRST_SPECIAL && intid <= SPURIOUS;
    }
}

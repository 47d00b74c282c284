package org.gic4j.emulated.gicv3;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.api.registers.Policy;
import org.gic4j.emulated.controller.AffinityMap;
import org.gic4j.emulated.controller.InterruptController;
import org.gic4j.emulated.delivery.BriefLock;
import org.gic4j.emulated.delivery.OutputNotifier;
import org.gic4j.emulated.interrupt.Access;
import org.gic4j.emulated.interrupt.RedistributorInterrupts;
import org.gic4j.emulated.interrupt.RoutedInterrupts;
import org.gic4j.emulated.lpi.Lpis;

/**
 * An initialised GICv3: where accesses and lines arrive, from every thread.
 *
 * <p>Locks: the distributor's before those of CPU interfaces; two CPU interfaces' only under the distributor's.
 */
public final class Gicv3 extends InterruptController {
    private static final long DISTRIBUTOR_SIZE = Frame.GICV3_DISTRIBUTOR.size();

    private final int interrupts;
    private final Topology topology;
    private final Redistributor[] redistributors;
    private final RoutedInterrupts shared;
    private final Lpis lpis;
    private final BriefLock sharedLock;
    private final DistributorFrame distributor;
    private final RedistributorFrames redistributorFrames;
    private final SystemRegisters systemRegisters;
    private final SystemRegisterAttributes systemRegisterAttributes;

    /**
     * Puts the parts together.
     *
     * @param geometry the numbers of interrupts and vCPUs
     * @param topology the vCPUs' affinities and places
     * @param redistributors by creation index of the vCPUs
     * @param shared the shared interrupts
     * @param lpis the LPIs
     * @param distributor the distributor's registers
     * @param redistributorFrames the redistributors' registers
     * @param systemRegisters the CPU interfaces' registers for guests
     * @param systemRegisterAttributes the CPU interfaces' registers for user space
     * @param notifier who tells of changed outputs
     * @param ignored counts accesses that nothing takes
     */
    public Gicv3(
            Geometry geometry,
            Topology topology,
            Redistributor[] redistributors,
            RoutedInterrupts shared,
            Lpis lpis,
            DistributorFrame distributor,
            RedistributorFrames redistributorFrames,
            SystemRegisters systemRegisters,
            SystemRegisterAttributes systemRegisterAttributes,
            OutputNotifier notifier,
            LongAdder ignored) {
        super(
                geometry,
                distributor.lock,
                Arrays.stream(redistributors)
                        .map(redistributor -> redistributor.cpu().lock)
                        .toArray(BriefLock[]::new),
                notifier,
                ignored);
        interrupts = geometry.interrupts();
        this.topology = topology;
        this.redistributors = redistributors;
        this.shared = shared;
        this.lpis = lpis;
        sharedLock = distributor.lock;
        this.distributor = distributor;
        this.redistributorFrames = redistributorFrames;
        this.systemRegisters = systemRegisters;
        this.systemRegisterAttributes = systemRegisterAttributes;
    }

    /**
     * Says where the frames are.
     *
     * @param placement the frames by address
     */
    public void place(FramePlacement placement) {
        topology.setPlacement(placement);
    }

    /**
     * Asks which vCPU has which affinity; pending interrupts go to whom they are routed now. The caller is to
     * {@link #tell} afterwards, once it holds no lock.
     *
     * @param affinities gives the vCPUs by affinity; of several that call, the last has the latest
     */
    public void route(Supplier<AffinityMap> affinities) {
        sharedLock.lock();
        try {
            AffinityMap now = affinities.get();
            topology.setAffinities(now);
            shared.route(now);
        } finally {
            sharedLock.unlock();
        }
    }

    /**
     * A distributor register by its word, as an attribute has it.
     *
     * @param offset in bytes, a multiple of 4
     * @return 0 where there is no register
     */
    public int readDistributor(int offset) {
        return distributor.readAttribute(offset);
    }

    /**
     * Writes a distributor register by its word, as an attribute does.
     *
     * @param offset in bytes, a multiple of 4
     * @param value the value
     * @return 0 or EINVAL
     */
    public int writeDistributor(int offset, int value) {
        int errno = distributor.writeAttribute(offset, value);
        tell();
        return errno;
    }

    /**
     * A redistributor register by its word, as an attribute has it.
     *
     * @param vcpuIndex whose redistributor
     * @param offset in bytes within both frames, a multiple of 4
     * @return 0 where there is no register
     */
    public int readRedistributor(int vcpuIndex, int offset) {
        return redistributorFrames.readAttribute(redistributors[vcpuIndex], offset);
    }

    /**
     * Writes a redistributor register by its word, as an attribute does; ignored where there is none.
     *
     * @param vcpuIndex whose redistributor
     * @param offset in bytes within both frames, a multiple of 4
     * @param value the value
     */
    public void writeRedistributor(int vcpuIndex, int offset, int value) {
        redistributorFrames.writeAttribute(redistributors[vcpuIndex], offset, value);
        tell();
    }

    /**
     * A system register, as an attribute has it.
     *
     * @param vcpuIndex whose register
     * @param encoding which register
     * @param values where the value goes
     * @param index which element of it
     * @return 0, ENOENT or EINVAL
     */
    public int getSystemRegister(int vcpuIndex, int encoding, long[] values, int index) {
        return systemRegisterAttributes.get(redistributors[vcpuIndex], encoding, values, index);
    }

    /**
     * Writes a system register, as an attribute does.
     *
     * @param vcpuIndex whose register
     * @param encoding which register
     * @param value the value
     * @return 0, ENOENT or EINVAL
     */
    public int setSystemRegister(int vcpuIndex, int encoding, long value) {
        int errno = systemRegisterAttributes.set(redistributors[vcpuIndex], encoding, value);
        tell();
        return errno;
    }

    /**
     * The levels of 32 lines, as far as their interrupts are level-sensitive; 0 beyond the last.
     *
     * @param vcpuIndex whose, for word 0
     * @param word the INTID of bit 0, divided by 32
     */
    public int readLevels(int vcpuIndex, int word) {
        return word == 0
                ? redistributors[vcpuIndex].interrupts().levels(0)
                : word < interrupts / Integer.SIZE ? shared.levels(word - 1) : 0;
    }

    /**
     * Assigns the levels of 32 lines, of edge-triggered interrupts as well; ignored beyond the last.
     *
     * @param vcpuIndex whose, for word 0
     * @param word the INTID of bit 0, divided by 32
     * @param levels the levels
     */
    public void writeLevels(int vcpuIndex, int word, int levels) {
        if (word == 0) {
            CpuInterface cpu = redistributors[vcpuIndex].cpu();
            cpu.lock.lock();
            try {
                cpu.interrupts().write(InterruptProperty.LINE, 0, Policy.READ_WRITE, levels, -1, Access.USER);
                cpu.update();
            } finally {
                cpu.lock.unlock();
            }
        } else if (word < interrupts / Integer.SIZE) {
            sharedLock.lock();
            try {
                shared.write(InterruptProperty.LINE, word - 1, Policy.READ_WRITE, levels, -1, Access.USER);
            } finally {
                sharedLock.unlock();
            }
        }
        tell();
    }

    @Override
    public long readGuest(int vcpuIndex, long address, int bytes) {
        FramePlacement placement = topology.placement();
        long offset = placement.distributorOffset(address);
        if (Long.compareUnsigned(offset, DISTRIBUTOR_SIZE) < 0) {
            return distributor.readGuest((int) offset, bytes);
        }
        int found = placement.redistributorAt(address);
        if (found == FramePlacement.NOBODY) {
            ignore();
            return 0;
        }
        return redistributorFrames.readGuest(
                redistributors[FramePlacement.owner(found)], FramePlacement.offset(found), bytes);
    }

    @Override
    public void writeGuest(int vcpuIndex, long address, int bytes, long value) {
        FramePlacement placement = topology.placement();
        long offset = placement.distributorOffset(address);
        if (Long.compareUnsigned(offset, DISTRIBUTOR_SIZE) < 0) {
            distributor.writeGuest((int) offset, bytes, value);
        } else {
            int found = placement.redistributorAt(address);
            if (found == FramePlacement.NOBODY) {
                ignore();
                return;
            }
            redistributorFrames.writeGuest(
                    redistributors[FramePlacement.owner(found)], FramePlacement.offset(found), bytes, value);
        }
        tell();
    }

    @Override
    public long readSystemRegister(int vcpuIndex, int encoding) {
        long value = systemRegisters.read(redistributors[vcpuIndex].cpu(), encoding);
        tell();
        return value;
    }

    @Override
    public void writeSystemRegister(int vcpuIndex, int encoding, long value) {
        systemRegisters.write(redistributors[vcpuIndex].cpu(), vcpuIndex, encoding, value);
        tell();
    }

    @Override
    public boolean isSettled(int vcpuIndex) {
        return vcpuIndex >= 0
                && vcpuIndex < redistributors.length
                && redistributors[vcpuIndex].isSettled();
    }

    @Override
    public void settle(int vcpuIndex) {
        CpuInterface cpu = redistributors[vcpuIndex].cpu();
        cpu.lock.lock();
        try {
            cpu.settle();
        } finally {
            cpu.lock.unlock();
        }
    }

    @Override
    public void leaveGuest(int vcpuIndex) {
        lpis.leaveGuest(redistributors[vcpuIndex]);
    }

    @Override
    public boolean setSharedLine(int intid, boolean high) {
        if (intid >= interrupts) {
            return false;
        }
        sharedLock.lock();
        try {
            shared.setLine(RoutedInterrupts.position(intid), high);
        } finally {
            sharedLock.unlock();
        }
        tell();
        return true;
    }

    @Override
    public void setPrivateLine(int vcpuIndex, int intid, boolean high) {
        CpuInterface cpu = redistributors[vcpuIndex].cpu();
        cpu.lock.lock();
        try {
            cpu.interrupts().setLine(intid, high);
            cpu.update();
        } finally {
            cpu.lock.unlock();
        }
        tell();
    }

    @Override
    public int readInput(InterruptProperty property, int vcpuIndex, int word) {
        RedistributorInterrupts own = redistributors[vcpuIndex].interrupts();
        return word == 0 ? own.read(property, 0) : shared.read(property, word - 1);
    }

    @Override
    public int outputs(int vcpuIndex) {
        return redistributors[vcpuIndex].cpu().outputs();
    }
}

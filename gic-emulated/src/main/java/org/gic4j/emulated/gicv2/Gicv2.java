package org.gic4j.emulated.gicv2;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntUnaryOperator;
import org.gic4j.api.GicProfile;
import org.gic4j.api.guest.OutputListener;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.emulated.interrupt.Access;
import org.gic4j.emulated.interrupt.PrivateInterrupts;
import org.gic4j.emulated.interrupt.SharedInterrupts;
import org.jspecify.annotations.Nullable;

/**
 * An initialised GICv2: where accesses and lines arrive, from every thread.
 *
 * <p>Locks: the distributor's before those of CPU interfaces; two CPU interfaces' only under the distributor's.
 */
public final class Gicv2 {
    private final Geometry geometry;
    private final GicProfile profile;
    private final CpuInterface[] cpus;
    private final SharedInterrupts shared;
    private final DistributorFrame distributor;
    private final CpuInterfaceFrame cpuInterface;
    private final OutputNotifier notifier;
    private final IntUnaryOperator outputs = this::outputs;
    private int quiescent;

    /**
     * Puts the parts together.
     *
     * @param geometry the numbers of interrupts and vCPUs
     * @param profile the implementation
     * @param cpus the CPU interfaces by creation index
     * @param shared the shared interrupts
     * @param distributor the distributor's registers
     * @param cpuInterface the CPU interfaces' registers
     * @param notifier who tells of changed outputs
     */
    public Gicv2(
            Geometry geometry,
            GicProfile profile,
            CpuInterface[] cpus,
            SharedInterrupts shared,
            DistributorFrame distributor,
            CpuInterfaceFrame cpuInterface,
            OutputNotifier notifier) {
        this.geometry = geometry;
        this.profile = profile;
        this.cpus = cpus;
        this.shared = shared;
        this.distributor = distributor;
        this.cpuInterface = cpuInterface;
        this.notifier = notifier;
    }

    /** The numbers of interrupts and vCPUs. */
    public Geometry geometry() {
        return geometry;
    }

    /**
     * A register by its word, as a device attribute has it.
     *
     * @param vcpuIndex through which vCPU
     * @param frame which frame
     * @param offset in bytes, a multiple of 4
     * @return 0 where there is no register
     */
    public int readAttribute(int vcpuIndex, Frame frame, int offset) {
        return frame == Frame.GICV2_DISTRIBUTOR
                ? distributor.read(cpus[vcpuIndex], offset, Access.USER)
                : cpuInterface.read(cpus[vcpuIndex], offset, Access.USER);
    }

    /**
     * Writes a register by its word, as a device attribute does.
     *
     * @param vcpuIndex through which vCPU
     * @param frame which frame
     * @param offset in bytes, a multiple of 4
     * @param value the value
     * @return 0 or EINVAL
     */
    public int writeAttribute(int vcpuIndex, Frame frame, int offset, int value) {
        int errno = 0;
        if (frame == Frame.GICV2_DISTRIBUTOR) {
            errno = distributor.write(cpus[vcpuIndex], offset, value, -1, Access.USER);
        } else {
            cpuInterface.write(cpus[vcpuIndex], offset, value, Access.USER);
        }
        tell();
        return errno;
    }

    /**
     * Whether a guest's access of some width and alignment reaches a register.
     *
     * @param frame which frame
     * @param offset in bytes
     * @param bytes the width
     */
    public boolean takes(Frame frame, int offset, int bytes) {
        if (bytes == Integer.BYTES) {
            return (offset & 3) == 0 && map(frame).rowAt(offset) != RegisterMap.NONE;
        }
        if (frame != Frame.GICV2_DISTRIBUTOR || bytes > Integer.BYTES || offset % bytes != 0) {
            return false;
        }
        int row = map(frame).rowAt(offset);
        return row != RegisterMap.NONE
                && (profile.distributorAccess() == GicProfile.DistributorAccess.ANY
                        || bytes == 1 && map(frame).takesBytes(row));
    }

    /**
     * A guest's read that {@link #takes} allows.
     *
     * @param vcpuIndex which vCPU reads
     * @param frame which frame
     * @param offset in bytes
     * @param bytes the width
     */
    public long readGuest(int vcpuIndex, Frame frame, int offset, int bytes) {
        CpuInterface cpu = cpus[vcpuIndex];
        if (frame == Frame.GICV2_DISTRIBUTOR) {
            int word = distributor.read(cpu, offset, Access.GUEST);
            return word >>> (offset & 3) * Byte.SIZE & widthMask(bytes) & 0xFFFF_FFFFL;
        }
        int word = cpuInterface.read(cpu, offset, Access.GUEST);
        tell();
        return word & 0xFFFF_FFFFL;
    }

    /**
     * A guest's write that {@link #takes} allows.
     *
     * @param vcpuIndex which vCPU writes
     * @param frame which frame
     * @param offset in bytes
     * @param bytes the width
     * @param value the value in the low bits
     */
    public void writeGuest(int vcpuIndex, Frame frame, int offset, int bytes, long value) {
        CpuInterface cpu = cpus[vcpuIndex];
        if (frame == Frame.GICV2_DISTRIBUTOR) {
            int shift = (offset & 3) * Byte.SIZE;
            int mask = widthMask(bytes) << shift;
            distributor.write(cpu, offset, (int) value << shift & mask, mask, Access.GUEST);
        } else {
            cpuInterface.write(cpu, offset, (int) value, Access.GUEST);
        }
        tell();
    }

    /** Whether a vCPU's registers hold what hardware could hold. */
    public boolean isSettled(int vcpuIndex) {
        return cpus[vcpuIndex].isSettled();
    }

    /** Raises what hardware could not hold, as when the vCPU runs. */
    public void settle(int vcpuIndex) {
        CpuInterface cpu = cpus[vcpuIndex];
        cpu.lock.lock();
        try {
            cpu.settle();
        } finally {
            cpu.lock.unlock();
        }
        tell();
    }

    /**
     * Sets the line of a shared interrupt.
     *
     * @param intid 32 to the number of interrupts less one
     * @param high the level
     */
    public void setSharedLine(int intid, boolean high) {
        distributor.lock.lock();
        try {
            shared.setLine(SharedInterrupts.word(intid), 1 << intid, high);
        } finally {
            distributor.lock.unlock();
        }
        tell();
    }

    /**
     * Sets the line of a private interrupt.
     *
     * @param vcpuIndex whose
     * @param intid 16 to 31
     * @param high the level
     */
    public void setPrivateLine(int vcpuIndex, int intid, boolean high) {
        CpuInterface cpu = cpus[vcpuIndex];
        cpu.lock.lock();
        try {
            cpu.interrupts().setLine(0, 1 << intid, high);
            cpu.update();
        } finally {
            cpu.lock.unlock();
        }
        tell();
    }

    /**
     * A word of lines or latches.
     *
     * @param property {@link InterruptProperty#LINE} or LATCH
     * @param vcpuIndex whose, for word 0
     * @param word the INTID of bit 0, divided by 32
     */
    public int readInput(InterruptProperty property, int vcpuIndex, int word) {
        PrivateInterrupts own = cpus[vcpuIndex].interrupts();
        return word == 0 ? own.read(property, 0) : shared.read(property, word - 1);
    }

    /** The outputs of a vCPU. */
    public int outputs(int vcpuIndex) {
        return cpus[vcpuIndex].outputs();
    }

    /** Sets who is told of changed outputs. */
    public void listen(@Nullable OutputListener listener) {
        notifier.listen(listener);
    }

    /** Takes all locks, until {@link #resume}. Nests. */
    public void quiesce() {
        distributor.lock.lock();
        for (CpuInterface cpu : cpus) {
            cpu.lock.lock();
        }
        quiescent++;
    }

    /** Ends what {@link #quiesce} began, in the same thread. */
    public void resume() {
        quiescent--;
        for (CpuInterface cpu : cpus) {
            cpu.lock.unlock();
        }
        distributor.lock.unlock();
        tell();
    }

    RegisterMap map(Frame frame) {
        return frame == Frame.GICV2_DISTRIBUTOR ? distributor.map(Access.GUEST) : cpuInterface.map(Access.GUEST);
    }

    /** Tells the listener, unless this thread holds the locks of a quiescence. */
    private void tell() {
        if (notifier.isHeard()) {
            ReentrantLock lock = distributor.lock;
            if (!lock.isHeldByCurrentThread() || quiescent == 0) {
                notifier.tell(outputs);
            }
        }
    }

    private static int widthMask(int bytes) {
        return bytes == Integer.BYTES ? -1 : (1 << bytes * Byte.SIZE) - 1;
    }
}

package org.gic4j.emulated.controller;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntUnaryOperator;
import org.gic4j.api.GicException;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.emulated.delivery.BriefLock;
import org.gic4j.emulated.delivery.OutputNotifier;

/**
 * An initialised interrupt controller: where accesses and lines arrive, from every thread. Callers have checked that
 * the vCPU exists.
 */
public abstract class InterruptController {
    private final Geometry geometry;
    private final BriefLock distributorLock;
    private final BriefLock[] cpuLocks;
    private final OutputNotifier notifier;
    private final LongAdder ignored;
    private final IntUnaryOperator outputs = this::outputs;
    private int quiescent;

    /**
     * Takes what controllers of both versions have.
     *
     * @param geometry the numbers of interrupts and vCPUs
     * @param distributorLock guards the shared interrupts, taken before those of CPU interfaces
     * @param cpuLocks those of the CPU interfaces, by creation index of the vCPUs
     * @param notifier who tells of changed outputs
     * @param ignored counts accesses that nothing takes
     */
    protected InterruptController(
            Geometry geometry,
            BriefLock distributorLock,
            BriefLock[] cpuLocks,
            OutputNotifier notifier,
            LongAdder ignored) {
        this.geometry = geometry;
        this.distributorLock = distributorLock;
        this.cpuLocks = cpuLocks;
        this.notifier = notifier;
        this.ignored = ignored;
    }

    /** The numbers of interrupts and vCPUs. */
    public final Geometry geometry() {
        return geometry;
    }

    /**
     * A guest's read.
     *
     * @param vcpuIndex which vCPU reads
     * @param address guest physical address
     * @param bytes the width
     * @return the value, zero-extended; 0 where nothing takes the access
     */
    public abstract long readGuest(int vcpuIndex, long address, int bytes);

    /**
     * A guest's write.
     *
     * @param vcpuIndex which vCPU writes
     * @param address guest physical address
     * @param bytes the width
     * @param value the value in the low bits
     */
    public abstract void writeGuest(int vcpuIndex, long address, int bytes, long value);

    /**
     * A guest's read of a system register.
     *
     * @param vcpuIndex which vCPU reads
     * @param encoding which register
     * @return the value; 0 where there is no such register
     * @throws GicException ENXIO for a controller without system registers
     */
    public abstract long readSystemRegister(int vcpuIndex, int encoding);

    /**
     * A guest's write of a system register.
     *
     * @param vcpuIndex which vCPU writes
     * @param encoding which register
     * @param value the value
     * @throws GicException ENXIO for a controller without system registers
     */
    public abstract void writeSystemRegister(int vcpuIndex, int encoding, long value);

    /** Counts an access that nothing took. */
    protected final void ignore() {
        ignored.increment();
    }

    /** How many of a guest's accesses nothing took. */
    public final long ignoredAccesses() {
        return ignored.sum();
    }

    /**
     * Whether there is a vCPU of an index, its registers hold what hardware could hold, and it has nothing to do when it
     * leaves its guest.
     *
     * @param vcpuIndex any index
     */
    public abstract boolean isSettled(int vcpuIndex);

    /**
     * Raises what hardware could not hold, as when the vCPU runs. The caller is to {@link #tell} afterwards, once it holds
     * no lock.
     *
     * @param vcpuIndex which vCPU runs
     */
    public abstract void settle(int vcpuIndex);

    /**
     * What a vCPU does each time that it leaves its guest, for an access or for good. Changes no output.
     *
     * @param vcpuIndex which vCPU
     */
    public abstract void leaveGuest(int vcpuIndex);

    /**
     * Sets the line of a shared interrupt.
     *
     * @param intid 32 or more
     * @param high the level
     * @return whether there is such an interrupt
     */
    public abstract boolean setSharedLine(int intid, boolean high);

    /**
     * Sets the line of a private interrupt.
     *
     * @param vcpuIndex whose
     * @param intid 16 to 31
     * @param high the level
     */
    public abstract void setPrivateLine(int vcpuIndex, int intid, boolean high);

    /**
     * A word of lines or latches.
     *
     * @param property {@link InterruptProperty#LINE} or LATCH
     * @param vcpuIndex whose, for word 0
     * @param word the INTID of bit 0, divided by 32
     */
    public abstract int readInput(InterruptProperty property, int vcpuIndex, int word);

    /**
     * The outputs of a vCPU now.
     *
     * @param vcpuIndex which vCPU
     */
    public abstract int outputs(int vcpuIndex);

    /** Takes all locks, until {@link #resume}. Nests. */
    public final void quiesce() {
        distributorLock.lock();
        for (BriefLock lock : cpuLocks) {
            lock.lock();
        }
        quiescent++;
    }

    /** Ends what {@link #quiesce} began, in the same thread; {@link #tell} then says what happened meanwhile. */
    public final void resume() {
        quiescent--;
        for (BriefLock lock : cpuLocks) {
            lock.unlock();
        }
        distributorLock.unlock();
    }

    /** Tells the listener of changed outputs; not while this thread has quiesced. To be called without a lock held. */
    public final void tell() {
        if (notifier.isHeard()) {
            if (!distributorLock.isHeldByCurrentThread() || quiescent == 0) {
                notifier.tell(outputs);
            }
        }
    }
}

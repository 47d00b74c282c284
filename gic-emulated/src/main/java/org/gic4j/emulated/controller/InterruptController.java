package org.gic4j.emulated.controller;

import org.gic4j.api.GicException;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.InterruptProperty;

/**
 * An initialised interrupt controller: where accesses and lines arrive, from every thread. Callers have checked that
 * the vCPU exists.
 */
public interface InterruptController {
    /** The numbers of interrupts and vCPUs. */
    Geometry geometry();

    /**
     * A guest's read.
     *
     * @param vcpuIndex which vCPU reads
     * @param address guest physical address
     * @param bytes the width
     * @return the value, zero-extended; 0 where nothing takes the access
     */
    long readGuest(int vcpuIndex, long address, int bytes);

    /**
     * A guest's write.
     *
     * @param vcpuIndex which vCPU writes
     * @param address guest physical address
     * @param bytes the width
     * @param value the value in the low bits
     */
    void writeGuest(int vcpuIndex, long address, int bytes, long value);

    /**
     * A guest's read of a system register.
     *
     * @param vcpuIndex which vCPU reads
     * @param encoding which register
     * @return the value; 0 where there is no such register
     * @throws GicException ENXIO for a controller without system registers
     */
    long readSystemRegister(int vcpuIndex, int encoding);

    /**
     * A guest's write of a system register.
     *
     * @param vcpuIndex which vCPU writes
     * @param encoding which register
     * @param value the value
     * @throws GicException ENXIO for a controller without system registers
     */
    void writeSystemRegister(int vcpuIndex, int encoding, long value);

    /** How many of a guest's accesses nothing took. */
    long ignoredAccesses();

    /**
     * Whether there is a vCPU of an index, and its registers hold what hardware could hold.
     *
     * @param vcpuIndex any index
     */
    boolean isSettled(int vcpuIndex);

    /**
     * Raises what hardware could not hold, as when the vCPU runs.
     *
     * @param vcpuIndex which vCPU runs
     */
    void settle(int vcpuIndex);

    /**
     * Sets the line of a shared interrupt.
     *
     * @param intid 32 or more
     * @param high the level
     * @return whether there is such an interrupt
     */
    boolean setSharedLine(int intid, boolean high);

    /**
     * Sets the line of a private interrupt.
     *
     * @param vcpuIndex whose
     * @param intid 16 to 31
     * @param high the level
     */
    void setPrivateLine(int vcpuIndex, int intid, boolean high);

    /**
     * A word of lines or latches.
     *
     * @param property {@link InterruptProperty#LINE} or LATCH
     * @param vcpuIndex whose, for word 0
     * @param word the INTID of bit 0, divided by 32
     */
    int readInput(InterruptProperty property, int vcpuIndex, int word);

    /**
     * The outputs of a vCPU now.
     *
     * @param vcpuIndex which vCPU
     */
    int outputs(int vcpuIndex);

    /** Takes all locks, until {@link #resume}. Nests. */
    void quiesce();

    /** Ends what {@link #quiesce} began, in the same thread; {@link #tell} then says what happened meanwhile. */
    void resume();

    /** Tells the listener of changed outputs; not while this thread has quiesced. To be called without a lock held. */
    void tell();
}

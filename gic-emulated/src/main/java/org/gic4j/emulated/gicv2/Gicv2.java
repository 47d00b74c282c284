package org.gic4j.emulated.gicv2;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.emulated.controller.InterruptController;
import org.gic4j.emulated.delivery.BriefLock;
import org.gic4j.emulated.delivery.OutputNotifier;
import org.gic4j.emulated.interrupt.PrivateInterrupts;
import org.gic4j.emulated.interrupt.SharedInterrupts;

/**
 * An initialised GICv2: where accesses and lines arrive, from every thread.
 *
 * <p>Locks: the distributor's before those of CPU interfaces; two CPU interfaces' only under the distributor's.
 */
public final class Gicv2 extends InterruptController {
    private static final long DISTRIBUTOR_SIZE = Frame.GICV2_DISTRIBUTOR.size();
    private static final long CPU_INTERFACE_SIZE = Frame.GICV2_CPU_INTERFACE.size();

    private final int interrupts;
    private final BriefLock sharedLock;
    private final CpuInterface[] cpus;
    private final SharedInterrupts shared;
    private final DistributorFrame distributor;
    private final CpuInterfaceFrame cpuInterface;
    private long distributorBase;
    private long cpuInterfaceBase;

    /**
     * Puts the parts together.
     *
     * @param geometry the numbers of interrupts and vCPUs
     * @param cpus the CPU interfaces by creation index
     * @param shared the shared interrupts
     * @param distributor the distributor's registers
     * @param cpuInterface the CPU interfaces' registers
     * @param notifier who tells of changed outputs
     * @param ignored counts accesses that nothing takes
     */
    public Gicv2(
            Geometry geometry,
            CpuInterface[] cpus,
            SharedInterrupts shared,
            DistributorFrame distributor,
            CpuInterfaceFrame cpuInterface,
            OutputNotifier notifier,
            LongAdder ignored) {
        super(
                geometry,
                distributor.lock,
                Arrays.stream(cpus).map(cpu -> cpu.lock).toArray(BriefLock[]::new),
                notifier,
                ignored);
        interrupts = geometry.interrupts();
        sharedLock = distributor.lock;
        this.cpus = cpus;
        this.shared = shared;
        this.distributor = distributor;
        this.cpuInterface = cpuInterface;
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
                ? distributor.readAttribute(cpus[vcpuIndex], offset)
                : cpuInterface.readAttribute(cpus[vcpuIndex], offset);
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
            errno = distributor.writeAttribute(cpus[vcpuIndex], offset, value);
        } else {
            cpuInterface.writeAttribute(cpus[vcpuIndex], offset, value);
        }
        tell();
        return errno;
    }

    /**
     * Says where the frames are, before the first vCPU runs.
     *
     * @param distributorAddress guest physical address of the distributor
     * @param cpuInterfaceAddress guest physical address of the CPU interface
     */
    public void place(long distributorAddress, long cpuInterfaceAddress) {
        distributorBase = distributorAddress;
        cpuInterfaceBase = cpuInterfaceAddress;
    }

    @Override
    public long readGuest(int vcpuIndex, long address, int bytes) {
        CpuInterface cpu = cpus[vcpuIndex];
        long offset = address - cpuInterfaceBase;
        if (Long.compareUnsigned(offset, CPU_INTERFACE_SIZE) < 0) {
            if (bytes == Integer.BYTES && (offset & 3) == 0) {
                int word = cpuInterface.readGuest(cpu, (int) offset);
                tell();
                return word & 0xFFFF_FFFFL;
            }
        } else {
            offset = address - distributorBase;
            if (Long.compareUnsigned(offset, DISTRIBUTOR_SIZE) < 0) {
                return distributor.readGuest(cpu, (int) offset, bytes) & 0xFFFF_FFFFL;
            }
        }
        ignore();
        return 0;
    }

    @Override
    public void writeGuest(int vcpuIndex, long address, int bytes, long value) {
        CpuInterface cpu = cpus[vcpuIndex];
        long offset = address - cpuInterfaceBase;
        if (Long.compareUnsigned(offset, CPU_INTERFACE_SIZE) < 0) {
            if (bytes == Integer.BYTES && (offset & 3) == 0) {
                cpuInterface.writeGuest(cpu, (int) offset, (int) value);
                tell();
                return;
            }
        } else {
            offset = address - distributorBase;
            if (Long.compareUnsigned(offset, DISTRIBUTOR_SIZE) < 0) {
                distributor.writeGuest(cpu, (int) offset, bytes, (int) value);
                tell();
                return;
            }
        }
        ignore();
    }

    @Override
    public long readSystemRegister(int vcpuIndex, int encoding) {
        throw noSystemRegisters(vcpuIndex, encoding);
    }

    @Override
    public void writeSystemRegister(int vcpuIndex, int encoding, long value) {
        throw noSystemRegisters(vcpuIndex, encoding);
    }

    private static GicException noSystemRegisters(int vcpuIndex, int encoding) {
        return new GicException(
                Errno.ENXIO,
                "vCPU of index " + vcpuIndex + " accesses system register 0x" + Integer.toHexString(encoding)
                        + ", but a GICv2 has none: its CPU interface is memory-mapped");
    }

    @Override
    public boolean isSettled(int vcpuIndex) {
        return vcpuIndex >= 0 && vcpuIndex < cpus.length && cpus[vcpuIndex].isSettled();
    }

    @Override
    public void settle(int vcpuIndex) {
        CpuInterface cpu = cpus[vcpuIndex];
        cpu.lock.lock();
        try {
            cpu.settle();
        } finally {
            cpu.lock.unlock();
        }
    }

    @Override
    public void leaveGuest(int vcpuIndex) {
        // Without LPIs there is nothing that outlives its unmapping.
    }

    @Override
    public boolean setSharedLine(int intid, boolean high) {
        if (intid >= interrupts) {
            return false;
        }
        sharedLock.lock();
        try {
            shared.setLine(SharedInterrupts.position(intid), high);
        } finally {
            sharedLock.unlock();
        }
        tell();
        return true;
    }

    @Override
    public void setPrivateLine(int vcpuIndex, int intid, boolean high) {
        CpuInterface cpu = cpus[vcpuIndex];
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
        PrivateInterrupts own = cpus[vcpuIndex].interrupts();
        return word == 0 ? own.read(property, 0) : shared.read(property, word - 1);
    }

    @Override
    public int outputs(int vcpuIndex) {
        return cpus[vcpuIndex].outputs();
    }
}

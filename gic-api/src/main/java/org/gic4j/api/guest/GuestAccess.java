package org.gic4j.api.guest;

import org.gic4j.api.GicException;
import org.jspecify.annotations.Nullable;

/**
 * What a guest does to the interrupt controller, for a VMM that executes the guest itself: a facet of the virtual
 * machine ({@code vm.facet(GuestAccess.class)}). With KVM the kernel serves the guest.
 *
 * <p>Any thread may call; each call is atomic. It allocates nothing but what a vCPU of a GICv3 needs once: for its first
 * shared interrupt, and for LPIs as far as their priorities and INTIDs have come. Calls for different vCPUs that touch only private
 * interrupts and their own CPU interface do not contend. A vCPU's first access counts as its first run, see
 * {@link org.gic4j.api.Vcpu#tryValidateFirstRun}.
 */
public interface GuestAccess {
    /** Bit of {@link #outputs}: the IRQ input of the CPU is asserted. */
    int OUTPUT_IRQ = 1;
    /** Bit of {@link #outputs}: the FIQ input of the CPU is asserted. */
    int OUTPUT_FIQ = 2;

    /**
     * Whether an access to an address belongs to the interrupt controller.
     *
     * @param address guest physical address
     */
    boolean claims(long address);

    /**
     * A guest's read.
     *
     * @param vcpuIndex creation index of the vCPU that reads
     * @param address guest physical address, little-endian access
     * @param bytes 1, 2, 4 or 8
     * @return the value, zero-extended; 0 for an unknown address, an unsupported width or a misaligned access, which
     *     are counted
     * @throws GicException as {@link org.gic4j.api.Vcpu#tryValidateFirstRun}; EINVAL for an index that does not exist;
     *     ENXIO without an interrupt controller; EIO, EBADF
     */
    long read(int vcpuIndex, long address, int bytes);

    /**
     * A guest's write. Unknown addresses, unsupported widths and misaligned accesses are ignored and counted.
     *
     * @param vcpuIndex creation index of the vCPU that writes
     * @param address guest physical address, little-endian access
     * @param bytes 1, 2, 4 or 8
     * @param value the value in the low bits
     * @throws GicException as {@link #read}
     */
    void write(int vcpuIndex, long address, int bytes, long value);

    /**
     * A guest's read of a system register of the GICv3 CPU interface.
     *
     * @param vcpuIndex creation index of the vCPU that reads
     * @param encoding see {@link org.gic4j.api.registers.Gicv3CpuInterface}: 16 bits
     * @return the value; 0 for a register that cannot be read or does not exist, which is counted
     * @throws GicException as {@link #read}; ENXIO for a GICv2, which has none
     */
    long readSystemRegister(int vcpuIndex, int encoding);

    /**
     * A guest's write of a system register of the GICv3 CPU interface. One that cannot be written or does not exist is
     * ignored and counted.
     *
     * @param vcpuIndex creation index of the vCPU that writes
     * @param encoding see {@link org.gic4j.api.registers.Gicv3CpuInterface}: 16 bits
     * @param value the value
     * @throws GicException as {@link #readSystemRegister}
     */
    void writeSystemRegister(int vcpuIndex, int encoding, long value);

    /**
     * The outputs of a vCPU now: one volatile read.
     *
     * @param vcpuIndex creation index of the vCPU
     * @return {@link #OUTPUT_IRQ} and {@link #OUTPUT_FIQ}
     */
    int outputs(int vcpuIndex);

    /**
     * Sets who is told of changes of outputs.
     *
     * @param listener replaces the one before; null for none
     */
    void onOutputChange(@Nullable OutputListener listener);

    /** How many accesses were to unknown addresses, of unsupported width or misaligned. */
    long ignoredAccesses();
}

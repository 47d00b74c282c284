package org.gic4j.kvm.vmm;

import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.Vcpu;

/**
 * A vCPU of KVM, as a VMM runs it. Nothing here but {@link #initialize(int)} allocates.
 *
 * <p>One thread at a time runs a vCPU, and only that thread may call the methods about the last exit; they throw
 * EBADF once the handle or the virtual machine is closed. {@link #requestExit} is for any thread.
 */
public interface KvmVcpu extends Vcpu {
    /** Bit of {@link #initialize(int)}: the vCPU starts powered off, until another powers it on. */
    int FEATURE_POWER_OFF = 1;
    /** Bit of {@link #initialize(int)}: the guest has PSCI 0.2 or later. */
    int FEATURE_PSCI_0_2 = 1 << 2;

    /** Bit of {@link #deviceInterruptLevels}: the virtual timer's output is high. */
    int LEVEL_VIRTUAL_TIMER = 1;
    /** Bit of {@link #deviceInterruptLevels}: the physical timer's output is high. */
    int LEVEL_PHYSICAL_TIMER = 1 << 1;
    /** Bit of {@link #deviceInterruptLevels}: the performance monitors' output is high. */
    int LEVEL_PERFORMANCE_MONITORS = 1 << 2;

    /**
     * A vCPU that the backend {@code kvm} created or was handed.
     *
     * @param vcpu any vCPU
     * @return the same, to be run
     * @throws GicException EOPNOTSUPP for one of another backend
     */
    static KvmVcpu of(Vcpu vcpu) {
        if (vcpu instanceof KvmVcpu ofKvm) {
            return ofKvm;
        }
        throw new GicException(Errno.EOPNOTSUPP, vcpu.id() + " is not of the backend 'kvm', which alone runs guest code");
    }

    /**
     * {@code KVM_ARM_VCPU_INIT} with the host's preferred target and features. Repeating it resets the vCPU.
     *
     * @param features bits of the first word of features, for example {@link #FEATURE_PSCI_0_2}
     * @throws GicException EINVAL for features that the host lacks or that differ from the first time; EIO, EBADF
     */
    void initialize(int features);

    /**
     * {@code KVM_GET_ONE_REG} of a register of at most 64 bits. Waits while another thread runs the vCPU.
     *
     * @param id the register, see {@link ArmRegister}
     * @param values where the value goes, zero-extended
     * @param index which element of it
     * @return 0; ENOENT for an unknown register; EINVAL for a larger one; ENOEXEC before {@link #initialize}; EIO, EBADF
     */
    int tryGetRegister(long id, long[] values, int index);

    /**
     * {@code KVM_SET_ONE_REG} of a register of at most 64 bits. Waits while another thread runs the vCPU.
     *
     * @param id the register, see {@link ArmRegister}
     * @param value the value
     * @return 0; ENOENT for an unknown register; EINVAL for a larger one or a value that it cannot have; ENOEXEC before
     *     {@link #initialize}; EIO, EBADF
     */
    int trySetRegister(long id, long value);

    /**
     * {@code KVM_RUN}: executes guest code until something needs user space. Completes what the last exit was about
     * before that, for example an MMIO read with {@link #setMmioData}.
     *
     * <p>While another thread quiesces the virtual machine, it waits before it enters.
     *
     * @return an {@link ExitReason}, or a negated errno: EINTR after a signal or {@link #requestExit}; EBUSY when
     *     another thread runs the vCPU; as {@link Vcpu#tryValidateFirstRun} the first time; EFAULT for an access that
     *     the kernel cannot handle; EIO, EBADF
     */
    int run();

    /**
     * Makes the next {@link #run}, or one that is about to enter, return {@code -EINTR} at once; that run takes the
     * request with it. A run that is inside the guest is not disturbed: it comes back at its next exit. A runner looks
     * at its own reason to stop each time {@link #run} returns.
     *
     * @throws GicException ENOMEM when the vCPU's run area cannot be mapped; EBADF
     */
    void requestExit();

    /** After {@link ExitReason#MMIO}: the guest physical address. */
    long mmioAddress();

    /** After {@link ExitReason#MMIO}: how many bytes, 1 to 8. */
    int mmioLength();

    /** After {@link ExitReason#MMIO}: whether the guest writes. */
    boolean mmioIsWrite();

    /** After {@link ExitReason#MMIO}: what the guest writes, zero-extended. */
    long mmioData();

    /**
     * After {@link ExitReason#MMIO} of a read: what the guest reads. It gets it with the next {@link #run} or
     * {@link Vcpu#tryValidateFirstRun}.
     *
     * @param data in the low bits
     */
    void setMmioData(long data);

    /** After {@link ExitReason#SYSTEM_EVENT}: 1 shutdown, 2 reset, 3 crash. */
    int systemEvent();

    /**
     * After any exit of a vCPU without an in-kernel interrupt controller ({@code KVM_CAP_ARM_USER_IRQ}): the outputs of
     * the devices that the kernel emulates nevertheless.
     *
     * @return {@link #LEVEL_VIRTUAL_TIMER} and the others
     */
    int deviceInterruptLevels();
}

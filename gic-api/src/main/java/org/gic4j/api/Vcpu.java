package org.gic4j.api;

import java.util.Optional;

/** A virtual CPU, as far as interrupt controllers know it. */
public interface Vcpu extends AutoCloseable {
    /** The id that it was created with. */
    VcpuId id();

    /** Its position in creation order. */
    VcpuIndex index();

    /**
     * Its affinity: what {@code MPIDR_EL1} says.
     *
     * @return 0 until it is initialised, {@link Affinity#byDefault} after that, until it is changed
     * @throws GicException EIO, EBADF where a backend has to ask the kernel, which no longer answers
     */
    Affinity affinity();

    /**
     * {@code KVM_ARM_VCPU_INIT} with the host's preferred target. Again: its affinity stays as it was set.
     *
     * @throws GicException EIO after a failed first run; EBADF after close
     */
    void initialize();

    /**
     * Writes the affinity fields of {@code MPIDR_EL1}. Possible at any time; attributes that name a vCPU by its
     * affinity follow at once.
     *
     * @param affinity the new affinity
     * @throws GicException ENOEXEC before {@link #initialize}; EIO, EBADF
     */
    void setAffinity(Affinity affinity);

    /**
     * The checks and effects of a first run, without guest code: addresses are set, nothing overlaps, the controller
     * is initialised (GICv2: now, if it was not), binary points rise to the hardware's minimum. Repeating it does
     * nothing. A failure is for ever: every later operation on the virtual machine answers EIO.
     *
     * @return 0; ENOEXEC before {@link #initialize}; ENXIO when an address is missing; EINVAL when frames overlap;
     *     EBUSY for a GICv3 that was not initialised; EIO, EBADF
     */
    int tryValidateFirstRun();

    /**
     * {@link #tryValidateFirstRun} that throws.
     *
     * @throws GicException with the errno of {@link #tryValidateFirstRun}
     */
    default void validateFirstRun() {
        int errno = tryValidateFirstRun();
        if (errno != 0) {
            throw Refusal.ofFirstRun("the first run", errno, id());
        }
    }

    /** Marks for entering and leaving the guest; empty where the backend runs guest code itself. */
    Optional<ExecutionMarks> executionMarks();

    /** Closes the handle. The vCPU stays in its virtual machine; closing twice is harmless. */
    @Override
    void close();
}

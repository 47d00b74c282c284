package org.gic4j.kvm.vmm;

/**
 * Why {@code KVM_RUN} came back to user space: {@code KVM_EXIT_*} of {@code linux/kvm.h}, as far as arm64 guests meet
 * them. Constants, because a run allocates nothing.
 */
public final class ExitReason {
    /** The reason is not known. */
    public static final int UNKNOWN = 0;
    /** The guest accessed an address that no memory slot and no device in the kernel has. */
    public static final int MMIO = 6;
    /** The vCPU could not be entered. */
    public static final int FAIL_ENTRY = 9;
    /** A signal or {@link KvmVcpu#requestExit} ended the run; {@link KvmVcpu#run} answers {@code -EINTR} with it. */
    public static final int INTERRUPTED = 10;
    /** KVM met an error of its own. */
    public static final int INTERNAL_ERROR = 17;
    /** The guest asked for shutdown or reset; see {@link KvmVcpu#systemEvent}. */
    public static final int SYSTEM_EVENT = 24;
    /** An access that the CPU did not describe well enough to be emulated. */
    public static final int ARM_NISV = 28;

    private ExitReason() {}

    /**
     * The name of a reason.
     *
     * @param reason as {@link KvmVcpu#run} gives it
     * @return for example {@code MMIO}; {@code exit reason 71} for others
     */
    public static String name(int reason) {
        return switch (reason) {
            case UNKNOWN -> "UNKNOWN";
            case MMIO -> "MMIO";
            case FAIL_ENTRY -> "FAIL_ENTRY";
            case INTERRUPTED -> "INTERRUPTED";
            case INTERNAL_ERROR -> "INTERNAL_ERROR";
            case SYSTEM_EVENT -> "SYSTEM_EVENT";
            case ARM_NISV -> "ARM_NISV";
            default -> "exit reason " + reason;
        };
    }
}

package org.gic4j.api;

/**
 * What was refused, in words: the call, what it was about, and what to do. For backends, so that all say the same.
 */
public final class Refusal {
    private static final String DEAD = "the virtual machine is dead now: close it, make another and ";

    private Refusal() {}

    /**
     * {@code KVM_IRQ_LINE}.
     *
     * @param call what the backend's call is named
     * @param errno why
     * @param irq see {@link InterruptLine}
     */
    public static GicException ofLine(String call, int errno, int irq) {
        int type = InterruptLine.type(irq);
        return of(
                errno,
                call + " 0x" + Integer.toHexString(irq) + " (type " + type + ", "
                        + new VcpuId(InterruptLine.vcpuId(irq)) + ", number " + InterruptLine.number(irq) + ")",
                switch (errno) {
                    case Errno.ENXIO ->
                        type == InterruptLine.TYPE_CPU
                                ? "the virtual machine's interrupt controller drives the inputs of vCPUs"
                                : "the virtual machine has no interrupt controller";
                    case Errno.EINVAL -> "there is no such vCPU or interrupt";
                    case Errno.EBUSY -> "the VGICv3 is not initialised; initialise it first";
                    default -> general(errno);
                });
    }

    /**
     * {@code KVM_ARM_SET_DEVICE_ADDR}.
     *
     * @param call what the backend's call is named
     * @param errno why
     * @param id device and kind of frame
     * @param address guest physical address
     */
    public static GicException ofAddress(String call, int errno, long id, long address) {
        return of(
                errno,
                call + " of id 0x" + Long.toHexString(id) + " to 0x" + Long.toHexString(address),
                switch (errno) {
                    case Errno.ENODEV -> "it sets the distributor (0) or the CPU interface (1) of a VGICv2 that exists";
                    case Errno.EEXIST -> "this address is set already";
                    case Errno.EINVAL -> "addresses are multiples of 4096";
                    case Errno.E2BIG -> "it is beyond the guest's physical addresses";
                    default -> general(errno);
                });
    }

    /**
     * A first run, which validates the virtual machine.
     *
     * @param call what the backend's call is named
     * @param errno why
     * @param vcpu which vCPU
     */
    public static GicException ofFirstRun(String call, int errno, VcpuId vcpu) {
        return of(
                errno,
                call + " of " + vcpu,
                switch (errno) {
                    case Errno.ENXIO ->
                        "the interrupt controller lacks addresses, or a vCPU lacks a redistributor; " + DEAD
                                + "set all addresses before its first run";
                    case Errno.EINVAL -> "frames of the interrupt controller overlap; " + DEAD + "keep its frames apart";
                    case Errno.EBUSY ->
                        "another thread runs it; or the VGICv3 was not initialised, and " + DEAD
                                + "initialise its VGICv3 before its first run";
                    default -> general(errno);
                });
    }

    /**
     * Any call.
     *
     * @param errno why
     * @param call the call, and what it was about
     * @param advice what to do; empty where there is nothing to say
     */
    public static GicException of(int errno, String call, String advice) {
        return new GicException(errno, advice.isEmpty() ? call : call + ": " + advice);
    }

    /**
     * What an errno means whatever was called.
     *
     * @param errno a positive Linux error number
     * @return empty where that depends on the call
     */
    public static String general(int errno) {
        return switch (errno) {
            case Errno.EIO -> "this virtual machine died when a vCPU's first run failed; close it and make another";
            case Errno.EBADF -> "the handle or its virtual machine is closed";
            case Errno.EMFILE -> "this process has too many open files; raise its limit (ulimit -n)";
            case Errno.ENFILE -> "the system has too many open files";
            case Errno.ENOMEM, Errno.EAGAIN -> "the kernel has too little memory for it";
            case Errno.EINTR -> "a signal interrupted it; try again";
            case Errno.ENOEXEC -> "the vCPU is not initialised; initialise it first";
            default -> "";
        };
    }
}

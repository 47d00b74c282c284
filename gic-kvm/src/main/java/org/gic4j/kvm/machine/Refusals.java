package org.gic4j.kvm.machine;

import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VirtualMachineConfiguration;
import org.jspecify.annotations.Nullable;

/** What the kernel refused, in words: the call, what it was about, and what to do. */
public final class Refusals {
    private Refusals() {}

    /**
     * {@code KVM_CREATE_VM}.
     *
     * @param errno why
     * @param configuration what was asked for, with the facts of this host
     */
    public static GicException ofMachine(int errno, VirtualMachineConfiguration configuration) {
        return of(
                errno,
                "KVM_CREATE_VM of machine type 0x" + Long.toHexString(configuration.machineType()),
                errno == Errno.EINVAL
                        ? "the size of guest addresses is 0 (for 40) or 32 to " + configuration.addressLimit()
                                + " bits on this host"
                        : null);
    }

    /** {@code KVM_CREATE_VCPU}. */
    static GicException ofVcpu(int errno, int id) {
        return of(
                errno,
                "KVM_CREATE_VCPU of id " + id,
                switch (errno) {
                    case Errno.EINVAL ->
                        "ids are 0 to 7 and there are at most 8 vCPUs with a VGICv2, 0 to 511 and 512 with a VGICv3, whose"
                                + " redistributors must have room";
                    case Errno.EBUSY -> "the interrupt controller is initialised; create all vCPUs before that";
                    case Errno.EEXIST -> "there is a vCPU of this id already";
                    default -> null;
                });
    }

    /** {@code KVM_CREATE_DEVICE} or {@code KVM_CREATE_IRQCHIP}. */
    static GicException ofDevice(int errno, String what, String offered) {
        return of(
                errno,
                what,
                switch (errno) {
                    case Errno.ENODEV -> "this host's kernel does not offer it; it offers " + offered;
                    case Errno.EEXIST -> "the virtual machine has an interrupt controller already";
                    case Errno.EBUSY -> "a vCPU runs or has run; create the interrupt controller before that";
                    default -> null;
                });
    }

    /** {@code KVM_ARM_SET_DEVICE_ADDR}. */
    static GicException ofAddress(int errno, long id, long address) {
        return of(
                errno,
                "KVM_ARM_SET_DEVICE_ADDR of id 0x" + Long.toHexString(id) + " to 0x" + Long.toHexString(address),
                switch (errno) {
                    case Errno.ENODEV ->
                        "it sets the distributor (0) or the CPU interface (1) of a VGICv2 that exists";
                    case Errno.EEXIST -> "this address is set already";
                    case Errno.EINVAL -> "addresses are multiples of 4096";
                    case Errno.E2BIG -> "it is beyond the guest's physical addresses";
                    default -> null;
                });
    }

    /** {@code KVM_IRQ_LINE}. */
    static GicException ofLine(int errno, int irq) {
        int type = InterruptLine.type(irq);
        return of(
                errno,
                "KVM_IRQ_LINE 0x" + Integer.toHexString(irq) + " (type " + type + ", "
                        + new VcpuId(InterruptLine.vcpuId(irq)) + ", number " + InterruptLine.number(irq) + ")",
                switch (errno) {
                    case Errno.ENXIO ->
                        type == InterruptLine.TYPE_CPU
                                ? "the kernel's interrupt controller drives the inputs of vCPUs"
                                : "the virtual machine has no interrupt controller";
                    case Errno.EINVAL -> "there is no such vCPU or interrupt";
                    case Errno.EBUSY -> "the VGICv3 is not initialised; initialise it first";
                    default -> null;
                });
    }

    /** The first {@code KVM_RUN}. */
    static GicException ofFirstRun(int errno, VcpuId vcpu) {
        return of(
                errno,
                "KVM_RUN of " + vcpu,
                switch (errno) {
                    case Errno.ENXIO ->
                        "the interrupt controller lacks addresses, or a vCPU lacks a redistributor; the virtual machine is"
                                + " dead now: close it, make another and set all addresses before its first run";
                    case Errno.EINVAL ->
                        "frames of the interrupt controller overlap; the virtual machine is dead now: close it, make another"
                                + " and keep its frames apart";
                    case Errno.EBUSY ->
                        "another thread runs it; or the VGICv3 was not initialised, and the virtual machine is dead now:"
                                + " close it, make another and initialise its VGICv3 before its first run";
                    default -> null;
                });
    }

    /**
     * Any call.
     *
     * @param errno why
     * @param call the call, and what it was about
     * @param advice what to do; null where the errno alone decides
     */
    public static GicException of(int errno, String call, @Nullable String advice) {
        String words = advice == null ? general(errno) : advice;
        return new GicException(errno, words.isEmpty() ? call : call + ": " + words);
    }

    /** What an errno means whatever was called. */
    static String general(int errno) {
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

package org.gic4j.kvm.machine;

import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.Refusal;
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

    /**
     * Any call.
     *
     * @param errno why
     * @param call the call, and what it was about
     * @param advice what to do; null where the errno alone decides
     */
    public static GicException of(int errno, String call, @Nullable String advice) {
        return Refusal.of(errno, call, advice == null ? Refusal.general(errno) : advice);
    }
}

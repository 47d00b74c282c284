package org.gic4j.kvm.fault;

import java.util.List;
import java.util.Map;
import org.gic4j.api.Errno;

/** Which errnos a call may answer, as the kernel's sources and CONTRACT 11 have them. */
final class KernelErrnos {
    private static final int ENOSPC = 28;

    private static final Map<String, List<Integer>> OF_CALL = Map.ofEntries(
            Map.entry(
                    "open",
                    List.of(
                            Errno.EPERM, Errno.ENOENT, Errno.EINTR, Errno.ENXIO, Errno.ENOMEM, Errno.EACCES,
                            Errno.ENODEV, Errno.ENFILE, Errno.EMFILE)),
            Map.entry("close", List.of(Errno.EINTR, Errno.EIO, ENOSPC)),
            Map.entry(
                    "mmap",
                    List.of(Errno.EPERM, Errno.EAGAIN, Errno.ENOMEM, Errno.EACCES, Errno.ENODEV, Errno.EINVAL)),
            Map.entry("munmap", List.of(Errno.EINVAL, Errno.ENOMEM)),
            Map.entry("KVM_GET_API_VERSION", List.of(Errno.EINVAL, Errno.ENOTTY)),
            Map.entry("KVM_CREATE_VM", List.of(Errno.EINTR, Errno.ENOMEM, Errno.EINVAL, Errno.ENFILE, Errno.EMFILE)),
            Map.entry("KVM_CHECK_EXTENSION", List.of(Errno.EIO, Errno.EINVAL)),
            Map.entry(
                    "KVM_CREATE_VCPU",
                    List.of(
                            Errno.EINTR, Errno.EIO, Errno.ENOMEM, Errno.EBUSY, Errno.EEXIST, Errno.EINVAL, Errno.ENFILE,
                            Errno.EMFILE)),
            Map.entry("KVM_SET_USER_MEMORY_REGION", List.of(Errno.EIO, Errno.ENOMEM, Errno.EEXIST, Errno.EINVAL)),
            Map.entry("KVM_CREATE_IRQCHIP", List.of(Errno.EIO, Errno.EBUSY, Errno.EEXIST, Errno.ENODEV)),
            Map.entry("KVM_IRQ_LINE", List.of(Errno.EIO, Errno.ENXIO, Errno.EFAULT, Errno.EBUSY, Errno.EINVAL)),
            Map.entry(
                    "KVM_RUN",
                    List.of(
                            Errno.EPERM, Errno.EINTR, Errno.EIO, Errno.ENXIO, Errno.ENOEXEC, Errno.ENOMEM, Errno.EFAULT,
                            Errno.EBUSY, Errno.EINVAL)),
            Map.entry("KVM_SIGNAL_MSI", List.of(Errno.EIO, Errno.EFAULT, Errno.EBUSY, Errno.ENODEV, Errno.EINVAL)),
            Map.entry(
                    "KVM_GET_ONE_REG",
                    List.of(Errno.EPERM, Errno.EINTR, Errno.EIO, Errno.ENOENT, Errno.EFAULT, Errno.EINVAL)),
            Map.entry(
                    "KVM_SET_ONE_REG",
                    List.of(
                            Errno.EPERM, Errno.ENOENT, Errno.EINTR, Errno.EIO, Errno.ENOEXEC, Errno.EFAULT, Errno.EBUSY,
                            Errno.EINVAL)),
            Map.entry(
                    "KVM_ARM_SET_DEVICE_ADDR",
                    List.of(Errno.EIO, Errno.E2BIG, Errno.EFAULT, Errno.EEXIST, Errno.ENODEV, Errno.EINVAL)),
            Map.entry("KVM_ARM_PREFERRED_TARGET", List.of(Errno.EIO, Errno.EFAULT, Errno.ENODEV)),
            Map.entry(
                    "KVM_ARM_VCPU_INIT",
                    List.of(Errno.ENOENT, Errno.EIO, Errno.ENOMEM, Errno.EFAULT, Errno.EBUSY, Errno.EINVAL)),
            Map.entry(
                    "KVM_CREATE_DEVICE",
                    List.of(
                            Errno.EINTR, Errno.EIO, Errno.ENOMEM, Errno.EFAULT, Errno.EBUSY, Errno.EEXIST, Errno.ENODEV,
                            Errno.EINVAL, Errno.ENFILE, Errno.EMFILE)),
            Map.entry(
                    "KVM_SET_DEVICE_ATTR",
                    List.of(
                            Errno.EPERM, Errno.ENOENT, Errno.EIO, Errno.ENXIO, Errno.E2BIG, Errno.ENOMEM, Errno.EFAULT,
                            Errno.EBUSY, Errno.EEXIST, Errno.ENODEV, Errno.EINVAL)),
            Map.entry(
                    "KVM_GET_DEVICE_ATTR",
                    List.of(
                            Errno.EPERM, Errno.ENOENT, Errno.EIO, Errno.ENXIO, Errno.EFAULT, Errno.EBUSY, Errno.ENODEV,
                            Errno.EINVAL)),
            Map.entry("KVM_HAS_DEVICE_ATTR", List.of(Errno.EPERM, Errno.EIO, Errno.ENXIO, Errno.EFAULT, Errno.EINVAL)));

    private KernelErrnos() {}

    /** The errnos of a call, by its name. */
    static List<Integer> of(String call) {
        List<Integer> errnos = OF_CALL.get(call);
        if (errnos == null) {
            throw new IllegalArgumentException("which errnos does " + call + " answer?");
        }
        return errnos;
    }
}

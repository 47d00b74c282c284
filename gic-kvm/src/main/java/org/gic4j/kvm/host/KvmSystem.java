package org.gic4j.kvm.host;

import org.gic4j.api.Capability;
import org.gic4j.api.Errno;
import org.gic4j.kvm.call.Descriptor;
import org.gic4j.kvm.call.KernelCalls;
import org.gic4j.kvm.call.KvmRequest;

/** {@code /dev/kvm}, opened. */
public final class KvmSystem implements AutoCloseable {
    private final Descriptor kvm;

    private KvmSystem(Descriptor kvm) {
        this.kvm = kvm;
    }

    /**
     * Opens it and checks the API version.
     *
     * @param kernel what to call
     * @param platform what this runs on: where it cannot be, nothing is called
     * @return to be closed
     * @throws KvmUnavailableException when it cannot be used, with the reason and what to do
     */
    public static KvmSystem open(KernelCalls kernel, Platform platform) throws KvmUnavailableException {
        int opened = platform.firstCall(
                () -> kernel.open(KvmRequest.DEVICE_FILE, KernelCalls.O_RDWR | KernelCalls.O_CLOEXEC));
        if (opened < 0) {
            throw new KvmUnavailableException(whyNotOpened(-opened));
        }
        KvmSystem system = new KvmSystem(Descriptor.owned(kernel, opened));
        int version = system.kvm.ioctl(KvmRequest.GET_API_VERSION, 0);
        if (version == KvmRequest.API_VERSION) {
            return system;
        }
        system.close();
        throw new KvmUnavailableException(
                version < 0
                        ? KvmRequest.DEVICE_FILE + " does not answer as KVM does (" + Errno.name(-version)
                                + " for KVM_GET_API_VERSION)"
                        : KvmRequest.DEVICE_FILE + " speaks version " + version + " of KVM's interface, not "
                                + KvmRequest.API_VERSION + ": use a current Linux kernel");
    }

    /**
     * {@code KVM_CREATE_VM}.
     *
     * @param type the machine type
     * @return a descriptor, or a negated errno
     */
    public int createVirtualMachine(long type) {
        int result;
        do {
            // The kernel gives up with EINTR when the JVM's own signals arrive meanwhile.
            result = kvm.ioctl(KvmRequest.CREATE_VM, type);
        } while (result == -Errno.EINTR);
        return result;
    }

    /**
     * {@code KVM_CHECK_EXTENSION}.
     *
     * @param capability what to ask for
     * @return its value, 0 for one that this host does not know
     * @throws KvmUnavailableException when it does not answer
     */
    public int checkExtension(Capability capability) throws KvmUnavailableException {
        int value = kvm.ioctl(KvmRequest.CHECK_EXTENSION, capability.number());
        if (value < 0) {
            throw new KvmUnavailableException(KvmRequest.DEVICE_FILE + " does not answer as KVM does ("
                    + Errno.name(-value) + " for KVM_CHECK_EXTENSION of " + capability + ")");
        }
        return value;
    }

    @Override
    public void close() {
        kvm.close();
    }

    private static String whyNotOpened(int errno) {
        String file = KvmRequest.DEVICE_FILE;
        String name = Errno.name(errno);
        return switch (errno) {
            case Errno.ENOENT ->
                "there is no " + file + " (" + name + "): load the kernel's kvm module (on arm64 KVM needs a kernel"
                        + " started at EL2); in a container or virtual machine, have its host pass " + file + " in";
            case Errno.EACCES, Errno.EPERM ->
                "no permission to open " + file + " (" + name + "): add this user to the group kvm and log in again";
            case Errno.ENODEV, Errno.ENXIO ->
                file + " has no KVM behind it (" + name + "): load the kernel's kvm module, and see that"
                        + " virtualization is enabled in the firmware";
            case Errno.EMFILE ->
                file + " cannot be opened (" + name + "): this process has too many open files; raise its limit"
                        + " (ulimit -n)";
            default -> file + " cannot be opened (" + name + ")";
        };
    }
}

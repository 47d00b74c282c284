package org.gic4j.kvm.host;

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
        if (!platform.isLinux()) {
            throw new KvmUnavailableException("KVM is a part of Linux, and this is " + platform.system());
        }
        if (!platform.hasKnownAbi()) {
            throw new KvmUnavailableException(
                    "gic-kvm knows KVM on 64-bit Arm and x86 machines, and this is " + platform.architecture());
        }
        int opened;
        try {
            opened = kernel.open(KvmRequest.DEVICE_FILE, KernelCalls.O_RDWR | KernelCalls.O_CLOEXEC);
        } catch (LinkageError | IllegalCallerException refused) {
            throw new KvmUnavailableException("native calls are refused (" + rootOf(refused)
                    + "): start Java with --enable-native-access=org.gic4j.kvm, or with ALL-UNNAMED on the class path");
        }
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
                                + " for its version)"
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
     * @param capability a capability number
     * @return its value, or a negated errno
     */
    public int checkExtension(int capability) {
        return kvm.ioctl(KvmRequest.CHECK_EXTENSION, capability);
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
            default -> file + " cannot be opened (" + name + ")";
        };
    }

    private static String rootOf(Throwable thrown) {
        Throwable root = thrown;
        for (Throwable cause = root.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return String.valueOf(root.getMessage());
    }
}

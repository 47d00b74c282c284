package org.gic4j.kvm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.gic4j.api.Capability;
import org.gic4j.api.Errno;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.DeviceType;

/**
 * The look at a machine: opens {@code /dev/kvm}, checks the API version, creates a virtual machine and asks it, without
 * creating anything in it, which interrupt controllers it could have. What was opened is closed before it returns.
 */
final class KvmProbe {
    private final KernelCalls kernel;
    private final Platform platform;

    KvmProbe(KernelCalls kernel, Platform platform) {
        this.kernel = kernel;
        this.platform = platform;
    }

    /** Looks. Whatever the machine is like, this returns. */
    KvmHost look() {
        if (!platform.isLinux()) {
            return KvmHost.without("KVM is a part of Linux, and this is " + platform.system());
        }
        if (!platform.hasKnownAbi()) {
            return KvmHost.without(
                    "gic-kvm knows KVM on 64-bit Arm and x86 machines, and this is " + platform.architecture());
        }
        try {
            int opened = kernel.open(KvmAbi.DEVICE_FILE, KernelCalls.O_RDWR | KernelCalls.O_CLOEXEC);
            if (opened < 0) {
                return KvmHost.without(whyNotOpened(-opened));
            }
            try (Descriptor kvm = new Descriptor(kernel, opened)) {
                return lookInto(kvm);
            }
        } catch (LinkageError | IllegalCallerException refused) {
            return KvmHost.without("native calls are refused (" + rootOf(refused)
                    + "): start Java with --enable-native-access=org.gic4j.kvm, or with ALL-UNNAMED on the class path");
        }
    }

    private KvmHost lookInto(Descriptor kvm) {
        int version = kvm.ioctl(KvmAbi.GET_API_VERSION, 0);
        if (version < 0) {
            return KvmHost.without(
                    KvmAbi.DEVICE_FILE + " does not answer as KVM does (" + Errno.name(-version) + " for its version)");
        }
        if (version != KvmAbi.API_VERSION) {
            return KvmHost.without(KvmAbi.DEVICE_FILE + " speaks version " + version + " of KVM's interface, not "
                    + KvmAbi.API_VERSION + ": use a current Linux kernel");
        }
        int created = createVirtualMachine(kvm);
        if (created < 0) {
            return KvmHost.without("KVM created no virtual machine (KVM_CREATE_VM: " + Errno.name(-created) + ")");
        }
        try (Descriptor vm = new Descriptor(kernel, created)) {
            return askForDevices(vm);
        }
    }

    private static int createVirtualMachine(Descriptor kvm) {
        // A host with fewer than 40 bits refuses type 0. Other architectures answer 0 bits.
        int bits = kvm.ioctl(KvmAbi.CHECK_EXTENSION, Capability.ARM_VM_IPA_SIZE.number());
        int type = bits > 0 && bits < KvmAbi.DEFAULT_ADDRESS_BITS ? bits : 0;
        int result;
        do {
            // The kernel gives up with EINTR when the JVM's own signals arrive meanwhile.
            result = kvm.ioctl(KvmAbi.CREATE_VM, type);
        } while (result == -Errno.EINTR);
        return result;
    }

    private KvmHost askForDevices(Descriptor vm) {
        Set<DeviceType> offers = EnumSet.noneOf(DeviceType.class);
        List<String> refusals = new ArrayList<>();
        for (DeviceType type : List.of(DeviceType.VGIC_V2, DeviceType.VGIC_V3)) {
            int errno = testCreation(vm, type);
            if (errno == Errno.OK) {
                offers.add(type);
            } else {
                refusals.add(display(type) + ": " + Errno.name(errno));
            }
        }
        if (!offers.isEmpty()) {
            return new KvmHost(offers, "this host's KVM offers " + display(offers));
        }
        return KvmHost.without(
                platform.isArm64()
                        ? "this host's KVM offers no VGIC (" + String.join(", ", refusals)
                                + "): its interrupt controller has no virtualization that KVM can use"
                        : "this host's KVM offers no VGIC: it is not an arm64 machine");
    }

    private int testCreation(Descriptor vm, DeviceType type) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(KvmAbi.CreateDevice.SIZE, Integer.BYTES);
            request.set(ValueLayout.JAVA_INT, KvmAbi.CreateDevice.TYPE, type.number());
            request.set(ValueLayout.JAVA_INT, KvmAbi.CreateDevice.FLAGS, VirtualMachine.CREATE_DEVICE_TEST);
            return -Math.min(kernel.ioctl(vm.number(), KvmAbi.CREATE_DEVICE, request), 0);
        }
    }

    private static String whyNotOpened(int errno) {
        String file = KvmAbi.DEVICE_FILE;
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

    private static String display(Set<DeviceType> types) {
        return types.stream().map(KvmProbe::display).collect(Collectors.joining(" and "));
    }

    private static String display(DeviceType type) {
        return type == DeviceType.VGIC_V2 ? "VGICv2" : "VGICv3";
    }

    private static String rootOf(Throwable thrown) {
        Throwable root = thrown;
        for (Throwable cause = root.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return String.valueOf(root.getMessage());
    }
}

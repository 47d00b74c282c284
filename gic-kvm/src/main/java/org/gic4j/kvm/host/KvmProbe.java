package org.gic4j.kvm.host;

import org.gic4j.api.Capability;
import org.gic4j.api.Errno;
import org.gic4j.api.Refusal;
import org.gic4j.kvm.call.Descriptor;
import org.gic4j.kvm.call.KernelCalls;
import org.gic4j.kvm.call.KvmRequest;

/**
 * The look at a machine: opens {@code /dev/kvm}, creates a virtual machine and asks it, without creating anything in it,
 * which interrupt controllers it could have. What was opened is closed before it returns.
 */
public final class KvmProbe {
    private final KernelCalls kernel;
    private final Platform platform;

    /**
     * Looks at nothing yet.
     *
     * @param kernel what to call
     * @param platform what this runs on
     */
    public KvmProbe(KernelCalls kernel, Platform platform) {
        this.kernel = kernel;
        this.platform = platform;
    }

    /** Looks. Whatever the machine is like, this returns. */
    public KvmHost look() {
        try (KvmSystem system = KvmSystem.open(kernel, platform)) {
            return lookInto(system);
        } catch (KvmUnavailableException unavailable) {
            return KvmHost.without(unavailable.reason());
        }
    }

    private KvmHost lookInto(KvmSystem system) throws KvmUnavailableException {
        // A host with fewer than 40 bits refuses type 0. Hosts that are not arm64 answer 0 bits.
        int bits = system.checkExtension(Capability.ARM_VM_IPA_SIZE);
        int cpus = system.checkExtension(Capability.NR_VCPUS);
        int created = system.createVirtualMachine(bits < KvmRequest.DEFAULT_ADDRESS_BITS ? bits : 0);
        if (created < 0) {
            return KvmHost.without("KVM created no virtual machine (KVM_CREATE_VM: " + Errno.name(-created) + "): "
                    + (created == -Errno.EMFILE || created == -Errno.ENOMEM
                            ? Refusal.general(-created)
                            : "backend 'emulated' needs none"));
        }
        OfferedDevices offers;
        try (Descriptor vm = Descriptor.owned(kernel, created)) {
            offers = OfferedDevices.of(vm);
        }
        if (offers.types().isEmpty()) {
            return KvmHost.without(whyNone(offers));
        }
        return new KvmHost(
                offers,
                bits == 0 ? KvmRequest.DEFAULT_ADDRESS_BITS : bits,
                cpus,
                "this host's KVM offers " + offers.display());
    }

    private String whyNone(OfferedDevices offers) {
        return platform.isArm64()
                ? "this host's KVM offers no VGIC (KVM_CREATE_DEVICE answers " + offers.displayRefusals()
                        + "): its interrupt controller has no virtualization that KVM can use; backend 'emulated' needs none"
                : "this host's KVM offers no VGIC: it is not an arm64 machine; use backend 'emulated', or a guest of QEMU that is one";
    }
}

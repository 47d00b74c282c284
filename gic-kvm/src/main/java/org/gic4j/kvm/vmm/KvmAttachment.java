package org.gic4j.kvm.vmm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gic4j.api.Capability;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.GicProfile;
import org.gic4j.api.HostKind;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.DeviceType;
import org.gic4j.kvm.call.Arguments;
import org.gic4j.kvm.call.Descriptor;
import org.gic4j.kvm.call.KernelCalls;
import org.gic4j.kvm.call.KvmRequest;
import org.gic4j.kvm.call.KvmStructs;
import org.gic4j.kvm.call.LinuxCalls;
import org.gic4j.kvm.host.KvmUnavailableException;
import org.gic4j.kvm.host.OfferedDevices;
import org.gic4j.kvm.host.Platform;
import org.gic4j.kvm.machine.KvmMachine;
import org.gic4j.kvm.machine.Refusals;

/**
 * Hands a virtual machine over that a VMM has made itself, so that its interrupt controller can be saved, restored and
 * looked at:
 *
 * <pre>{@code
 * try (VirtualMachine vm = KvmAttachment.to(vmFd).vcpu(0, vcpuFd).device(DeviceType.VGIC_V2, gicFd).attach()) {
 *     Snapshot snapshot = Snapshots.save(vm);
 * }
 * }</pre>
 *
 * <p>The descriptors stay the VMM's: closing the result closes none of them, and they must stay open until then. What is
 * created through the result is closed with it. The VMM runs its vCPUs itself, and stops them all for a save: while one
 * is inside {@code KVM_RUN}, registers answer EBUSY. Guest memory is the VMM's too: {@code memory().map} tells where it
 * is in this process, and leaves the kernel's memory slots alone.
 */
public final class KvmAttachment {
    private final KernelCalls kernel;
    private final Platform platform;
    private final int vm;
    private final Map<Integer, Integer> vcpus = new LinkedHashMap<>();
    private final List<Handed> devices = new ArrayList<>();
    private long machineType;

    private record Handed(DeviceType type, int descriptor) {}

    KvmAttachment(KernelCalls kernel, Platform platform, int vm) {
        this.kernel = kernel;
        this.platform = platform;
        this.vm = vm;
    }

    /**
     * Begins with the virtual machine. Nothing is called before {@link #attach}.
     *
     * @param vmDescriptor what {@code KVM_CREATE_VM} gave
     */
    public static KvmAttachment to(int vmDescriptor) {
        return new KvmAttachment(new LinuxCalls(), Platform.current(), vmDescriptor);
    }

    /**
     * The argument that {@code KVM_CREATE_VM} was given, where that was not 0: the kernel does not tell.
     *
     * @param type bits 7 to 0 are the size of guest physical addresses in bits, 0 for 40
     */
    public KvmAttachment machineType(long type) {
        machineType = type;
        return this;
    }

    /**
     * Hands a vCPU over. All are to be, in creation order: their indexes count.
     *
     * @param id the id that {@code KVM_CREATE_VCPU} was given
     * @param descriptor what it gave
     * @throws GicException EEXIST for an id that was handed over already
     */
    public KvmAttachment vcpu(int id, int descriptor) {
        if (vcpus.putIfAbsent(id, descriptor) != null) {
            throw new GicException(Errno.EEXIST, "the vCPU of id " + id + " is handed over twice");
        }
        return this;
    }

    /**
     * Hands a device over.
     *
     * @param type what it is
     * @param descriptor what {@code KVM_CREATE_DEVICE} gave
     */
    public KvmAttachment device(DeviceType type, int descriptor) {
        devices.add(new Handed(type, descriptor));
        return this;
    }

    /**
     * Checks that the descriptors are what they are said to be, and takes them over.
     *
     * @return the virtual machine, to be closed by the caller
     * @throws GicException EBADF for a descriptor that is not open; EINVAL for one that is something else; ENODEV where
     *     KVM cannot be called, or offers no VGIC; EIO for a virtual machine that died
     */
    public VirtualMachine attach() {
        Descriptor machine = Descriptor.borrowed(kernel, vm);
        int addressLimit = addressLimit(machine);
        OfferedDevices offers = OfferedDevices.of(machine);
        if (offers.types().isEmpty()) {
            throw new GicException(Errno.ENODEV, "descriptor " + vm + ": this host's KVM offers no VGIC");
        }
        vcpus.forEach(this::checkVcpu);
        devices.forEach(this::check);
        KvmMachine attached = KvmMachine.attached(machine, configuration(machine, addressLimit, offers), offers);
        vcpus.forEach((id, descriptor) -> attached.add(id, Descriptor.borrowed(kernel, descriptor)));
        devices.forEach(device -> attached.add(device.type(), Descriptor.borrowed(kernel, device.descriptor())));
        return attached;
    }

    private int addressLimit(Descriptor machine) {
        int bits;
        try {
            bits = platform.firstCall(
                    () -> machine.ioctl(KvmRequest.CHECK_EXTENSION, Capability.ARM_VM_IPA_SIZE.number()));
        } catch (KvmUnavailableException unavailable) {
            throw new GicException(Errno.ENODEV, "KVM cannot be called: " + unavailable.reason());
        }
        if (bits < 0) {
            throw refused(-bits, vm, "virtual machine");
        }
        return bits == 0 ? KvmRequest.DEFAULT_ADDRESS_BITS : bits;
    }

    private VirtualMachineConfiguration configuration(Descriptor machine, int addressLimit, OfferedDevices offers) {
        boolean gicv2 = devices.isEmpty()
                ? !offers.serves(HostKind.GICV3)
                : HostKind.GICV2.offers(devices.getFirst().type());
        int cpus = machine.ioctl(KvmRequest.CHECK_EXTENSION, Capability.NR_VCPUS.number());
        return new VirtualMachineConfiguration(
                gicv2 ? HostKind.GICV2 : HostKind.GICV3, machineType, addressLimit, Math.max(cpus, 1), GicProfile.KVM);
    }

    /** Of KVM's files only vCPUs can be mapped. Requests that vCPUs know would wait for a run to end. */
    private void checkVcpu(int id, int descriptor) {
        Descriptor vcpu = Descriptor.borrowed(kernel, descriptor);
        int answer = vcpu.ioctl(KvmRequest.FOREIGN, 0);
        if (answer != -Errno.EINVAL) {
            throw refused(answer < 0 ? -answer : Errno.ENOTTY, descriptor, "vCPU");
        }
        long address = vcpu.map(KvmStructs.Run.SIZE);
        if (address < 0) {
            throw refused((int) -address, descriptor, "vCPU");
        }
        kernel.munmap(address, KvmStructs.Run.SIZE);
    }

    private void check(Handed device) {
        long address =
                switch (device.type()) {
                    case VGIC_V2 -> AttributeGroup.ADDRESS_V2_DISTRIBUTOR;
                    case VGIC_V3 -> AttributeGroup.ADDRESS_V3_DISTRIBUTOR;
                    case ITS -> AttributeGroup.ADDRESS_ITS;
                };
        int result = Descriptor.borrowed(kernel, device.descriptor())
                .ioctl(
                        KvmRequest.HAS_DEVICE_ATTR,
                        Arguments.ofThisThread().deviceAttribute(AttributeGroup.ADDRESS, address));
        if (result < 0) {
            throw refused(-result, device.descriptor(), OfferedDevices.display(device.type()));
        }
    }

    private static GicException refused(int errno, int descriptor, String what) {
        return switch (errno) {
            case Errno.EBADF, Errno.EIO ->
                Refusals.of(
                        errno, "descriptor " + descriptor + ", " + what, errno == Errno.EBADF ? "it is not open" : null);
            default ->
                new GicException(
                        Errno.EINVAL, "descriptor " + descriptor + " is no " + what + " of KVM (" + Errno.name(errno) + ")");
        };
    }
}

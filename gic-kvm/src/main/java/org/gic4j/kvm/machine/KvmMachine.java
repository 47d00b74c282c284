package org.gic4j.kvm.machine;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.gic4j.api.Capability;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.Quiescence;
import org.gic4j.api.Refusal;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.kvm.call.Arguments;
import org.gic4j.kvm.call.Descriptor;
import org.gic4j.kvm.call.KvmRequest;
import org.gic4j.kvm.host.OfferedDevices;
import org.jspecify.annotations.Nullable;

/** A virtual machine of KVM. The kernel keeps its state and checks what is asked of it; this keeps the descriptors. */
public final class KvmMachine implements VirtualMachine {
    private final Descriptor vm;
    private final VirtualMachineConfiguration configuration;
    private final OfferedDevices offers;
    private final GuestMemory memory;
    private final boolean attached;
    /** Guards what exists in the virtual machine; held by who quiesces it. */
    private final ReentrantLock lifecycle = new ReentrantLock();
    private final StandstillGate gate = new StandstillGate(lifecycle);
    private final List<Vcpu> vcpus = new CopyOnWriteArrayList<>();
    private final List<Device> devices = new CopyOnWriteArrayList<>();
    /** Of devices that are no interrupt controllers. */
    private final List<Descriptor> others = new CopyOnWriteArrayList<>();

    private KvmMachine(
            Descriptor vm,
            VirtualMachineConfiguration configuration,
            OfferedDevices offers,
            GuestMemory memory,
            boolean attached) {
        this.vm = vm;
        this.configuration = configuration;
        this.offers = offers;
        this.memory = memory;
        this.attached = attached;
    }

    /**
     * A virtual machine that was just created.
     *
     * @param vm its descriptor, which is closed with it
     * @param configuration what it was made with
     * @param offers the devices that it could have
     */
    public static KvmMachine created(
            Descriptor vm, VirtualMachineConfiguration configuration, OfferedDevices offers) {
        return new KvmMachine(vm, configuration, offers, new SlotMemory(vm, configuration.addressBits()), false);
    }

    /**
     * A virtual machine whose owner has given it its memory: mapping here tells this process where it is, not the kernel.
     *
     * @param vm its descriptor, which stays the owner's
     * @param configuration what it was made with
     * @param offers the devices that it could have
     */
    public static KvmMachine attached(
            Descriptor vm, VirtualMachineConfiguration configuration, OfferedDevices offers) {
        return new KvmMachine(vm, configuration, offers, new OwnersMemory(vm, configuration.addressBits()), true);
    }

    /**
     * Takes a vCPU over.
     *
     * @param id the id that it was created with
     * @param descriptor its descriptor
     * @return its handle
     */
    public Vcpu add(int id, Descriptor descriptor) {
        Vcpu vcpu = new KernelVcpu(new VcpuId(id), new VcpuIndex(vcpus.size()), vm, descriptor, gate);
        vcpus.add(vcpu);
        return vcpu;
    }

    /**
     * Takes a device over.
     *
     * @param type what it is
     * @param descriptor its descriptor
     * @return its handle
     */
    public Device add(DeviceType type, Descriptor descriptor) {
        Device device = type == DeviceType.ITS
                ? new KernelIts(descriptor, new TableSafety(memory, this::hasVcpu, attached, gate::runs), gate)
                : new KernelDevice(type, descriptor);
        devices.add(device);
        return device;
    }

    private boolean hasVcpu(int id) {
        return vcpus.stream().anyMatch(vcpu -> vcpu.id().value() == id);
    }

    /** {@inheritDoc} The limit of addresses and the number of CPUs are the host's. */
    @Override
    public VirtualMachineConfiguration configuration() {
        return configuration;
    }

    @Override
    public Vcpu createVcpu(int id) {
        lifecycle.lock();
        try {
            int created = vm.ioctl(KvmRequest.CREATE_VCPU, id);
            if (created < 0) {
                throw Refusals.ofVcpu(-created, id);
            }
            Vcpu vcpu = add(id, Descriptor.owned(vm.kernel(), created));
            closeIfLate(vcpu);
            return vcpu;
        } finally {
            lifecycle.unlock();
        }
    }

    @Override
    public List<Vcpu> vcpus() {
        return List.copyOf(vcpus);
    }

    @Override
    public @Nullable Device createDevice(int type, int flags) {
        lifecycle.lock();
        try {
            Optional<DeviceType> known = DeviceType.ofNumber(type);
            Arguments arguments = Arguments.ofThisThread();
            int result = vm.ioctl(KvmRequest.CREATE_DEVICE, arguments.createDevice(type, flags));
            if (result < 0) {
                throw Refusals.ofDevice(
                        -result,
                        "KVM_CREATE_DEVICE of "
                                + known.map(OfferedDevices::display).orElse("type " + Integer.toUnsignedString(type)),
                        offers.display());
            }
            if ((flags & CREATE_DEVICE_TEST) != 0) {
                return null;
            }
            Descriptor descriptor = Descriptor.owned(vm.kernel(), arguments.createdDescriptor());
            if (known.isEmpty()) {
                others.add(descriptor);
                closeIfLate(descriptor);
                return null;
            }
            Device device = add(known.get(), descriptor);
            closeIfLate(device);
            return device;
        } finally {
            lifecycle.unlock();
        }
    }

    /** What appears while another thread closes the virtual machine must not stay open. */
    private void closeIfLate(AutoCloseable child) {
        if (vm.isClosed()) {
            Closing.all(List.of(child));
        }
    }

    @Override
    public List<Device> devices() {
        return List.copyOf(devices);
    }

    @Override
    public void createIrqchip() {
        int result = vm.ioctl(KvmRequest.CREATE_IRQCHIP, 0);
        if (result < 0) {
            throw Refusals.ofDevice(-result, "KVM_CREATE_IRQCHIP, which makes a VGICv2", offers.display());
        }
    }

    @Override
    public void setDeviceAddress(long id, long address) {
        int result = vm.ioctl(
                KvmRequest.ARM_SET_DEVICE_ADDR, Arguments.ofThisThread().deviceAddress(id, address));
        if (result < 0) {
            throw Refusal.ofAddress("KVM_ARM_SET_DEVICE_ADDR", -result, id, address);
        }
    }

    @Override
    public int tryInterruptLine(int irq, int level) {
        gate.enter();
        try {
            return -Math.min(
                    vm.ioctl(KvmRequest.IRQ_LINE, Arguments.ofThisThread().interruptLevel(irq, level)), 0);
        } finally {
            gate.leave();
        }
    }

    @Override
    public void setInterruptLine(int irq, boolean high) {
        int errno = tryInterruptLine(irq, high ? 1 : 0);
        if (errno != Errno.OK) {
            throw Refusal.ofLine("KVM_IRQ_LINE", errno, irq);
        }
    }

    @Override
    public int trySignalMsi(long address, int data, int flags, int deviceId) {
        gate.enter();
        try {
            return Math.min(
                    vm.ioctl(
                            KvmRequest.SIGNAL_MSI,
                            Arguments.ofThisThread().message(address, data, flags, deviceId)),
                    1);
        } finally {
            gate.leave();
        }
    }

    @Override
    public int checkExtension(int capability) {
        int value = vm.ioctl(KvmRequest.CHECK_EXTENSION, capability);
        if (value < 0) {
            throw Refusals.of(-value, "KVM_CHECK_EXTENSION of capability " + capability, null);
        }
        return value;
    }

    @Override
    public GuestMemory memory() {
        return memory;
    }

    /**
     * {@inheritDoc} Creation, lines, messages and runs through this object wait. A run under way is refused; what else has
     * the descriptors, as the owner of an attached virtual machine, is refused by the kernel at the first attribute.
     */
    @Override
    public Quiescence quiesce() {
        int alive = vm.ioctl(KvmRequest.CHECK_EXTENSION, Capability.IRQCHIP.number());
        if (alive < 0) {
            throw Refusals.of(-alive, "KVM_CHECK_EXTENSION, to quiesce", null);
        }
        if (!gate.tryHold()) {
            throw new GicException(Errno.EBUSY, "quiesce: a vCPU is inside KVM_RUN; stop all vCPUs first");
        }
        return gate.standstill();
    }

    /** {@inheritDoc} There are none: the kernel serves the guest itself. */
    @Override
    public <T> Optional<T> facet(Class<T> type) {
        return Optional.empty();
    }

    @Override
    public void close() {
        // First the virtual machine is marked, so that what another thread creates meanwhile closes itself.
        try {
            vm.close();
        } finally {
            Closing.all(devices, others, vcpus);
        }
    }
}

package org.gic4j.emulated.machine;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.HostKind;
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
import org.gic4j.api.registers.Frame;
import org.gic4j.emulated.controller.InterruptController;
import org.gic4j.emulated.wiring.MachineScope;
import org.gic4j.emulated.wiring.VcpuComponent;
import org.jspecify.annotations.Nullable;

/** A virtual machine of the emulated backend. The rules of its life are CONTRACT 2. */
@MachineScope
public final class EmulatedMachine implements VirtualMachine {
    private static final String LEGACY_ADDRESS = "the legacy address call";

    private static final int MAXIMUM_GICV2_ID = 8;
    /** Device type of VFIO, which every kernel offers. */
    private static final int VFIO = 4;

    private final VirtualMachineConfiguration configuration;
    private final Gate gate;
    private final LifecycleLock lifecycle;
    private final VcpuTable vcpus;
    private final Vgic<?> vgic;
    private final InterruptLines lines;
    private final TranslationServices translation;
    private final Capabilities capabilities;
    private final GuestSide guest;
    private final GuestMemory memory;
    private final VcpuComponent.Factory vcpuGraphs;
    private final List<Device> devices = new CopyOnWriteArrayList<>();

    /** Made by the graph. */
    @Inject
    public EmulatedMachine(
            VirtualMachineConfiguration configuration,
            Gate gate,
            LifecycleLock lifecycle,
            VcpuTable vcpus,
            Vgic<?> vgic,
            InterruptLines lines,
            TranslationServices translation,
            Capabilities capabilities,
            GuestSide guest,
            GuestMemory memory,
            VcpuComponent.Factory vcpuGraphs) {
        this.configuration = configuration;
        this.gate = gate;
        this.lifecycle = lifecycle;
        this.vcpus = vcpus;
        this.vgic = vgic;
        this.lines = lines;
        this.translation = translation;
        this.capabilities = capabilities;
        this.guest = guest;
        this.memory = memory;
        this.vcpuGraphs = vcpuGraphs;
    }

    @Override
    public VirtualMachineConfiguration configuration() {
        return configuration;
    }

    @Override
    public Vcpu createVcpu(int id) {
        lifecycle.lock();
        try {
            gate.check();
            if (id < 0 || id >= VcpuTable.MAXIMUM_ID) {
                throw new GicException(Errno.EINVAL, "a vCPU id is 0 to 511, not " + id);
            }
            if (vcpus.size() >= configuration.host().maximumVcpus()) {
                throw new GicException(
                        Errno.EINVAL,
                        "a virtual machine has at most " + configuration.host().maximumVcpus() + " vCPUs on this host");
            }
            if (vgic.initialized() != null) {
                throw new GicException(
                        Errno.EBUSY, "the interrupt controller is initialised; create all vCPUs before that");
            }
            if (configuration.host() == HostKind.GICV2 && id >= MAXIMUM_GICV2_ID) {
                throw new GicException(Errno.EINVAL, "a vCPU id is 0 to 7 on a GICv2 host, not " + id);
            }
            if (vgic.reserve() != Errno.OK) {
                throw new GicException(
                        Errno.EINVAL,
                        "the redistributor regions overlap the distributor or pass the end of guest memory: vCPU " + id
                                + " cannot have its redistributor there");
            }
            if (vcpus.withId(id) != null) {
                throw new GicException(Errno.EEXIST, "there is a vCPU of id " + id + " already");
            }
            EmulatedVcpu vcpu = vcpuGraphs
                    .create(new VcpuId(id), new VcpuIndex(vcpus.size()))
                    .vcpu();
            vcpus.add(vcpu);
            vgic.adopt(vcpu);
            return vcpu;
        } finally {
            lifecycle.unlock();
        }
    }

    @Override
    public List<Vcpu> vcpus() {
        return List.of(vcpus.all());
    }

    @Override
    public @Nullable Device createDevice(int type, int flags) {
        lifecycle.lock();
        try {
            gate.check();
            Optional<DeviceType> wanted = DeviceType.ofNumber(type);
            if (!(wanted.isPresent() ? configuration.host().offers(wanted.get()) : type == VFIO)) {
                throw new GicException(
                        Errno.ENODEV,
                        "a " + configuration.host() + " host offers no device of type "
                                + wanted.map(DeviceType::name).orElse(Integer.toString(type)));
            }
            if ((flags & CREATE_DEVICE_TEST) != 0 || wanted.isEmpty()) {
                return null;
            }
            Device device;
            if (wanted.get() == DeviceType.ITS) {
                device = translation.create();
            } else {
                createVgic();
                device = vgic.open(gate);
            }
            devices.add(device);
            return device;
        } finally {
            lifecycle.unlock();
        }
    }

    @Override
    public List<Device> devices() {
        return List.copyOf(devices);
    }

    @Override
    public void createIrqchip() {
        lifecycle.lock();
        try {
            gate.check();
            if (configuration.host() != HostKind.GICV2) {
                throw new GicException(Errno.ENODEV, "the legacy call makes a VGICv2, which this host does not offer");
            }
            createVgic();
        } finally {
            lifecycle.unlock();
        }
    }

    private void createVgic() {
        if (vcpus.isAnyRunning()) {
            throw new GicException(Errno.EBUSY, "a vCPU runs; create the interrupt controller before any vCPU has run");
        }
        if (vgic.exists()) {
            throw new GicException(Errno.EEXIST, "the virtual machine has an interrupt controller already");
        }
        if (vcpus.hasAnyRun()) {
            throw new GicException(
                    Errno.EBUSY, "a vCPU has run; create the interrupt controller before any vCPU has run");
        }
        vgic.create();
    }

    @Override
    public void setDeviceAddress(long id, long address) {
        gate.check();
        // The kernel looks at the device id and the kind of frame alone: bits 31 to 0.
        int frameOfV2 = (int) id;
        if (!(vgic instanceof VgicV2 gicv2) || !vgic.exists() || frameOfV2 < 0 || frameOfV2 > 1) {
            throw Refusal.ofAddress(LEGACY_ADDRESS, Errno.ENODEV, id, address);
        }
        Frame frame = frameOfV2 == 0 ? Frame.GICV2_DISTRIBUTOR : Frame.GICV2_CPU_INTERFACE;
        int errno = gicv2.setAddress(frame, address);
        if (errno != Errno.OK) {
            throw Refusal.ofAddress(LEGACY_ADDRESS, errno, id, address);
        }
    }

    @Override
    public int tryInterruptLine(int irq, int level) {
        return lines.set(irq, level != 0);
    }

    @Override
    public int trySignalMsi(long address, int data, int flags, int deviceId) {
        return translation.signal(address, data, flags, deviceId);
    }

    @Override
    public int checkExtension(int capability) {
        gate.check();
        return capabilities.check(capability);
    }

    @Override
    public GuestMemory memory() {
        return memory;
    }

    @Override
    public Quiescence quiesce() {
        boolean begun = false;
        lifecycle.lock();
        try {
            gate.check();
            if (vcpus.isAnyRunning()) {
                throw new GicException(Errno.EBUSY, "a vCPU runs; stop all vCPUs first");
            }
            VgicIts[] services = translation.quiesce();
            InterruptController gic = vgic.initialized();
            if (gic != null) {
                gic.quiesce();
            }
            begun = true;
            return new Standstill(lifecycle, services, gic);
        } finally {
            if (!begun) {
                lifecycle.unlock();
            }
        }
    }

    @Override
    public <T> Optional<T> facet(Class<T> type) {
        return type.isInstance(guest) ? Optional.of(type.cast(guest)) : Optional.empty();
    }

    @Override
    public void close() {
        gate.close();
    }
}

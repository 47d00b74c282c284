package org.gic4j.api;

import java.util.List;
import java.util.Optional;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestMemory;
import org.jspecify.annotations.Nullable;

/**
 * A virtual machine: vCPUs, devices, interrupt lines and guest memory.
 *
 * <p>Any thread may call any method. After {@link #close} everything answers EBADF, after a failed first run EIO.
 */
public interface VirtualMachine extends AutoCloseable {
    /** Flag of {@link #createDevice(int, int)}: only ask whether it could be created ({@code KVM_CREATE_DEVICE_TEST}). */
    int CREATE_DEVICE_TEST = 1;

    /** What it was made with; on a real host, {@code addressLimit} and {@code hostCpus} are that host's. */
    VirtualMachineConfiguration configuration();

    /**
     * {@code KVM_CREATE_VCPU}.
     *
     * @param id 0 to 511; 0 to 7 on a GICv2 host
     * @return the vCPU, not initialised
     * @throws GicException EINVAL for an id out of range or too many vCPUs; EBUSY once the interrupt controller is
     *     initialised; EEXIST for an id in use; EIO, EBADF
     */
    Vcpu createVcpu(int id);

    /** The vCPUs in creation order. */
    List<Vcpu> vcpus();

    /**
     * {@code KVM_CREATE_DEVICE} with any type number and any flags. Unknown flag bits are ignored, as the kernel does.
     *
     * @param type a kernel device type, see {@link DeviceType#number}
     * @param flags {@link #CREATE_DEVICE_TEST} or 0
     * @return the device; null when the flags ask for a test, which then succeeded, or when the kernel's device is
     *     none of {@link DeviceType}
     * @throws GicException ENODEV for a type that the host does not offer; EEXIST when the virtual machine has a VGIC;
     *     EBUSY when a vCPU has run; EIO, EBADF
     */
    @Nullable Device createDevice(int type, int flags);

    /**
     * Creates a device.
     *
     * @param type what to create
     * @return the device
     * @throws GicException as {@link #createDevice(int, int)}
     */
    default Device createDevice(DeviceType type) {
        Device device = createDevice(type.number(), 0);
        if (device == null) {
            throw new IllegalStateException("the backend created no " + type);
        }
        return device;
    }

    /** The devices that were created here or handed over, in creation order; without one made by {@link #createIrqchip}. */
    List<Device> devices();

    /**
     * The legacy {@code KVM_CREATE_IRQCHIP}: a VGICv2 without a handle.
     *
     * @throws GicException ENODEV on a GICv3 host; EEXIST, EBUSY, EIO, EBADF
     */
    void createIrqchip();

    /**
     * The legacy {@code KVM_ARM_SET_DEVICE_ADDR}.
     *
     * @param id device id in bits 31 to 16 (0: VGICv2), kind of frame in bits 15 to 0 (0: distributor, 1: CPU interface)
     * @param address guest physical address
     * @throws GicException ENODEV without a VGICv2 or for another id; EEXIST, EINVAL, E2BIG as the ADDR attributes
     */
    void setDeviceAddress(long id, long address);

    /**
     * {@code KVM_IRQ_LINE}, without allocation.
     *
     * @param irq see {@link InterruptLine}
     * @param level 0 low; anything else high
     * @return 0; ENXIO, EINVAL or EBUSY as in the kernel; EIO, EBADF
     */
    int tryInterruptLine(int irq, int level);

    /**
     * Sets the level of an interrupt line.
     *
     * @param irq see {@link InterruptLine}
     * @param high the level
     * @throws GicException with the errno of {@link #tryInterruptLine}
     */
    default void setInterruptLine(int irq, boolean high) {
        int errno = tryInterruptLine(irq, high ? 1 : 0);
        if (errno != 0) {
            throw Refusal.ofLine("interrupt line", errno, irq);
        }
    }

    /**
     * {@code KVM_SIGNAL_MSI}, without allocation.
     *
     * @param address doorbell address
     * @param data event id
     * @param flags bit 0: {@code deviceId} is valid
     * @param deviceId the device that sends
     * @return 1 delivered; 0 dropped, as where no event is mapped; or a negative errno: EINVAL without a VGIC, for other
     *     flags, without a device id, or where no ITS has the doorbell; ENODEV without an ITS; EBUSY while the ITS or the
     *     target's LPIs are disabled; EIO, EBADF
     */
    int trySignalMsi(long address, int data, int flags, int deviceId);

    /**
     * {@code KVM_CHECK_EXTENSION} on this virtual machine.
     *
     * @param capability a capability number, see {@link Capability}
     * @return its value, 0 for an unknown one
     * @throws GicException EIO, EBADF
     */
    int checkExtension(int capability);

    /** The guest's memory, to be mapped by the embedder. */
    GuestMemory memory();

    /**
     * Holds off guest accesses, lines and messages until the result is closed, so that what the calling thread reads
     * or writes meanwhile is one cut. Nests in one thread.
     *
     * @return to be closed by the same thread
     * @throws GicException EBUSY where a vCPU is inside its run; EIO, EBADF
     */
    Quiescence quiesce();

    /**
     * An optional ability of the backend.
     *
     * @param type for example {@link org.gic4j.api.guest.GuestAccess}
     * @param <T> the facet's type
     * @return empty where the backend lacks it
     */
    <T> Optional<T> facet(Class<T> type);

    /** Closes devices, vCPUs and the virtual machine; each is attempted. Closing twice is harmless. */
    @Override
    void close();
}

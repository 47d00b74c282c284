package org.gic4j.kvm.call;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.gic4j.kvm.call.KvmStructs.CreateDevice;
import org.gic4j.kvm.call.KvmStructs.DeviceAddress;
import org.gic4j.kvm.call.KvmStructs.DeviceAttribute;
import org.gic4j.kvm.call.KvmStructs.InterruptLevel;
import org.gic4j.kvm.call.KvmStructs.MemoryRegion;
import org.gic4j.kvm.call.KvmStructs.Message;
import org.gic4j.kvm.call.KvmStructs.OneRegister;
import org.gic4j.kvm.call.KvmStructs.VcpuInit;

/**
 * The structures that a thread passes to ioctl: one block of native memory for each thread, made once. What a method
 * returns is good until the thread's next call of the same method.
 */
public final class Arguments {
    private static final int BLOCK = 256;
    private static final ThreadLocal<Arguments> OF_THREAD = ThreadLocal.withInitial(Arguments::new);

    private final MemorySegment value;
    private final MemorySegment deviceAttribute;
    private final MemorySegment createDevice;
    private final MemorySegment interruptLevel;
    private final MemorySegment message;
    private final MemorySegment deviceAddress;
    private final MemorySegment oneRegister;
    private final MemorySegment vcpuInit;
    private final MemorySegment memoryRegion;

    private Arguments() {
        // One allocation: whoever holds a slice of it, as a call does, keeps what the slices point to.
        SegmentAllocator block = SegmentAllocator.slicingAllocator(Arena.ofAuto().allocate(BLOCK, Long.BYTES));
        value = block.allocate(JAVA_LONG);
        deviceAttribute = block.allocate(DeviceAttribute.SIZE, Long.BYTES);
        deviceAttribute.set(JAVA_LONG, DeviceAttribute.ADDRESS, value.address());
        createDevice = block.allocate(CreateDevice.SIZE, Long.BYTES);
        interruptLevel = block.allocate(InterruptLevel.SIZE, Long.BYTES);
        message = block.allocate(Message.SIZE, Long.BYTES);
        deviceAddress = block.allocate(DeviceAddress.SIZE, Long.BYTES);
        oneRegister = block.allocate(OneRegister.SIZE, Long.BYTES);
        oneRegister.set(JAVA_LONG, OneRegister.ADDRESS, value.address());
        vcpuInit = block.allocate(VcpuInit.SIZE, Long.BYTES);
        memoryRegion = block.allocate(MemoryRegion.SIZE, Long.BYTES);
    }

    /** Those of the calling thread. */
    public static Arguments ofThisThread() {
        return OF_THREAD.get();
    }

    /** The 64 bits that {@link #deviceAttribute} and {@link #oneRegister} point to. */
    public long value() {
        return value.get(JAVA_LONG, 0);
    }

    /** Their low 32 bits, zero-extended: all that a request for 32 bits writes. */
    public long lowValue() {
        return Integer.toUnsignedLong(value.get(JAVA_INT, 0));
    }

    /**
     * Sets what {@link #deviceAttribute} and {@link #oneRegister} point to.
     *
     * @param newValue the value
     */
    public void setValue(long newValue) {
        value.set(JAVA_LONG, 0, newValue);
    }

    /**
     * {@code struct kvm_device_attr}, pointing to {@link #value}.
     *
     * @param group the group
     * @param attribute the attribute within the group
     */
    public MemorySegment deviceAttribute(int group, long attribute) {
        deviceAttribute.set(JAVA_INT, DeviceAttribute.GROUP, group);
        deviceAttribute.set(JAVA_LONG, DeviceAttribute.ATTRIBUTE, attribute);
        return deviceAttribute;
    }

    /**
     * {@code struct kvm_create_device}.
     *
     * @param type a kernel device type
     * @param flags the flags
     */
    public MemorySegment createDevice(int type, int flags) {
        createDevice.set(JAVA_INT, CreateDevice.TYPE, type);
        createDevice.set(JAVA_INT, CreateDevice.DESCRIPTOR, -1);
        createDevice.set(JAVA_INT, CreateDevice.FLAGS, flags);
        return createDevice;
    }

    /** The descriptor that came back in {@link #createDevice}. */
    public int createdDescriptor() {
        return createDevice.get(JAVA_INT, CreateDevice.DESCRIPTOR);
    }

    /**
     * {@code struct kvm_irq_level}.
     *
     * @param irq see {@link org.gic4j.api.InterruptLine}
     * @param level the level
     */
    public MemorySegment interruptLevel(int irq, int level) {
        interruptLevel.set(JAVA_INT, InterruptLevel.IRQ, irq);
        interruptLevel.set(JAVA_INT, InterruptLevel.LEVEL, level);
        return interruptLevel;
    }

    /**
     * {@code struct kvm_msi}.
     *
     * @param address doorbell address
     * @param data event id
     * @param flags bit 0: the device id is valid
     * @param deviceId the device that sends
     */
    public MemorySegment message(long address, int data, int flags, int deviceId) {
        message.set(JAVA_LONG, Message.ADDRESS, address);
        message.set(JAVA_INT, Message.DATA, data);
        message.set(JAVA_INT, Message.FLAGS, flags);
        message.set(JAVA_INT, Message.DEVICE_ID, deviceId);
        return message;
    }

    /**
     * {@code struct kvm_arm_device_addr}.
     *
     * @param id device and kind of frame
     * @param address guest physical address
     */
    public MemorySegment deviceAddress(long id, long address) {
        deviceAddress.set(JAVA_LONG, DeviceAddress.ID, id);
        deviceAddress.set(JAVA_LONG, DeviceAddress.ADDRESS, address);
        return deviceAddress;
    }

    /**
     * {@code struct kvm_one_reg}, pointing to {@link #value}.
     *
     * @param id of a register of at most 64 bits
     */
    public MemorySegment oneRegister(long id) {
        oneRegister.set(JAVA_LONG, OneRegister.ID, id);
        return oneRegister;
    }

    /** {@code struct kvm_vcpu_init}, as the last request left it. */
    public MemorySegment vcpuInit() {
        return vcpuInit;
    }

    /**
     * Adds to the first word of features in {@link #vcpuInit}.
     *
     * @param features the bits
     */
    public void addFeatures(int features) {
        vcpuInit.set(JAVA_INT, VcpuInit.FEATURES, vcpuInit.get(JAVA_INT, VcpuInit.FEATURES) | features);
    }

    /**
     * {@code struct kvm_userspace_memory_region}, without flags.
     *
     * @param slot the slot's number
     * @param guestAddress guest physical address
     * @param bytes the size
     * @param userAddress where it is in this process
     */
    public MemorySegment memoryRegion(int slot, long guestAddress, long bytes, long userAddress) {
        memoryRegion.set(JAVA_INT, MemoryRegion.SLOT, slot);
        memoryRegion.set(JAVA_LONG, MemoryRegion.GUEST_ADDRESS, guestAddress);
        memoryRegion.set(JAVA_LONG, MemoryRegion.BYTES, bytes);
        memoryRegion.set(JAVA_LONG, MemoryRegion.USER_ADDRESS, userAddress);
        return memoryRegion;
    }
}

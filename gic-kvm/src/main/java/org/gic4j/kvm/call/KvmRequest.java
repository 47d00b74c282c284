package org.gic4j.kvm.call;

/**
 * Numbers of {@code linux/kvm.h}: the requests of ioctl, and what goes with them. They are the same on x86-64 and
 * arm64, where not said otherwise.
 */
public final class KvmRequest {
    /** The device file. */
    public static final String DEVICE_FILE = "/dev/kvm";

    /** The answer of {@link #GET_API_VERSION} of every kernel since 2.6.22. */
    public static final int API_VERSION = 12;

    /** On {@code /dev/kvm}, no argument: the API version. */
    public static final long GET_API_VERSION = 0xAE00;
    /** On {@code /dev/kvm}, argument: the machine type. Gives the descriptor of a virtual machine. */
    public static final long CREATE_VM = 0xAE01;
    /** On {@code /dev/kvm} or a virtual machine, argument: a capability. Gives its value, 0 for an unknown one. */
    public static final long CHECK_EXTENSION = 0xAE03;
    /** On a virtual machine, argument: an id. Gives the descriptor of a vCPU. */
    public static final long CREATE_VCPU = 0xAE41;
    /** On a virtual machine, argument: {@link KvmStructs.MemoryRegion}. */
    public static final long SET_USER_MEMORY_REGION = 0x4020_AE46L;
    /** On a virtual machine, no argument. */
    public static final long CREATE_IRQCHIP = 0xAE60;
    /** On a virtual machine, argument: {@link KvmStructs.InterruptLevel}. */
    public static final long IRQ_LINE = 0x4008_AE61L;
    /** On a vCPU, no argument; see {@link KvmStructs.Run}. */
    public static final long RUN = 0xAE80;
    /** On a virtual machine, argument: {@link KvmStructs.Message}. Gives 1 when delivered, 0 when dropped. */
    public static final long SIGNAL_MSI = 0x4020_AEA5L;
    /** On a vCPU, argument: {@link KvmStructs.OneRegister}. */
    public static final long GET_ONE_REG = 0x4010_AEABL;
    /** On a vCPU, argument: {@link KvmStructs.OneRegister}. */
    public static final long SET_ONE_REG = 0x4010_AEACL;
    /** On an arm64 virtual machine, argument: {@link KvmStructs.DeviceAddress}. Has GET_ONE_REG's number. */
    public static final long ARM_SET_DEVICE_ADDR = 0x4010_AEABL;
    /** On an arm64 vCPU, argument: {@link KvmStructs.VcpuInit}. */
    public static final long ARM_VCPU_INIT = 0x4020_AEAEL;
    /** On an arm64 virtual machine, argument: {@link KvmStructs.VcpuInit}, which it fills. */
    public static final long ARM_PREFERRED_TARGET = 0x8020_AEAFL;
    /** On a virtual machine, argument: {@link KvmStructs.CreateDevice}. */
    public static final long CREATE_DEVICE = 0xC00C_AEE0L;
    /** On a device, argument: {@link KvmStructs.DeviceAttribute}. */
    public static final long SET_DEVICE_ATTR = 0x4018_AEE1L;
    /** On a device, argument: {@link KvmStructs.DeviceAttribute}. */
    public static final long GET_DEVICE_ATTR = 0x4018_AEE2L;
    /** On a device, argument: {@link KvmStructs.DeviceAttribute}, whose address is not looked at. */
    public static final long HAS_DEVICE_ATTR = 0x4018_AEE3L;

    /** No request of KVM: a vCPU and a virtual machine answer EINVAL at once, other files ENOTTY, and nothing happens. */
    public static final long FOREIGN = 0x6700;

    /** The size of guest physical addresses, in bits, that machine type 0 stands for on arm64. */
    public static final int DEFAULT_ADDRESS_BITS = 40;

    private KvmRequest() {}
}

package org.gic4j.api.device;

/**
 * The attribute groups of interrupt controllers, as numbers: {@code KVM_DEV_ARM_VGIC_GRP_*}.
 *
 * <p>Constants, because primitive accesses take them.
 */
public final class AttributeGroup {
    /** Addresses of frames. 64 bits. */
    public static final int ADDRESS = 0;
    /** Distributor registers. 32 bits. */
    public static final int DISTRIBUTOR_REGISTERS = 1;
    /** GICv2 CPU interface registers. 32 bits. */
    public static final int CPU_REGISTERS = 2;
    /** The number of interrupts. 32 bits. */
    public static final int NUMBER_OF_INTERRUPTS = 3;
    /** Control: initialise, save, restore, reset. No value. */
    public static final int CONTROL = 4;
    /** GICv3 redistributor registers. 32 bits. */
    public static final int REDISTRIBUTOR_REGISTERS = 5;
    /** GICv3 CPU system registers. 64 bits. */
    public static final int CPU_SYSTEM_REGISTERS = 6;
    /** GICv3 line levels. 32 bits. */
    public static final int LEVEL_INFO = 7;
    /** ITS registers. 64 bits. */
    public static final int ITS_REGISTERS = 8;

    /** Attribute of {@link #ADDRESS}: GICv2 distributor. */
    public static final long ADDRESS_V2_DISTRIBUTOR = 0;
    /** Attribute of {@link #ADDRESS}: GICv2 CPU interface. */
    public static final long ADDRESS_V2_CPU = 1;
    /** Attribute of {@link #ADDRESS}: GICv3 distributor. */
    public static final long ADDRESS_V3_DISTRIBUTOR = 2;
    /** Attribute of {@link #ADDRESS}: GICv3 redistributors, one contiguous region. */
    public static final long ADDRESS_V3_REDISTRIBUTOR = 3;
    /** Attribute of {@link #ADDRESS}: ITS. */
    public static final long ADDRESS_ITS = 4;
    /** Attribute of {@link #ADDRESS}: a GICv3 redistributor region. */
    public static final long ADDRESS_V3_REDISTRIBUTOR_REGION = 5;

    /** Attribute of {@link #CONTROL}: initialise. */
    public static final long CONTROL_INIT = 0;
    /** Attribute of {@link #CONTROL}: write the ITS tables to guest memory. */
    public static final long CONTROL_ITS_SAVE_TABLES = 1;
    /** Attribute of {@link #CONTROL}: read the ITS tables from guest memory. */
    public static final long CONTROL_ITS_RESTORE_TABLES = 2;
    /** Attribute of {@link #CONTROL}: write the LPI pending tables to guest memory. */
    public static final long CONTROL_SAVE_PENDING_TABLES = 3;
    /** Attribute of {@link #CONTROL}: reset an ITS. */
    public static final long CONTROL_ITS_RESET = 4;

    private AttributeGroup() {}

    /**
     * The attribute of a GICv2 register.
     *
     * @param vcpuId the vCPU's id, 0 to 255
     * @param offset within the frame, in bytes
     * @return vCPU id in bits 39 to 32, offset in bits 31 to 0
     */
    public static long banked(int vcpuId, int offset) {
        return (vcpuId & 0xFFL) << 32 | offset & 0xFFFF_FFFFL;
    }

    /**
     * The attribute of a GICv3 register of one vCPU.
     *
     * @param affinity the vCPU's packed affinity
     * @param low offset, system register or level info
     * @return affinity in bits 63 to 32, the rest in bits 31 to 0
     */
    public static long ofAffinity(int affinity, int low) {
        return (long) affinity << 32 | low & 0xFFFF_FFFFL;
    }
}

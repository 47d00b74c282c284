package org.gic4j.testkit.guest;

/** The guest physical addresses of tests with guest code. */
public final class GuestMap {
    /** The distributor. */
    public static final long DISTRIBUTOR = 0x0800_0000L;
    /** The GICv2 CPU interface. */
    public static final long CPU_INTERFACE = 0x0801_0000L;
    /** The GICv3 redistributors, in creation order of the vCPUs. */
    public static final long REDISTRIBUTORS = 0x080A_0000L;
    /** Where nothing is: accesses come to the test. */
    public static final long DEVICE = 0x0A00_0000L;
    /** Memory; its first word is the first instruction. */
    public static final long MEMORY = 0x4000_0000L;
    /** The size of memory in bytes. */
    public static final long MEMORY_SIZE = 0x2_0000L;
    /** Where in memory the counts of the processor of Aff0 0 stand, a word for each INTID. */
    public static final long COUNTS = 0x8000L;
    /** The distance to the counts of the next of 16 processors. */
    public static final long COUNTS_STRIDE = 0x1000L;

    private GuestMap() {}
}

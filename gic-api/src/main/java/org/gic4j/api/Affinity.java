package org.gic4j.api;

/**
 * A vCPU's place in the affinity hierarchy, packed as Aff3.Aff2.Aff1.Aff0, one byte each, Aff3 highest: the form of
 * the {@code mpidr} field of GICv3 attributes (bits 63 to 32). GICv3 state is keyed by it.
 *
 * @param packed the four bytes
 */
public record Affinity(int packed) {
    /**
     * The affinity that KVM gives a vCPU: Aff0 = id bits 3 to 0, Aff1 = id bits 11 to 4, Aff2 = id bits 19 to 12.
     *
     * @param id the vCPU's id
     * @return its affinity before anything changes MPIDR_EL1
     */
    public static Affinity byDefault(VcpuId id) {
        int value = id.value();
        return new Affinity((value & 0xF) | ((value >> 4) & 0xFF) << 8 | ((value >> 12) & 0xFF) << 16);
    }

    /**
     * Takes the affinity out of a value of MPIDR_EL1 (Aff3 in bits 39 to 32, the others in bits 23 to 0).
     *
     * @param mpidr the register's value
     * @return its affinity fields
     */
    public static Affinity ofMpidr(long mpidr) {
        return new Affinity((int) (mpidr & 0xFF_FFFF) | (int) (mpidr >>> 32 & 0xFF) << 24);
    }

    /** The affinity fields as they stand in MPIDR_EL1. */
    public long mpidr() {
        return (packed & 0xFF_FFFFL) | (packed >>> 24 & 0xFFL) << 32;
    }

    @Override
    public String toString() {
        return (packed >>> 24) + "." + (packed >>> 16 & 0xFF) + "." + (packed >>> 8 & 0xFF) + "." + (packed & 0xFF);
    }
}

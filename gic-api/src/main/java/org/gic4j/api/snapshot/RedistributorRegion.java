package org.gic4j.api.snapshot;

/**
 * A region of GICv3 redistributor frames, as the attribute KVM_VGIC_V3_ADDR_TYPE_REDIST_REGION has it.
 *
 * @param base guest physical address of its first frame
 * @param count the number of redistributors that it has room for; 0 for the legacy region, which grows with the vCPUs
 */
public record RedistributorRegion(long base, int count) {
    /** Checks the ranges: 12 bits of count, a base that bits 51 to 16 hold. */
    public RedistributorRegion {
        if (count < 0 || count > 0xFFF) {
            throw new IllegalArgumentException("a redistributor region has 0 to 4095 redistributors, not " + count);
        }
        if ((base & ~0xF_FFFF_FFFF_0000L) != 0) {
            throw new IllegalArgumentException("a redistributor region cannot begin at 0x" + Long.toHexString(base));
        }
    }

    /** Whether it is the legacy region. */
    public boolean isLegacy() {
        return count == 0;
    }

    /**
     * The attribute's value.
     *
     * @param index the region's index, 0 to 255
     * @return count in bits 63 to 52, base in bits 51 to 16, index in bits 11 to 0
     */
    public long attributeValue(int index) {
        return (long) count << 52 | base | index;
    }

    /**
     * Takes a region out of the attribute's value.
     *
     * @param value as {@link #attributeValue}
     */
    public static RedistributorRegion ofAttributeValue(long value) {
        return new RedistributorRegion(value & 0xF_FFFF_FFFF_0000L, (int) (value >>> 52));
    }

    @Override
    public String toString() {
        return isLegacy()
                ? "the legacy region at 0x" + Long.toHexString(base)
                : count + " redistributors at 0x" + Long.toHexString(base);
    }
}

package org.gic4j.api.registers;

import org.gic4j.api.GicVersion;
import org.gic4j.api.device.AttributeGroup;

/** A register frame: a stretch of guest addresses, or of attributes, with one catalogue of registers. */
public enum Frame {
    /** The GICv2 distributor. */
    GICV2_DISTRIBUTOR(GicVersion.GICV2, AttributeGroup.DISTRIBUTOR_REGISTERS, 0x1000),
    /** The GICv2 CPU interface, with GICC_DIR in its second page. */
    GICV2_CPU_INTERFACE(GicVersion.GICV2, AttributeGroup.CPU_REGISTERS, 0x2000),
    /** The inputs of a GICv2: what no attribute shows, but some producers of snapshots and some backends can tell. */
    GICV2_INPUTS(GicVersion.GICV2, -1, 0x200);

    /** The {@link #attributeGroup} of a frame that has no attributes. */
    public static final int NO_ATTRIBUTES = -1;

    private final GicVersion version;
    private final int attributeGroup;
    private final int size;

    Frame(GicVersion version, int attributeGroup, int size) {
        this.version = version;
        this.attributeGroup = attributeGroup;
        this.size = size;
    }

    /** The architecture version. */
    public GicVersion version() {
        return version;
    }

    /** The attribute group through which user space reaches it, or {@link #NO_ATTRIBUTES}. */
    public int attributeGroup() {
        return attributeGroup;
    }

    /** Its size in bytes. */
    public int size() {
        return size;
    }
}

package org.gic4j.api.registers;

import java.util.Arrays;
import java.util.List;
import org.gic4j.api.Affinity;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.DeviceType;

/** A register frame: a stretch of guest addresses, or of attributes, with one catalogue of registers. */
public enum Frame {
    /** The GICv2 distributor. */
    GICV2_DISTRIBUTOR(GicVersion.GICV2, AttributeGroup.DISTRIBUTOR_REGISTERS, 0, 0x1000, Integer.BYTES),
    /** The GICv2 CPU interface, with GICC_DIR in its second page. */
    GICV2_CPU_INTERFACE(GicVersion.GICV2, AttributeGroup.CPU_REGISTERS, 0, 0x2000, Integer.BYTES),
    /** The inputs of a GICv2: what no attribute shows, but some producers of snapshots and some backends can tell. */
    GICV2_INPUTS(GicVersion.GICV2, Frame.NO_ATTRIBUTES, 0, 0x200, Integer.BYTES),
    /** The GICv3 distributor. */
    GICV3_DISTRIBUTOR(GicVersion.GICV3, AttributeGroup.DISTRIBUTOR_REGISTERS, 0, 0x1_0000, Integer.BYTES),
    /** The first frame of a GICv3 redistributor: identification, power, LPIs. */
    GICV3_REDISTRIBUTOR(GicVersion.GICV3, AttributeGroup.REDISTRIBUTOR_REGISTERS, 0, 0x1_0000, Integer.BYTES),
    /** The second frame of a GICv3 redistributor: SGIs and PPIs. */
    GICV3_REDISTRIBUTOR_SGI(
            GicVersion.GICV3, AttributeGroup.REDISTRIBUTOR_REGISTERS, 0x1_0000, 0x1_0000, Integer.BYTES),
    /** The system registers of the GICv3 CPU interface: offsets are encodings, see {@link Gicv3CpuInterface}. */
    GICV3_CPU_INTERFACE(GicVersion.GICV3, AttributeGroup.CPU_SYSTEM_REGISTERS, 0, 0x1_0000, 1),
    /** The levels of a GICv3's input lines: offsets are INTIDs, a word for each 32. */
    GICV3_INPUTS(GicVersion.GICV3, AttributeGroup.LEVEL_INFO, 0, 0x400, Integer.SIZE),
    /**
     * An interrupt translation service: its control frame, and behind that the frame with GITS_TRANSLATER. A device of
     * its own, of which a virtual machine may have several. A 64-bit register is one attribute.
     */
    ITS(GicVersion.GICV3, AttributeGroup.ITS_REGISTERS, 0, 0x2_0000, Integer.BYTES);

    /** The {@link #attributeGroup} of a frame that has no attributes. */
    public static final int NO_ATTRIBUTES = -1;

    private final GicVersion version;
    private final int attributeGroup;
    private final int attributeBase;
    private final int size;
    private final int wordStride;

    Frame(GicVersion version, int attributeGroup, int attributeBase, int size, int wordStride) {
        this.version = version;
        this.attributeGroup = attributeGroup;
        this.attributeBase = attributeBase;
        this.size = size;
        this.wordStride = wordStride;
    }

    /**
     * The frames of an interrupt controller itself, those of an ITS not included.
     *
     * @param version the architecture version
     */
    public static List<Frame> of(GicVersion version) {
        return Arrays.stream(values())
                .filter(frame -> frame.version == version && frame.device() == version.device())
                .toList();
    }

    /** The device whose attributes show it. */
    public DeviceType device() {
        return this == ITS ? DeviceType.ITS : version.device();
    }

    /** The architecture version. */
    public GicVersion version() {
        return version;
    }

    /** The attribute group through which user space reaches it, or {@link #NO_ATTRIBUTES}. */
    public int attributeGroup() {
        return attributeGroup;
    }

    /** Where its offset 0 stands among the offsets of its attribute group. */
    public int attributeBase() {
        return attributeBase;
    }

    /** Its size, in the unit of its offsets: bytes, encodings or INTIDs. */
    public int size() {
        return size;
    }

    /** The distance of one word from the next, in the unit of its offsets. */
    public int wordStride() {
        return wordStride;
    }

    /**
     * What attributes of this frame name a vCPU by.
     *
     * @param id the vCPU's id
     * @param affinity its affinity
     * @return the id for GICv2, the packed affinity for GICv3
     */
    public int vcpuKey(VcpuId id, Affinity affinity) {
        return version == GicVersion.GICV2 ? id.value() : affinity.packed();
    }
}

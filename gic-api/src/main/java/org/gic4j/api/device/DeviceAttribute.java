package org.gic4j.api.device;

import org.gic4j.api.Affinity;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Its;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;

/**
 * The decoded view of a group and an attribute, for names and messages. No access needs it.
 *
 * <p>Encodings: kernel documents {@code arm-vgic.rst}, {@code arm-vgic-v3.rst} and {@code arm-vgic-its.rst}.
 */
public sealed interface DeviceAttribute {
    /** The geometry that has a name for every word of the catalogue. */
    Geometry WIDEST = new Geometry(Geometry.MAXIMUM_INTERRUPTS, 1);

    /** The group, see {@link AttributeGroup}. */
    int group();

    /** The attribute within the group. */
    long attribute();

    /** What it is, in words: the register, the vCPU. */
    String describe();

    /**
     * The address of a frame.
     *
     * @param attribute which frame
     * @param frame its name
     */
    record Address(long attribute, String frame) implements DeviceAttribute {
        @Override
        public int group() {
            return AttributeGroup.ADDRESS;
        }

        @Override
        public String describe() {
            return "address of " + frame;
        }
    }

    /**
     * A GICv2 register, addressed by vCPU id.
     *
     * @param frame the frame
     * @param attribute vCPU id in bits 39 to 32, offset in bits 31 to 0
     */
    record BankedRegister(Frame frame, long attribute) implements DeviceAttribute {
        @Override
        public int group() {
            return frame.attributeGroup();
        }

        /** The id of the vCPU through which it is accessed. */
        public int vcpuId() {
            return (int) (attribute >>> 32 & 0xFF);
        }

        /** The offset within the frame, in bytes, unsigned. */
        public long offset() {
            return attribute & 0xFFFF_FFFFL;
        }

        @Override
        public String describe() {
            return nameAt(frame, offset()) + " of vCPU " + vcpuId();
        }
    }

    /**
     * The number of interrupts.
     *
     * @param attribute ignored by the kernel
     */
    record NumberOfInterrupts(long attribute) implements DeviceAttribute {
        @Override
        public int group() {
            return AttributeGroup.NUMBER_OF_INTERRUPTS;
        }

        @Override
        public String describe() {
            return "number of interrupts";
        }
    }

    /**
     * A control operation.
     *
     * @param attribute which one
     * @param operation its name
     */
    record Control(long attribute, String operation) implements DeviceAttribute {
        @Override
        public int group() {
            return AttributeGroup.CONTROL;
        }

        @Override
        public String describe() {
            return "control " + operation;
        }
    }

    /**
     * A GICv3 distributor register.
     *
     * @param attribute offset in bits 31 to 0; the others are ignored
     */
    record SharedRegister(long attribute) implements DeviceAttribute {
        @Override
        public int group() {
            return AttributeGroup.DISTRIBUTOR_REGISTERS;
        }

        @Override
        public String describe() {
            return nameAt(Frame.GICV3_DISTRIBUTOR, attribute & 0xFFFF_FFFFL);
        }
    }

    /**
     * A GICv3 redistributor register.
     *
     * @param attribute affinity in bits 63 to 32, offset in bits 31 to 0
     */
    record RedistributorRegister(long attribute) implements DeviceAttribute {
        @Override
        public int group() {
            return AttributeGroup.REDISTRIBUTOR_REGISTERS;
        }

        @Override
        public String describe() {
            long offset = attribute & 0xFFFF_FFFFL;
            Frame frame = offset < Frame.GICV3_REDISTRIBUTOR.size()
                    ? Frame.GICV3_REDISTRIBUTOR
                    : Frame.GICV3_REDISTRIBUTOR_SGI;
            return nameAt(frame, offset - frame.attributeBase()) + " of affinity " + affinityOf(attribute);
        }
    }

    /**
     * A GICv3 CPU system register.
     *
     * @param attribute affinity in bits 63 to 32, encoding in bits 15 to 0
     */
    record SystemRegister(long attribute) implements DeviceAttribute {
        @Override
        public int group() {
            return AttributeGroup.CPU_SYSTEM_REGISTERS;
        }

        /** op0 in bits 15 to 14, op1 13 to 11, CRn 10 to 7, CRm 6 to 3, op2 2 to 0. */
        public int encoding() {
            return (int) attribute & 0xFFFF;
        }

        @Override
        public String describe() {
            int e = encoding();
            return Registers.at(Frame.GICV3_CPU_INTERFACE, e, WIDEST)
                            .map(register -> register.wordName(WIDEST, e - register.row().offset()))
                            .orElseGet(() -> "system register S" + (e >> 14) + "_" + (e >> 11 & 7) + "_C" + (e >> 7 & 15)
                                    + "_C" + (e >> 3 & 15) + "_" + (e & 7))
                    + " of affinity " + affinityOf(attribute);
        }
    }

    /**
     * GICv3 line levels.
     *
     * @param attribute affinity in bits 63 to 32, kind of info in bits 31 to 10, first INTID in bits 9 to 0
     */
    record LevelInfo(long attribute) implements DeviceAttribute {
        @Override
        public int group() {
            return AttributeGroup.LEVEL_INFO;
        }

        @Override
        public String describe() {
            return "line levels from INTID " + (attribute & 0x3FF) + " of affinity " + affinityOf(attribute);
        }
    }

    /**
     * An ITS register.
     *
     * @param attribute the offset
     */
    record ItsRegister(long attribute) implements DeviceAttribute {
        @Override
        public int group() {
            return AttributeGroup.ITS_REGISTERS;
        }

        @Override
        public String describe() {
            return Its.attributeNamed(attribute)
                    .orElse("no register at offset 0x" + Long.toHexString(attribute) + " of an ITS");
        }
    }

    /**
     * What the device has no meaning for.
     *
     * @param group the group
     * @param attribute the attribute
     */
    record Unknown(int group, long attribute) implements DeviceAttribute {
        @Override
        public String describe() {
            return "unknown attribute 0x" + Long.toHexString(attribute) + " of group " + group;
        }
    }

    /**
     * Decodes an attribute.
     *
     * @param device on which device
     * @param group the group
     * @param attribute the attribute
     * @return never fails: what has no meaning is {@link Unknown}
     */
    static DeviceAttribute decode(DeviceType device, int group, long attribute) {
        return switch (group) {
            case AttributeGroup.ADDRESS -> address(device, attribute);
            case AttributeGroup.NUMBER_OF_INTERRUPTS ->
                device == DeviceType.ITS ? new Unknown(group, attribute) : new NumberOfInterrupts(attribute);
            case AttributeGroup.CONTROL -> control(device, attribute);
            case AttributeGroup.ITS_REGISTERS ->
                device == DeviceType.ITS ? new ItsRegister(attribute) : new Unknown(group, attribute);
            default ->
                switch (device) {
                    case VGIC_V2 -> ofGicv2(group, attribute);
                    case VGIC_V3 -> ofGicv3(group, attribute);
                    case ITS -> new Unknown(group, attribute);
                };
        };
    }

    private static DeviceAttribute ofGicv2(int group, long attribute) {
        return switch (group) {
            case AttributeGroup.DISTRIBUTOR_REGISTERS -> new BankedRegister(Frame.GICV2_DISTRIBUTOR, attribute);
            case AttributeGroup.CPU_REGISTERS -> new BankedRegister(Frame.GICV2_CPU_INTERFACE, attribute);
            default -> new Unknown(group, attribute);
        };
    }

    private static DeviceAttribute ofGicv3(int group, long attribute) {
        return switch (group) {
            case AttributeGroup.DISTRIBUTOR_REGISTERS -> new SharedRegister(attribute);
            case AttributeGroup.REDISTRIBUTOR_REGISTERS -> new RedistributorRegister(attribute);
            case AttributeGroup.CPU_SYSTEM_REGISTERS -> new SystemRegister(attribute);
            case AttributeGroup.LEVEL_INFO -> new LevelInfo(attribute);
            default -> new Unknown(group, attribute);
        };
    }

    private static DeviceAttribute address(DeviceType device, long attribute) {
        DeviceType owner = attribute == AttributeGroup.ADDRESS_V2_DISTRIBUTOR || attribute == AttributeGroup.ADDRESS_V2_CPU
                ? DeviceType.VGIC_V2
                : attribute == AttributeGroup.ADDRESS_ITS ? DeviceType.ITS : DeviceType.VGIC_V3;
        if (device != owner || attribute < 0 || attribute > AttributeGroup.ADDRESS_V3_REDISTRIBUTOR_REGION) {
            return new Unknown(AttributeGroup.ADDRESS, attribute);
        }
        return new Address(
                attribute,
                switch ((int) attribute) {
                    case (int) AttributeGroup.ADDRESS_V2_CPU -> "the CPU interface";
                    case (int) AttributeGroup.ADDRESS_V3_REDISTRIBUTOR -> "the redistributors";
                    case (int) AttributeGroup.ADDRESS_ITS -> "the ITS";
                    case (int) AttributeGroup.ADDRESS_V3_REDISTRIBUTOR_REGION -> "a redistributor region";
                    default -> "the distributor";
                });
    }

    private static DeviceAttribute control(DeviceType device, long attribute) {
        if (attribute == AttributeGroup.CONTROL_INIT) {
            return new Control(attribute, "INIT");
        }
        if (device == DeviceType.VGIC_V3 && attribute == AttributeGroup.CONTROL_SAVE_PENDING_TABLES) {
            return new Control(attribute, "SAVE_PENDING_TABLES");
        }
        if (device == DeviceType.ITS) {
            if (attribute == AttributeGroup.CONTROL_ITS_SAVE_TABLES) {
                return new Control(attribute, "SAVE_TABLES");
            }
            if (attribute == AttributeGroup.CONTROL_ITS_RESTORE_TABLES) {
                return new Control(attribute, "RESTORE_TABLES");
            }
            if (attribute == AttributeGroup.CONTROL_ITS_RESET) {
                return new Control(attribute, "RESET");
            }
        }
        return new Unknown(AttributeGroup.CONTROL, attribute);
    }

    private static Affinity affinityOf(long attribute) {
        return new Affinity((int) (attribute >>> 32));
    }

    private static String nameAt(Frame frame, long offset) {
        return Registers.at(frame, offset & ~3L, WIDEST)
                .map(register -> nameOf(register, offset))
                .orElse("no register at offset 0x" + Long.toHexString(offset) + " of " + frame);
    }

    private static String nameOf(Register register, long offset) {
        long within = offset - register.row().offset();
        String name = register.wordName(WIDEST, (int) (within / Integer.BYTES));
        return within % Integer.BYTES == 0 ? name : name + " (unaligned, +" + within % Integer.BYTES + ")";
    }
}

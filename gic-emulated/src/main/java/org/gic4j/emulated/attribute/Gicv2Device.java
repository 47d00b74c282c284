package org.gic4j.emulated.attribute;

import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.registers.Frame;
import org.gic4j.emulated.gicv2.Gicv2;
import org.gic4j.emulated.machine.EmulatedVcpu;
import org.gic4j.emulated.machine.Gate;
import org.gic4j.emulated.machine.VcpuTable;
import org.gic4j.emulated.machine.VgicV2;

/** The attributes of a VGICv2 (CONTRACT 2.4 to 4), with the kernel's order of checks. */
public final class Gicv2Device extends VgicDevice {
    private final VcpuTable vcpus;
    private final VgicV2 vgic;

    /**
     * A handle.
     *
     * @param gate whether the virtual machine answers
     * @param vcpus its vCPUs
     * @param vgic its VGICv2, which outlives the handle
     */
    public Gicv2Device(Gate gate, VcpuTable vcpus, VgicV2 vgic) {
        super(gate, vgic);
        this.vcpus = vcpus;
        this.vgic = vgic;
    }

    @Override
    public DeviceType type() {
        return DeviceType.VGIC_V2;
    }

    @Override
    boolean hasAddress(long attribute) {
        return attribute == AttributeGroup.ADDRESS_V2_DISTRIBUTOR || attribute == AttributeGroup.ADDRESS_V2_CPU;
    }

    @Override
    int getAddress(long attribute, long[] values, int index) {
        values[index] = vgic.address(addressed(attribute));
        return Errno.OK;
    }

    @Override
    int setAddress(long attribute, long value) {
        return vgic.setAddress(addressed(attribute), value);
    }

    private static Frame addressed(long attribute) {
        return attribute == AttributeGroup.ADDRESS_V2_DISTRIBUTOR
                ? Frame.GICV2_DISTRIBUTOR
                : Frame.GICV2_CPU_INTERFACE;
    }

    @Override
    boolean hasControl(long attribute) {
        return attribute == AttributeGroup.CONTROL_INIT;
    }

    @Override
    int command(long attribute) {
        return Errno.ENXIO;
    }

    @Override
    int hasRegister(int group, long attribute) {
        Frame frame = frameOf(group);
        if (frame == Frame.GICV2_INPUTS) {
            return Errno.ENXIO;
        }
        return vcpus.withId(vcpuId(attribute)) == null ? Errno.EINVAL : hasWord(frame, attribute & LOW_HALF);
    }

    @Override
    int getRegister(int group, long attribute, long[] values, int index) {
        Frame frame = frameOf(group);
        if (frame == Frame.GICV2_INPUTS) {
            return Errno.ENXIO;
        }
        EmulatedVcpu vcpu = vcpus.withId(vcpuId(attribute));
        if (vcpu == null) {
            return Errno.EINVAL;
        }
        if (vcpus.isAnyRunning()) {
            return Errno.EBUSY;
        }
        Gicv2 gic = vgic.initialize();
        values[index] = (attribute & 3) != 0
                ? 0
                : gic.readAttribute(vcpu.index().value(), frame, (int) attribute) & LOW_HALF;
        return Errno.OK;
    }

    @Override
    int setRegister(int group, long attribute, long value) {
        Frame frame = frameOf(group);
        if (frame == Frame.GICV2_INPUTS) {
            return Errno.ENXIO;
        }
        EmulatedVcpu vcpu = vcpus.withId(vcpuId(attribute));
        if (vcpu == null) {
            return Errno.EINVAL;
        }
        if (vcpus.isAnyRunning()) {
            return Errno.EBUSY;
        }
        Gicv2 gic = vgic.initialize();
        return (attribute & 3) != 0
                ? Errno.OK
                : gic.writeAttribute(vcpu.index().value(), frame, (int) attribute, (int) value);
    }

    /** The frame of a group; that of the inputs, which has no attributes, stands for none. */
    private static Frame frameOf(int group) {
        return switch (group) {
            case AttributeGroup.DISTRIBUTOR_REGISTERS -> Frame.GICV2_DISTRIBUTOR;
            case AttributeGroup.CPU_REGISTERS -> Frame.GICV2_CPU_INTERFACE;
            default -> Frame.GICV2_INPUTS;
        };
    }

    private static int vcpuId(long attribute) {
        return (int) (attribute >>> 32 & 0xFF);
    }
}

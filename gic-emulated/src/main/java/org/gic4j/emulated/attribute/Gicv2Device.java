package org.gic4j.emulated.attribute;

import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Policy;
import org.gic4j.api.registers.Registers;
import org.gic4j.emulated.gicv2.Gicv2;
import org.gic4j.emulated.machine.EmulatedVcpu;
import org.gic4j.emulated.machine.Gate;
import org.gic4j.emulated.machine.VcpuTable;
import org.gic4j.emulated.machine.Vgic;

/** The attributes of a VGICv2 (CONTRACT 2.4 to 4), with the kernel's order of checks. */
public final class Gicv2Device implements Device {
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private final Gate gate;
    private final VcpuTable vcpus;
    private final Vgic vgic;
    private volatile boolean closed;

    /**
     * A handle.
     *
     * @param gate whether the virtual machine answers
     * @param vcpus its vCPUs
     * @param vgic its VGICv2, which outlives the handle
     */
    public Gicv2Device(Gate gate, VcpuTable vcpus, Vgic vgic) {
        this.gate = gate;
        this.vcpus = vcpus;
        this.vgic = vgic;
    }

    @Override
    public DeviceType type() {
        return DeviceType.VGIC_V2;
    }

    @Override
    public int tryHas(int group, long attribute) {
        int unusable = unusable();
        if (unusable != Errno.OK) {
            return unusable;
        }
        return switch (group) {
            case AttributeGroup.ADDRESS -> attribute == 0 || attribute == 1 ? Errno.OK : Errno.ENXIO;
            case AttributeGroup.DISTRIBUTOR_REGISTERS -> hasRegister(Frame.GICV2_DISTRIBUTOR, attribute);
            case AttributeGroup.CPU_REGISTERS -> hasRegister(Frame.GICV2_CPU_INTERFACE, attribute);
            case AttributeGroup.NUMBER_OF_INTERRUPTS -> Errno.OK;
            case AttributeGroup.CONTROL -> attribute == AttributeGroup.CONTROL_INIT ? Errno.OK : Errno.ENXIO;
            default -> Errno.ENXIO;
        };
    }

    @Override
    public int tryGet(int group, long attribute, long[] values, int index) {
        int unusable = unusable();
        if (unusable != Errno.OK) {
            return unusable;
        }
        return switch (group) {
            case AttributeGroup.DISTRIBUTOR_REGISTERS ->
                getRegister(Frame.GICV2_DISTRIBUTOR, attribute, values, index);
            case AttributeGroup.CPU_REGISTERS -> getRegister(Frame.GICV2_CPU_INTERFACE, attribute, values, index);
            case AttributeGroup.ADDRESS -> {
                if (attribute != 0 && attribute != 1) {
                    yield Errno.ENXIO;
                }
                values[index] = vgic.address(addressed(attribute));
                yield Errno.OK;
            }
            case AttributeGroup.NUMBER_OF_INTERRUPTS -> {
                values[index] = vgic.numberOfInterrupts();
                yield Errno.OK;
            }
            default -> Errno.ENXIO;
        };
    }

    @Override
    public int trySet(int group, long attribute, long value) {
        int unusable = unusable();
        if (unusable != Errno.OK) {
            return unusable;
        }
        return switch (group) {
            case AttributeGroup.DISTRIBUTOR_REGISTERS -> setRegister(Frame.GICV2_DISTRIBUTOR, attribute, (int) value);
            case AttributeGroup.CPU_REGISTERS -> setRegister(Frame.GICV2_CPU_INTERFACE, attribute, (int) value);
            case AttributeGroup.ADDRESS ->
                attribute == 0 || attribute == 1 ? vgic.setAddress(addressed(attribute), value) : Errno.ENXIO;
            case AttributeGroup.NUMBER_OF_INTERRUPTS -> vgic.setNumberOfInterrupts((int) value);
            case AttributeGroup.CONTROL -> {
                if (attribute != AttributeGroup.CONTROL_INIT) {
                    yield Errno.ENXIO;
                }
                vgic.initialize();
                yield Errno.OK;
            }
            default -> Errno.ENXIO;
        };
    }

    @Override
    public void close() {
        closed = true;
    }

    private int unusable() {
        int now = gate.errno();
        return now != Errno.OK ? now : closed ? Errno.EBADF : Errno.OK;
    }

    private int hasRegister(Frame frame, long attribute) {
        if (vcpus.withId(vcpuId(attribute)) == null) {
            return Errno.EINVAL;
        }
        long offset = attribute & LOW_HALF;
        Geometry geometry = vgic.geometry();
        boolean there = (offset & 3) == 0
                && Registers.at(frame, offset, geometry)
                        .filter(register -> register.row().user() != Policy.ABSENT)
                        .isPresent();
        return there ? Errno.OK : Errno.ENXIO;
    }

    private int getRegister(Frame frame, long attribute, long[] values, int index) {
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

    private int setRegister(Frame frame, long attribute, int value) {
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
                : gic.writeAttribute(vcpu.index().value(), frame, (int) attribute, value);
    }

    private static int vcpuId(long attribute) {
        return (int) (attribute >>> 32 & 0xFF);
    }

    private static Frame addressed(long attribute) {
        return attribute == AttributeGroup.ADDRESS_V2_DISTRIBUTOR
                ? Frame.GICV2_DISTRIBUTOR
                : Frame.GICV2_CPU_INTERFACE;
    }
}

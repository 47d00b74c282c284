package org.gic4j.emulated.attribute;

import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.registers.Frame;
import org.gic4j.emulated.controller.AffinityMap;
import org.gic4j.emulated.gicv3.Gicv3;
import org.gic4j.emulated.machine.Gate;
import org.gic4j.emulated.machine.VcpuTable;
import org.gic4j.emulated.machine.VgicV3;

/** The attributes of a VGICv3 (CONTRACT 2.4, 2.5, 3, 5 and 6), with the kernel's order of checks. */
public final class Gicv3Device extends VgicDevice {
    private static final int SYSTEM_REGISTER = 0xFFFF;
    private static final int LEVEL_INTID = 0x3FF;
    private static final int LEVEL_KIND_SHIFT = 10;
    /** Stands for "there is no such vCPU". */
    private static final int NOBODY = AffinityMap.NONE;

    private final VcpuTable vcpus;
    private final VgicV3 vgic;

    /**
     * A handle.
     *
     * @param gate whether the virtual machine answers
     * @param vcpus its vCPUs
     * @param vgic its VGICv3, which outlives the handle
     */
    public Gicv3Device(Gate gate, VcpuTable vcpus, VgicV3 vgic) {
        super(gate, vgic);
        this.vcpus = vcpus;
        this.vgic = vgic;
    }

    @Override
    public DeviceType type() {
        return DeviceType.VGIC_V3;
    }

    @Override
    boolean hasAddress(long attribute) {
        return attribute == AttributeGroup.ADDRESS_V3_DISTRIBUTOR
                || attribute == AttributeGroup.ADDRESS_V3_REDISTRIBUTOR
                || attribute == AttributeGroup.ADDRESS_V3_REDISTRIBUTOR_REGION;
    }

    @Override
    int getAddress(long attribute, long[] values, int index) {
        if (attribute == AttributeGroup.ADDRESS_V3_DISTRIBUTOR) {
            values[index] = vgic.distributorAddress();
        } else if (attribute == AttributeGroup.ADDRESS_V3_REDISTRIBUTOR) {
            values[index] = vgic.redistributorAddress();
        } else {
            long region = vgic.region(values[index]);
            if (region == VgicV3.NO_REGION) {
                return Errno.ENOENT;
            }
            values[index] = region;
        }
        return Errno.OK;
    }

    @Override
    int setAddress(long attribute, long value) {
        return attribute == AttributeGroup.ADDRESS_V3_DISTRIBUTOR
                ? vgic.setDistributorAddress(value)
                : attribute == AttributeGroup.ADDRESS_V3_REDISTRIBUTOR
                        ? vgic.setRedistributorAddress(value)
                        : vgic.setRegion(value);
    }

    @Override
    boolean hasControl(long attribute) {
        return attribute == AttributeGroup.CONTROL_INIT || attribute == AttributeGroup.CONTROL_SAVE_PENDING_TABLES;
    }

    /** Saves the pending tables of LPIs. */
    @Override
    int command(long attribute) {
        return vcpus.isAnyRunning() ? Errno.EBUSY : vgic.savePendingTables();
    }

    @Override
    int hasRegister(int group, long attribute) {
        long low = attribute & LOW_HALF;
        return switch (group) {
            case AttributeGroup.DISTRIBUTOR_REGISTERS ->
                indexOf(group, attribute) == NOBODY ? Errno.EINVAL : hasWord(Frame.GICV3_DISTRIBUTOR, low);
            case AttributeGroup.REDISTRIBUTOR_REGISTERS ->
                indexOf(group, attribute) == NOBODY
                        ? Errno.EINVAL
                        : low < Frame.GICV3_REDISTRIBUTOR.size()
                                ? hasWord(Frame.GICV3_REDISTRIBUTOR, low)
                                : hasWord(
                                        Frame.GICV3_REDISTRIBUTOR_SGI,
                                        low - Frame.GICV3_REDISTRIBUTOR_SGI.attributeBase());
            case AttributeGroup.CPU_SYSTEM_REGISTERS ->
                indexOf(group, attribute) == NOBODY
                        ? Errno.EINVAL
                        : hasWord(Frame.GICV3_CPU_INTERFACE, attribute & SYSTEM_REGISTER);
            // Neither the vCPU nor the INTID is looked at (DEV-6).
            case AttributeGroup.LEVEL_INFO -> low >>> LEVEL_KIND_SHIFT == 0 ? Errno.OK : Errno.ENXIO;
            default -> Errno.ENXIO;
        };
    }

    @Override
    int getRegister(int group, long attribute, long[] values, int index) {
        if (!isRegisterGroup(group)) {
            return Errno.ENXIO;
        }
        int vcpuIndex = indexOf(group, attribute);
        if (vcpuIndex == NOBODY) {
            return Errno.EINVAL;
        }
        Gicv3 gic = vgic.initialized();
        if (vcpus.isAnyRunning() || gic == null) {
            return Errno.EBUSY;
        }
        int low = (int) attribute;
        return switch (group) {
            case AttributeGroup.DISTRIBUTOR_REGISTERS -> {
                values[index] = (low & 3) != 0 ? 0 : gic.readDistributor(low) & LOW_HALF;
                yield Errno.OK;
            }
            case AttributeGroup.REDISTRIBUTOR_REGISTERS -> {
                values[index] = (low & 3) != 0 ? 0 : gic.readRedistributor(vcpuIndex, low) & LOW_HALF;
                yield Errno.OK;
            }
            case AttributeGroup.CPU_SYSTEM_REGISTERS ->
                gic.getSystemRegister(vcpuIndex, low & SYSTEM_REGISTER, values, index);
            default -> {
                if (!isLevelWord(low)) {
                    yield Errno.EINVAL;
                }
                values[index] = gic.readLevels(vcpuIndex, (low & LEVEL_INTID) / Integer.SIZE) & LOW_HALF;
                yield Errno.OK;
            }
        };
    }

    @Override
    int setRegister(int group, long attribute, long value) {
        if (!isRegisterGroup(group)) {
            return Errno.ENXIO;
        }
        int vcpuIndex = indexOf(group, attribute);
        if (vcpuIndex == NOBODY) {
            return Errno.EINVAL;
        }
        Gicv3 gic = vgic.initialized();
        if (vcpus.isAnyRunning() || gic == null) {
            return Errno.EBUSY;
        }
        int low = (int) attribute;
        return switch (group) {
            case AttributeGroup.DISTRIBUTOR_REGISTERS ->
                (low & 3) != 0 ? Errno.OK : gic.writeDistributor(low, (int) value);
            case AttributeGroup.REDISTRIBUTOR_REGISTERS -> {
                if ((low & 3) == 0) {
                    gic.writeRedistributor(vcpuIndex, low, (int) value);
                }
                yield Errno.OK;
            }
            case AttributeGroup.CPU_SYSTEM_REGISTERS -> gic.setSystemRegister(vcpuIndex, low & SYSTEM_REGISTER, value);
            default -> {
                if (!isLevelWord(low)) {
                    yield Errno.EINVAL;
                }
                gic.writeLevels(vcpuIndex, (low & LEVEL_INTID) / Integer.SIZE, (int) value);
                yield Errno.OK;
            }
        };
    }

    private static boolean isRegisterGroup(int group) {
        return group == AttributeGroup.DISTRIBUTOR_REGISTERS
                || group == AttributeGroup.REDISTRIBUTOR_REGISTERS
                || group == AttributeGroup.CPU_SYSTEM_REGISTERS
                || group == AttributeGroup.LEVEL_INFO;
    }

    /** Whether bits 31 to 0 of an attribute mean the levels of 32 lines. */
    private static boolean isLevelWord(int low) {
        return low >>> LEVEL_KIND_SHIFT == 0 && (low & Integer.SIZE - 1) == 0;
    }

    /** The creation index of the vCPU that an attribute names; the distributor's name none, but there must be one. */
    private int indexOf(int group, long attribute) {
        return group == AttributeGroup.DISTRIBUTOR_REGISTERS
                ? vcpus.size() == 0 ? NOBODY : 0
                : vcpus.affinities().indexOf((int) (attribute >>> 32));
    }
}

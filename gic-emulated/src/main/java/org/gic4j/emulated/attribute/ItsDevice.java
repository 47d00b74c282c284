package org.gic4j.emulated.attribute;

import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.emulated.its.ItsFrame;
import org.gic4j.emulated.machine.Gate;
import org.gic4j.emulated.machine.TranslationServices;
import org.gic4j.emulated.machine.VcpuTable;
import org.gic4j.emulated.machine.VgicIts;

/** The attributes of an ITS (CONTRACT 2.4, 3 and 9.1), with the kernel's order of checks. */
public final class ItsDevice implements Device {
    private static final long END_OF_FIRST_WORDS = 0x8;
    private static final long BEGIN_OF_IDENTIFICATION = 0xFFD0;

    private final Gate gate;
    private final VcpuTable vcpus;
    private final TranslationServices services;
    private final VgicIts its;
    private volatile boolean closed;

    /**
     * A handle.
     *
     * @param gate whether the virtual machine answers
     * @param vcpus its vCPUs
     * @param services its ITSs
     * @param its this one, which outlives the handle
     */
    public ItsDevice(Gate gate, VcpuTable vcpus, TranslationServices services, VgicIts its) {
        this.gate = gate;
        this.vcpus = vcpus;
        this.services = services;
        this.its = its;
    }

    @Override
    public DeviceType type() {
        return DeviceType.ITS;
    }

    @Override
    public int tryHas(int group, long attribute) {
        int unusable = unusable();
        if (unusable != Errno.OK) {
            return unusable;
        }
        return switch (group) {
            case AttributeGroup.ADDRESS -> attribute == AttributeGroup.ADDRESS_ITS ? Errno.OK : Errno.ENXIO;
            case AttributeGroup.CONTROL -> isCommand(attribute) ? Errno.OK : Errno.ENXIO;
            case AttributeGroup.ITS_REGISTERS ->
                isMisaligned(attribute)
                        ? Errno.EINVAL
                        : ItsFrame.hasRegister((int) attribute) ? Errno.OK : Errno.ENXIO;
            default -> Errno.ENXIO;
        };
    }

    @Override
    public int tryGet(int group, long attribute, long[] values, int index) {
        int unusable = unusable();
        if (unusable != Errno.OK) {
            return unusable;
        }
        int errno =
                switch (group) {
                    case AttributeGroup.ADDRESS -> attribute == AttributeGroup.ADDRESS_ITS ? Errno.OK : Errno.ENODEV;
                    case AttributeGroup.ITS_REGISTERS -> errnoOfRegister(attribute);
                    default -> Errno.ENXIO;
                };
        if (errno == Errno.OK) {
            values[index] =
                    group == AttributeGroup.ADDRESS ? its.address() : its.frame().readAttribute((int) attribute);
        }
        return errno;
    }

    @Override
    public int trySet(int group, long attribute, long value) {
        int unusable = unusable();
        if (unusable != Errno.OK) {
            return unusable;
        }
        return switch (group) {
            case AttributeGroup.ADDRESS ->
                attribute == AttributeGroup.ADDRESS_ITS ? its.setAddress(value) : Errno.ENODEV;
            case AttributeGroup.CONTROL -> control(attribute);
            case AttributeGroup.ITS_REGISTERS -> {
                int errno = errnoOfRegister(attribute);
                if (errno == Errno.OK) {
                    errno = its.frame().writeAttribute((int) attribute, value);
                    services.tell();
                }
                yield errno;
            }
            default -> Errno.ENXIO;
        };
    }

    @Override
    public void close() {
        closed = true;
    }

    private int unusable() {
        return closed ? Errno.EBADF : gate.errno();
    }

    /** Commands that do not exist answer 0 (DEV-20). */
    private int control(long attribute) {
        if (attribute == AttributeGroup.CONTROL_INIT) {
            return Errno.OK;
        }
        if (vcpus.isAnyRunning()) {
            return Errno.EBUSY;
        }
        int errno = Errno.OK;
        if (attribute == AttributeGroup.CONTROL_ITS_SAVE_TABLES) {
            errno = its.its().saveTables();
        } else if (attribute == AttributeGroup.CONTROL_ITS_RESTORE_TABLES) {
            errno = its.its().restoreTables();
        } else if (attribute == AttributeGroup.CONTROL_ITS_RESET) {
            its.its().reset();
        }
        services.tell();
        return errno;
    }

    private int errnoOfRegister(long attribute) {
        if (isMisaligned(attribute)) {
            return Errno.EINVAL;
        }
        if (vcpus.isAnyRunning()) {
            return Errno.EBUSY;
        }
        return its.hasAddress() && ItsFrame.hasRegister((int) attribute) ? Errno.OK : Errno.ENXIO;
    }

    /** The rule looks at all 64 bits, while only 32 tell the register (DEV-22). */
    private static boolean isMisaligned(long attribute) {
        boolean ofWords = Long.compareUnsigned(attribute, END_OF_FIRST_WORDS) < 0
                || Long.compareUnsigned(attribute, BEGIN_OF_IDENTIFICATION) >= 0;
        return (attribute & (ofWords ? Integer.BYTES : Long.BYTES) - 1) != 0;
    }

    private static boolean isCommand(long attribute) {
        return attribute == AttributeGroup.CONTROL_INIT
                || attribute == AttributeGroup.CONTROL_ITS_SAVE_TABLES
                || attribute == AttributeGroup.CONTROL_ITS_RESTORE_TABLES
                || attribute == AttributeGroup.CONTROL_ITS_RESET;
    }
}

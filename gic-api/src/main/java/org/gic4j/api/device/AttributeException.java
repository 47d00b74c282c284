package org.gic4j.api.device;

import java.util.OptionalLong;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.jspecify.annotations.Nullable;

/** An attribute access that was refused, with the device and the attribute named by its register. */
public final class AttributeException extends GicException {
    private static final long serialVersionUID = 1L;

    private final DeviceType device;
    private final int group;
    private final long attribute;
    private final @Nullable Long value;

    private AttributeException(
            int errno, DeviceType device, int group, long attribute, @Nullable Long value, String message) {
        super(errno, message);
        this.device = device;
        this.group = group;
        this.attribute = attribute;
        this.value = value;
    }

    /**
     * A GET that failed.
     *
     * @param errno why
     * @param device on which device
     * @param group the group
     * @param attribute the attribute
     */
    public static AttributeException ofGet(int errno, DeviceType device, int group, long attribute) {
        return ofGet("get", errno, device, group, attribute);
    }

    /**
     * A GET that failed, by the name of a backend's call.
     *
     * @param call what stands before the attribute in the message
     * @param errno why
     * @param device on which device
     * @param group the group
     * @param attribute the attribute
     */
    public static AttributeException ofGet(String call, int errno, DeviceType device, int group, long attribute) {
        return new AttributeException(
                errno,
                device,
                group,
                attribute,
                null,
                call + " " + DeviceAttribute.decode(device, group, attribute).describe()
                        + remedy(errno, device, group, attribute));
    }

    /**
     * A SET that failed.
     *
     * @param errno why
     * @param device on which device
     * @param group the group
     * @param attribute the attribute
     * @param value the value that was refused
     */
    public static AttributeException ofSet(int errno, DeviceType device, int group, long attribute, long value) {
        return ofSet("set", errno, device, group, attribute, value);
    }

    /**
     * A SET that failed, by the name of a backend's call.
     *
     * @param call what stands before the attribute in the message
     * @param errno why
     * @param device on which device
     * @param group the group
     * @param attribute the attribute
     * @param value the value that was refused
     */
    public static AttributeException ofSet(
            String call, int errno, DeviceType device, int group, long attribute, long value) {
        return new AttributeException(
                errno,
                device,
                group,
                attribute,
                value,
                call + " " + DeviceAttribute.decode(device, group, attribute).describe() + " to 0x"
                        + Long.toHexString(value) + remedy(errno, device, group, attribute));
    }

    /** What to do, where the errno has one meaning whatever the attribute is. */
    private static String remedy(int errno, DeviceType device, int group, long attribute) {
        return switch (errno) {
            case Errno.EIO -> ": this virtual machine died when a vCPU's first run failed; close it and make another";
            case Errno.EBADF -> ": the device or its virtual machine is closed";
            case Errno.EBUSY ->
                switch (group) {
                    case AttributeGroup.ADDRESS -> "";
                    case AttributeGroup.CONTROL ->
                        device == DeviceType.ITS || attribute == AttributeGroup.CONTROL_SAVE_PENDING_TABLES
                                ? ": a vCPU is inside its run; stop all vCPUs first"
                                : "";
                    case AttributeGroup.NUMBER_OF_INTERRUPTS -> ": it is set or the device is initialised already";
                    default ->
                        device == DeviceType.VGIC_V3
                                ? ": a vCPU is inside its run, or the device is not initialised; stop all vCPUs, and"
                                        + " initialise it first"
                                : ": a vCPU is inside its run; stop all vCPUs first";
                };
            default ->
                device == DeviceType.ITS && group == AttributeGroup.CONTROL ? tableRemedy(errno, attribute) : "";
        };
    }

    /** What to do about tables of an ITS. */
    private static String tableRemedy(int errno, long attribute) {
        if (errno == Errno.EFAULT) {
            return ": a table is not in guest memory; map the memory that GITS_BASERn and the device table name";
        }
        if (attribute == AttributeGroup.CONTROL_ITS_SAVE_TABLES && errno == Errno.EINVAL) {
            return ": the collection of a mapped event was unmapped, which a table cannot say and crashes kernels, or a"
                    + " device id has no room in its table; unmap those devices, or reset the ITS, first";
        }
        if (attribute == AttributeGroup.CONTROL_ITS_RESTORE_TABLES && errno == Errno.EEXIST) {
            return ": the ITS has that mapped already; reset it first";
        }
        if (attribute == AttributeGroup.CONTROL_ITS_RESTORE_TABLES && errno == Errno.EINVAL) {
            return ": an entry names a vCPU, a collection, an LPI or an event that cannot be; nothing is mapped now";
        }
        return "";
    }

    /** The device. */
    public DeviceType device() {
        return device;
    }

    /** The value that was refused; empty for a GET. */
    public OptionalLong value() {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** The attribute, decoded. */
    public DeviceAttribute attribute() {
        return DeviceAttribute.decode(device, group, attribute);
    }
}

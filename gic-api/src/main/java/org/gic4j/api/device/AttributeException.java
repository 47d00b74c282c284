package org.gic4j.api.device;

import org.gic4j.api.Errno;
import org.gic4j.api.GicException;

/** An attribute access that was refused, with the device and the attribute named by its register. */
public final class AttributeException extends GicException {
    private static final long serialVersionUID = 1L;

    private final DeviceType device;
    private final int group;
    private final long attribute;

    private AttributeException(int errno, DeviceType device, int group, long attribute, String message) {
        super(errno, message);
        this.device = device;
        this.group = group;
        this.attribute = attribute;
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
                call + " " + DeviceAttribute.decode(device, group, attribute).describe() + remedy(errno, device, group));
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
                call + " " + DeviceAttribute.decode(device, group, attribute).describe() + " to 0x"
                        + Long.toHexString(value) + remedy(errno, device, group));
    }

    /** What to do, where the errno has one meaning whatever the attribute is. */
    private static String remedy(int errno, DeviceType device, int group) {
        return switch (errno) {
            case Errno.EIO -> ": this virtual machine died when a vCPU's first run failed; close it and make another";
            case Errno.EBADF -> ": the device or its virtual machine is closed";
            case Errno.EBUSY ->
                switch (group) {
                    case AttributeGroup.ADDRESS, AttributeGroup.CONTROL -> "";
                    case AttributeGroup.NUMBER_OF_INTERRUPTS -> ": it is set or the device is initialised already";
                    default ->
                        device == DeviceType.VGIC_V3
                                ? ": a vCPU is inside its run, or the device is not initialised; stop all vCPUs, and"
                                        + " initialise it first"
                                : ": a vCPU is inside its run; stop all vCPUs first";
                };
            default -> "";
        };
    }

    /** The device. */
    public DeviceType device() {
        return device;
    }

    /** The attribute, decoded. */
    public DeviceAttribute attribute() {
        return DeviceAttribute.decode(device, group, attribute);
    }
}

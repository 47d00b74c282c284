package org.gic4j.api.device;

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
        return new AttributeException(
                errno, device, group, attribute, "get " + DeviceAttribute.decode(device, group, attribute).describe());
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
        return new AttributeException(
                errno,
                device,
                group,
                attribute,
                "set " + DeviceAttribute.decode(device, group, attribute).describe() + " to 0x"
                        + Long.toHexString(value));
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

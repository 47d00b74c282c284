package org.gic4j.api.device;

import org.gic4j.api.GicException;

/**
 * A device with attributes, at two levels. The primitive level ({@code try…}) returns 0 or a positive errno and never
 * throws for an errno nor allocates; on top of it stand methods that throw exceptions which name the register.
 *
 * <p>Any thread may call; one access is atomic. After close everything answers EBADF, after a failed first run EIO.
 */
public interface Device extends AutoCloseable {
    /** What it is. */
    DeviceType type();

    /**
     * {@code KVM_HAS_DEVICE_ATTR}.
     *
     * @param group see {@link AttributeGroup}
     * @param attribute the attribute within the group
     * @return 0; ENXIO where there is none; EINVAL for a vCPU that does not exist; EIO, EBADF
     */
    int tryHas(int group, long attribute);

    /**
     * {@code KVM_GET_DEVICE_ATTR}. The word at {@code index} goes in as well (a redistributor region's index) and is
     * left alone on failure.
     *
     * @param group see {@link AttributeGroup}
     * @param attribute the attribute within the group
     * @param values where the value goes, zero-extended to 64 bits
     * @param index which element of it
     * @return 0; ENXIO, EINVAL, ENOENT, EBUSY, ENODEV as in the kernel; EIO, EBADF
     */
    int tryGet(int group, long attribute, long[] values, int index);

    /**
     * {@code KVM_SET_DEVICE_ATTR}.
     *
     * @param group see {@link AttributeGroup}
     * @param attribute the attribute within the group
     * @param value the value; groups of 32 bits ignore the upper half
     * @return 0; ENXIO, EINVAL, E2BIG, EEXIST, ENOENT, EBUSY, ENODEV as in the kernel; EFAULT where a table of an ITS or of
     *     LPIs is not in guest memory, ENOMEM where a restored one holds too much; EIO, EBADF
     */
    int trySet(int group, long attribute, long value);

    /**
     * Gets many attributes of one group, in order, stopping at the first that fails.
     *
     * @param group see {@link AttributeGroup}
     * @param attributes the attributes
     * @param values where each value goes, at its attribute's index
     * @param from the first index
     * @param to the index behind the last
     * @return {@code to}, or the index of the access that failed; {@link #tryGet(int, long, long[], int)} tells its errno
     */
    default int tryGetRange(int group, long[] attributes, long[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            if (tryGet(group, attributes[i], values, i) != 0) {
                return i;
            }
        }
        return to;
    }

    /**
     * Sets many attributes of one group, in order, stopping at the first that fails.
     *
     * @param group see {@link AttributeGroup}
     * @param attributes the attributes
     * @param values the value of each, at its attribute's index
     * @param from the first index
     * @param to the index behind the last
     * @return {@code to}, or the index of the access that failed; {@link #trySet} tells its errno
     */
    default int trySetRange(int group, long[] attributes, long[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            if (trySet(group, attributes[i], values[i]) != 0) {
                return i;
            }
        }
        return to;
    }

    /**
     * Whether an attribute exists.
     *
     * @param group see {@link AttributeGroup}
     * @param attribute the attribute within the group
     */
    default boolean has(int group, long attribute) {
        return tryHas(group, attribute) == 0;
    }

    /**
     * Gets an attribute.
     *
     * @param group see {@link AttributeGroup}
     * @param attribute the attribute within the group
     * @return its value, zero-extended
     * @throws GicException with the errno of {@link #tryGet}
     */
    default long get(int group, long attribute) {
        long[] value = new long[1];
        int errno = tryGet(group, attribute, value, 0);
        if (errno != 0) {
            throw AttributeException.ofGet(errno, type(), group, attribute);
        }
        return value[0];
    }

    /**
     * Sets an attribute.
     *
     * @param group see {@link AttributeGroup}
     * @param attribute the attribute within the group
     * @param value the value
     * @throws GicException with the errno of {@link #trySet}
     */
    default void set(int group, long attribute, long value) {
        int errno = trySet(group, attribute, value);
        if (errno != 0) {
            throw AttributeException.ofSet(errno, type(), group, attribute, value);
        }
    }

    /**
     * Initialises the device: {@code KVM_DEV_ARM_VGIC_CTRL_INIT}. Repeating it does nothing.
     *
     * @throws GicException EIO, EBADF
     */
    default void initialize() {
        set(AttributeGroup.CONTROL, AttributeGroup.CONTROL_INIT, 0);
    }

    /** Closes the handle. The interrupt controller stays in its virtual machine; closing twice is harmless. */
    @Override
    void close();
}

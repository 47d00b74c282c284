package org.gic4j.kvm.machine;

import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeException;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.kvm.call.Arguments;
import org.gic4j.kvm.call.Descriptor;
import org.gic4j.kvm.call.KvmRequest;

/** A device of the kernel: whatever it is, its attributes are reached in the same way. */
class KernelDevice implements Device {
    private final DeviceType type;
    private final Descriptor descriptor;

    /**
     * A handle.
     *
     * @param type what it is
     * @param descriptor its descriptor
     */
    KernelDevice(DeviceType type, Descriptor descriptor) {
        this.type = type;
        this.descriptor = descriptor;
    }

    @Override
    public final DeviceType type() {
        return type;
    }

    @Override
    public final int tryHas(int group, long attribute) {
        return errnoOf(descriptor.ioctl(
                KvmRequest.HAS_DEVICE_ATTR, Arguments.ofThisThread().deviceAttribute(group, attribute)));
    }

    @Override
    public final int tryGet(int group, long attribute, long[] values, int index) {
        return get(Arguments.ofThisThread(), group, attribute, values, index);
    }

    @Override
    public int trySet(int group, long attribute, long value) {
        Arguments arguments = Arguments.ofThisThread();
        arguments.setValue(value);
        return errnoOf(descriptor.ioctl(KvmRequest.SET_DEVICE_ATTR, arguments.deviceAttribute(group, attribute)));
    }

    @Override
    public final int tryGetRange(int group, long[] attributes, long[] values, int from, int to) {
        Arguments arguments = Arguments.ofThisThread();
        for (int i = from; i < to; i++) {
            if (get(arguments, group, attributes[i], values, i) != Errno.OK) {
                return i;
            }
        }
        return to;
    }

    @Override
    public final int trySetRange(int group, long[] attributes, long[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            if (trySet(group, attributes[i], values[i]) != Errno.OK) {
                return i;
            }
        }
        return to;
    }

    @Override
    public final long get(int group, long attribute) {
        long[] value = new long[1];
        int errno = tryGet(group, attribute, value, 0);
        if (errno != Errno.OK) {
            throw AttributeException.ofGet("KVM_GET_DEVICE_ATTR of", errno, type, group, attribute);
        }
        return value[0];
    }

    @Override
    public final void set(int group, long attribute, long value) {
        int errno = trySet(group, attribute, value);
        if (errno != Errno.OK) {
            throw AttributeException.ofSet("KVM_SET_DEVICE_ATTR of", errno, type, group, attribute, value);
        }
    }

    @Override
    public final void close() {
        descriptor.close();
    }

    @Override
    public final String toString() {
        return type + (descriptor.isClosed() ? " of KVM, closed" : " of KVM");
    }

    private int get(Arguments arguments, int group, long attribute, long[] values, int index) {
        arguments.setValue(values[index]);
        int result = descriptor.ioctl(KvmRequest.GET_DEVICE_ATTR, arguments.deviceAttribute(group, attribute));
        if (result < 0) {
            return -result;
        }
        values[index] = isLong(group) ? arguments.value() : arguments.lowValue();
        return Errno.OK;
    }

    private static int errnoOf(int result) {
        return result < 0 ? -result : Errno.OK;
    }

    /** Whether a group's values have 64 bits; the kernel touches only 32 for the others. */
    private static boolean isLong(int group) {
        return group == AttributeGroup.ADDRESS
                || group == AttributeGroup.CPU_SYSTEM_REGISTERS
                || group == AttributeGroup.ITS_REGISTERS;
    }
}

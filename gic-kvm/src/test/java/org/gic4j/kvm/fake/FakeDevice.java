package org.gic4j.kvm.fake;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.kvm.call.KvmRequest;
import org.gic4j.kvm.call.KvmStructs.DeviceAttribute;
import org.jspecify.annotations.Nullable;

/** A device of the fake kernel: decodes attributes for an emulated one. */
final class FakeDevice implements FakeFile {
    private static final int CONTROL = 4;

    private final FakeKernel kernel;
    private final FakeMachine machine;
    private final @Nullable Device emulated;

    FakeDevice(FakeKernel kernel, FakeMachine machine, @Nullable Device emulated) {
        this.kernel = kernel;
        this.machine = machine;
        this.emulated = emulated;
        machine.hold();
    }

    @Override
    public int ioctl(long request, long argument) {
        return UNKNOWN;
    }

    @Override
    public int ioctl(long request, MemorySegment argument) {
        int dead = machine.errno();
        if (dead != Errno.OK) {
            return -dead;
        }
        if (emulated == null) {
            return -Errno.ENXIO;
        }
        int group = argument.get(JAVA_INT, DeviceAttribute.GROUP);
        long attribute = argument.get(JAVA_LONG, DeviceAttribute.ATTRIBUTE);
        if (request == KvmRequest.HAS_DEVICE_ATTR) {
            return -emulated.tryHas(group, attribute);
        }
        long pointer = argument.get(JAVA_LONG, DeviceAttribute.ADDRESS);
        if (request == KvmRequest.SET_DEVICE_ATTR) {
            return -set(emulated, group, attribute, pointer);
        }
        return request == KvmRequest.GET_DEVICE_ATTR ? -get(emulated, group, attribute, pointer) : UNKNOWN;
    }

    private int set(Device device, int group, long attribute, long pointer) {
        if (group == CONTROL) {
            int errno = device.trySet(group, attribute, 0);
            if (errno == Errno.EINVAL && attribute == AttributeGroup.CONTROL_ITS_SAVE_TABLES) {
                // The emulated ITS has an answer where the kernel has none (CONTRACT 9.3).
                kernel.fault("SAVE_TABLES that a real kernel does not survive");
            }
            return errno;
        }
        Optional<MemorySegment> value = kernel.user().at(pointer, width(group));
        if (value.isEmpty()) {
            // A vCPU that does not exist is found before the pointer.
            return device.tryHas(group, attribute) == Errno.EINVAL ? Errno.EINVAL : Errno.EFAULT;
        }
        return device.trySet(group, attribute, load(value.get()));
    }

    private int get(Device device, int group, long attribute, long pointer) {
        long[] values = new long[1];
        Optional<MemorySegment> value = kernel.user().at(pointer, width(group));
        value.ifPresent(word -> values[0] = load(word));
        int errno = device.tryGet(group, attribute, values, 0);
        if (errno != Errno.OK) {
            return errno;
        }
        if (value.isEmpty()) {
            return Errno.EFAULT;
        }
        if (value.get().byteSize() == Long.BYTES) {
            value.get().set(JAVA_LONG, 0, values[0]);
        } else {
            value.get().set(JAVA_INT, 0, (int) values[0]);
        }
        return Errno.OK;
    }

    private static long load(MemorySegment word) {
        return word.byteSize() == Long.BYTES ? word.get(JAVA_LONG, 0) : word.get(JAVA_INT, 0);
    }

    /** How many bytes the kernel touches (CONTRACT 1.2). */
    private static int width(int group) {
        return switch (group) {
            case 0, 6, 8 -> Long.BYTES;
            default -> Integer.BYTES;
        };
    }

    @Override
    public void release() {
        machine.release();
    }
}

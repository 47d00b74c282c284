package org.gic4j.testkit.fake;

import java.util.HashMap;
import java.util.Map;
import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;

/**
 * A device whose registers are plain memory, 0 at first, with 64 interrupts. Groups above 8 do not exist; while a vCPU
 * runs, distributor registers are busy. A write of GICD_SGIR sets bit 0 of GICD_ISPENDR0 and of GICD_ISPENDR1 too.
 */
final class FakeDevice implements Device {
    private static final int INTERRUPTS = 64;

    private final FakeMachine machine;
    private final DeviceType type;
    private final Map<Long, Long> registers = new HashMap<>();

    FakeDevice(FakeMachine machine, DeviceType type) {
        this.machine = machine;
        this.type = type;
    }

    @Override
    public DeviceType type() {
        return type;
    }

    @Override
    public int tryHas(int group, long attribute) {
        return group > AttributeGroup.ITS_REGISTERS || attribute % 4 != 0 ? Errno.ENXIO : Errno.OK;
    }

    @Override
    public int tryGet(int group, long attribute, long[] values, int index) {
        int errno = access(group);
        if (errno == Errno.OK) {
            values[index] = group == AttributeGroup.NUMBER_OF_INTERRUPTS
                    ? INTERRUPTS
                    : registers.getOrDefault(key(group, attribute), 0L);
        }
        return errno;
    }

    @Override
    public int trySet(int group, long attribute, long value) {
        machine.calls().add("set " + group + " 0x" + Long.toHexString(attribute) + " 0x" + Long.toHexString(value));
        int errno = access(group);
        if (errno == Errno.OK) {
            registers.put(key(group, attribute), value);
            if (group == AttributeGroup.DISTRIBUTOR_REGISTERS && (attribute & 0xFFF) == 0xF00) {
                registers.put(key(group, 0x200), 1L);
                registers.put(key(group, 0x204), 1L);
            }
        }
        return errno;
    }

    private int access(int group) {
        if (group > AttributeGroup.ITS_REGISTERS) {
            return Errno.ENXIO;
        }
        return machine.running() && group == AttributeGroup.DISTRIBUTOR_REGISTERS ? Errno.EBUSY : Errno.OK;
    }

    private static long key(int group, long attribute) {
        return (long) group << 56 ^ attribute;
    }

    @Override
    public void close() {}
}

package org.gic4j.api.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.Map;
import org.gic4j.api.Errno;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv2Distributor;
import org.junit.jupiter.api.Test;

/** What the interface itself does, on top of an implementation's three accesses. */
class DeviceTest {
    private static final long GICD_IIDR = Gicv2Distributor.GICD_IIDR.attribute(2, 0);
    private static final long GICC_PMR = Gicv2CpuInterface.GICC_PMR.attribute(0, 0);

    private final Words device = new Words();

    /** A device of plain words, of which one refuses. */
    private static final class Words implements Device {
        private final Map<Long, Long> values = new HashMap<>();
        private long refusing = -1;

        @Override
        public DeviceType type() {
            return DeviceType.VGIC_V2;
        }

        @Override
        public int tryHas(int group, long attribute) {
            return values.containsKey(attribute) ? Errno.OK : Errno.ENXIO;
        }

        @Override
        public int tryGet(int group, long attribute, long[] into, int index) {
            if (attribute == refusing) {
                return Errno.EBUSY;
            }
            into[index] = values.getOrDefault(attribute, 0L);
            return Errno.OK;
        }

        @Override
        public int trySet(int group, long attribute, long value) {
            if (attribute == refusing) {
                return Errno.EINVAL;
            }
            values.put(attribute, value);
            return Errno.OK;
        }

        @Override
        public void close() {
            refusing = -1;
        }
    }

    @Test
    void shouldGetWhatWasSet() {
        device.set(AttributeGroup.CPU_REGISTERS, GICC_PMR, 0x1E);

        assertThat(device.get(AttributeGroup.CPU_REGISTERS, GICC_PMR)).isEqualTo(0x1E);
        assertThat(device.has(AttributeGroup.CPU_REGISTERS, GICC_PMR)).isTrue();
        assertThat(device.has(AttributeGroup.CPU_REGISTERS, 0x4444)).isFalse();
    }

    @Test
    void shouldNameTheRegisterThatRefusedItsValue() {
        device.refusing = GICD_IIDR;

        assertThatExceptionOfType(AttributeException.class)
                .isThrownBy(() -> device.set(AttributeGroup.DISTRIBUTOR_REGISTERS, GICD_IIDR, 0x4B00_143BL))
                .withMessage("EINVAL: set GICD_IIDR of vCPU 2 to 0x4b00143b")
                .satisfies(refusal -> {
                    assertThat(refusal.errno()).isEqualTo(Errno.EINVAL);
                    assertThat(refusal.device()).isEqualTo(DeviceType.VGIC_V2);
                    assertThat(refusal.attribute().attribute()).isEqualTo(GICD_IIDR);
                });
    }

    @Test
    void shouldNameTheRegisterThatCouldNotBeRead() {
        device.refusing = GICD_IIDR;

        assertThatExceptionOfType(AttributeException.class)
                .isThrownBy(() -> device.get(AttributeGroup.DISTRIBUTOR_REGISTERS, GICD_IIDR))
                .withMessage("EBUSY: get GICD_IIDR of vCPU 2: a vCPU is inside its run; stop all vCPUs first");
    }

    @Test
    void shouldInitialiseThroughItsControlGroup() {
        device.initialize();

        assertThat(device.values).containsExactly(Map.entry(AttributeGroup.CONTROL_INIT, 0L));
    }

    @Test
    void shouldStopARangeAtTheAccessThatFails() {
        long[] attributes = {0x400, 0x404, 0x408, 0x40C};
        long[] values = {1, 2, 3, 4};
        device.refusing = 0x408;

        assertThat(device.trySetRange(1, attributes, values, 0, 4)).isEqualTo(2);
        assertThat(device.values).containsOnlyKeys(0x400L, 0x404L);
        assertThat(device.tryGetRange(1, attributes, values, 3, 4)).isEqualTo(4);
        assertThat(device.tryGetRange(1, attributes, values, 1, 4)).isEqualTo(2);
        assertThat(values).containsExactly(1, 2, 3, 0);
    }

    @Test
    void shouldKnowTheKernelsDeviceTypes() {
        for (DeviceType type : DeviceType.values()) {
            assertThat(DeviceType.ofNumber(type.number())).contains(type);
        }
        assertThat(DeviceType.ofNumber(4)).isEmpty();
    }
}

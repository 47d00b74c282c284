package org.gic4j.emulated.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.device.AttributeGroup.ADDRESS;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V3_DISTRIBUTOR;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V3_REDISTRIBUTOR;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V3_REDISTRIBUTOR_REGION;

import org.gic4j.api.Errno;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.emulated.EmulatedBackend;
import org.junit.jupiter.api.Test;

class RedistributorRegionsTest {
    private static final long GICD = 0x0800_0000L;
    private static final long GICR = 0x0810_0000L;

    private final VirtualMachine vm =
            new EmulatedBackend().createVirtualMachine(VirtualMachineConfiguration.KVM_GICV3);
    private final Device device = vm.createDevice(DeviceType.VGIC_V3);

    @Test
    void shouldAcceptARegionAfterTheLegacyOneAndNeverUseIt() {
        assertThat(device.trySet(ADDRESS, ADDRESS_V3_REDISTRIBUTOR, GICR)).isZero();
        assertThat(region(0, 0x0900_0000L, 1)).isEqualTo(Errno.EINVAL);
        assertThat(region(1, 0x0900_0000L, 1)).isZero();
        vcpus(0, 2);
        start();
        assertThat(vm.facet(GuestAccess.class).orElseThrow().claims(0x0900_0000L)).isFalse();
        assertThat(get(ADDRESS_V3_REDISTRIBUTOR_REGION, 0)).isEqualTo(GICR);
        assertThat(device.tryGet(ADDRESS, ADDRESS_V3_REDISTRIBUTOR_REGION, new long[] {2}, 0))
                .isEqualTo(Errno.ENOENT);
    }

    private void vcpus(int from, int to) {
        for (int id = from; id < to; id++) {
            vm.createVcpu(id).initialize();
        }
    }

    private int region(int index, long base, long count) {
        return device.trySet(ADDRESS, ADDRESS_V3_REDISTRIBUTOR_REGION, count << 52 | base | index);
    }

    private void start() {
        device.set(ADDRESS, ADDRESS_V3_DISTRIBUTOR, GICD);
        device.initialize();
    }

    private long get(long attribute, long in) {
        long[] value = {in};
        assertThat(device.tryGet(ADDRESS, attribute, value, 0)).isZero();
        return value[0];
    }
}

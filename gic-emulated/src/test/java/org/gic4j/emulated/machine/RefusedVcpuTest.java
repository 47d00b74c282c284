package org.gic4j.emulated.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gic4j.api.device.AttributeGroup.ADDRESS;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V3_DISTRIBUTOR;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V3_REDISTRIBUTOR_REGION;
import static org.gic4j.api.device.AttributeGroup.REDISTRIBUTOR_REGISTERS;

import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.emulated.EmulatedBackend;
import org.junit.jupiter.api.Test;

class RefusedVcpuTest {
    private static final long GICD = 0x0800_0000L;
    private static final long GICR = 0x0810_0000L;
    private static final int TYPER = 8;

    private final VirtualMachine vm =
            new EmulatedBackend().createVirtualMachine(VirtualMachineConfiguration.KVM_GICV3);
    private final Device device = vm.createDevice(DeviceType.VGIC_V3);

    /** DEV-23: the refused one has taken a redistributor, and the first is not the last any more. */
    @Test
    void shouldShowTheRedistributorThatARefusedVcpuHasTaken() {
        device.set(ADDRESS, ADDRESS_V3_DISTRIBUTOR, GICD);
        device.set(ADDRESS, ADDRESS_V3_REDISTRIBUTOR_REGION, 2L << 52 | GICR);
        vm.createVcpu(0).initialize();
        assertThatThrownBy(() -> vm.createVcpu(0))
                .isInstanceOfSatisfying(
                        GicException.class, refused -> assertThat(refused.errno()).isEqualTo(Errno.EEXIST));
        device.initialize();

        long[] type = new long[1];
        assertThat(device.tryGet(REDISTRIBUTOR_REGISTERS, TYPER, type, 0)).isZero();
        assertThat(type[0]).isZero();
    }
}

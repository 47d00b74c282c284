package org.gic4j.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.gic4j.api.device.DeviceType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtualMachineConfigurationTest {
    @ParameterizedTest
    @CsvSource({"GICV2, VGIC_V2, true", "GICV2, VGIC_V3, false", "GICV2, ITS, false", "GICV3, VGIC_V2, false",
        "GICV3, VGIC_V3, true", "GICV3, ITS, true"})
    void shouldOfferWhatTheKindOfHostHas(HostKind host, DeviceType type, boolean offered) {
        assertThat(host.offers(type)).isEqualTo(offered);
    }

    @ParameterizedTest
    @CsvSource({"0, 40", "36, 36", "48, 48", "0x100, 40"})
    void shouldTakeTheAddressBitsFromTheMachineType(long type, int bits) {
        assertThat(VirtualMachineConfiguration.KVM_GICV2.withMachineType(type).addressBits())
                .isEqualTo(bits);
    }
}

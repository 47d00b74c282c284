package org.gic4j.api.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.gic4j.api.Errno;
import org.gic4j.api.registers.Gicv2Distributor;
import org.junit.jupiter.api.Test;

class AttributeExceptionTest {
    private static final int GROUP = AttributeGroup.DISTRIBUTOR_REGISTERS;
    private static final long IIDR = Gicv2Distributor.GICD_IIDR.attribute(0, 0);

    @Test
    void shouldCarryTheValueThatWasRefused() {
        AttributeException refused = AttributeException.ofSet(Errno.EINVAL, DeviceType.VGIC_V2, GROUP, IIDR, 0x1234);

        assertThat(refused.errno()).isEqualTo(Errno.EINVAL);
        assertThat(refused.device()).isEqualTo(DeviceType.VGIC_V2);
        assertThat(refused.value()).isEqualTo(OptionalLong.of(0x1234));
        assertThat(refused).hasMessageContaining("GICD_IIDR").hasMessageContaining("0x1234");
    }

    @Test
    void shouldHaveNoValueForAGet() {
        assertThat(AttributeException.ofGet(Errno.ENXIO, DeviceType.VGIC_V2, GROUP, IIDR).value()).isEmpty();
    }

    @Test
    void shouldSayToStopVcpusWhereTablesOfPendingLpisAreAskedForWhileOneRuns() {
        assertThat(AttributeException.ofSet(
                        Errno.EBUSY,
                        DeviceType.VGIC_V3,
                        AttributeGroup.CONTROL,
                        AttributeGroup.CONTROL_SAVE_PENDING_TABLES,
                        0))
                .hasMessageContaining("stop all vCPUs");
    }
}

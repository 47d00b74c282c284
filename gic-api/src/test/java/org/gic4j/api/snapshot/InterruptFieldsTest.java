package org.gic4j.api.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.InterruptProperty.CONFIGURATION;
import static org.gic4j.api.registers.InterruptProperty.ENABLED;
import static org.gic4j.api.registers.InterruptProperty.PRIORITY;
import static org.gic4j.api.registers.InterruptProperty.ROUTE;
import static org.gic4j.api.registers.InterruptProperty.SGI_SOURCES;

import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Gicv2Distributor;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Input;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.junit.jupiter.api.Test;

class InterruptFieldsTest {
    private final InterruptFields gicv3 = InterruptFields.of(
            new GicState.Builder(GicVersion.GICV3, 64, VcpuDescription.consecutive(2))
                    .word(Gicv3RedistributorSgi.GICR_ISENABLER, 1, 0, 1 << 27)
                    .word(Gicv3RedistributorSgi.GICR_IPRIORITYR, 1, 6, 0xA000_0000)
                    .word(Gicv3Distributor.GICD_ISENABLER, 0, 1, 1 << 8)
                    .word(Gicv3Distributor.GICD_ISPENDR, 0, 1, 1 << 9)
                    .word(Gicv3Distributor.GICD_ICFGR, 0, 2, 0b10 << 20)
                    .word(Gicv3Input.LINE_LEVEL, 0, 1, 1 << 10 | 1 << 11)
                    .wideValue(Gicv3Distributor.GICD_IROUTER, 0, 40, 0x1_0000_0003L)
                    .build());

    @Test
    void shouldTakePrivateInterruptsFromRedistributors() {
        assertThat(gicv3.is(ENABLED, 27, 1)).isTrue();
        assertThat(gicv3.is(ENABLED, 27, 0)).isFalse();
        assertThat(gicv3.value(PRIORITY, 27, 1)).isEqualTo(0xA0);
        assertThat(gicv3.registerName(PRIORITY, 27)).isEqualTo("GICR_IPRIORITYR6");
    }

    @Test
    void shouldTakeSharedInterruptsFromTheDistributor() {
        assertThat(gicv3.is(ENABLED, 40, 0)).isTrue();
        assertThat(gicv3.value(ROUTE, 40, 0)).isEqualTo(0x1_0000_0003L);
        assertThat(gicv3.registerName(ROUTE, 40)).isEqualTo("GICD_IROUTER40");
        assertThat(gicv3.registerName(ENABLED, 40)).isEqualTo("GICD_ISENABLER1");
    }

    @Test
    void shouldBePendingByLatchOrByTheLineOfALevel() {
        assertThat(gicv3.isPending(41, 0)).isTrue();
        assertThat(gicv3.isEdge(42, 0)).isTrue();
        assertThat(gicv3.isPending(42, 0)).isFalse();
        assertThat(gicv3.isPending(43, 0)).isTrue();
    }

    @Test
    void shouldSayWhatTheStateDoesNotTell() {
        assertThat(gicv3.tells(CONFIGURATION, 27)).isFalse();
        assertThat(gicv3.tells(PRIORITY, 40)).isFalse();
        assertThat(gicv3.find(PRIORITY, 40, 0)).isEmpty();
        assertThat(gicv3.registerName(PRIORITY, 40)).isEqualTo("PRIORITY");
    }

    @Test
    void shouldHaveSourcesOfSoftwareInterruptsAlone() {
        InterruptFields gicv2 = InterruptFields.of(
                States.small().word(Gicv2Distributor.GICD_SPENDSGIR, 1, 1, 0x0200).build());

        assertThat(gicv2.value(SGI_SOURCES, 5, 1)).isEqualTo(2);
        assertThat(gicv2.tells(SGI_SOURCES, 16)).isFalse();
        assertThat(gicv2.tells(SGI_SOURCES, 40)).isFalse();
    }
}

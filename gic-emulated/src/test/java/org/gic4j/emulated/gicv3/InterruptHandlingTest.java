package org.gic4j.emulated.gicv3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_DIR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_HPPIR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_PMR_EL1;
import static org.gic4j.emulated.gicv3.Gicv3Guest.PRIORITY;
import static org.gic4j.emulated.gicv3.Gicv3Guest.SPURIOUS;

import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Gicv3Distributor;
import org.junit.jupiter.api.Test;

class InterruptHandlingTest {
    private static final int SPI = 40;
    private static final int PPI = 20;

    private final Gicv3Guest guest = new Gicv3Guest(GicProfile.KVM, 2);

    @Test
    void shouldIgnoreAnEndWithoutAnActivePriority() {
        guest.enable(SPI, PRIORITY, 0);
        guest.write(0, Gicv3Distributor.GICD_ISACTIVER, 1, 1 << 8);
        guest.end(0, SPI);
        assertThat(guest.read(0, Gicv3Distributor.GICD_ISACTIVER, 1)).isEqualTo(1 << 8);
    }

    @Test
    void shouldLetADeactivationByAnotherCpuEndASharedInterrupt() {
        guest.set(0, ICC_CTLR_EL1, 2);
        guest.set(1, ICC_CTLR_EL1, 2);
        guest.enable(SPI, PRIORITY, 0);
        guest.raise(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        guest.end(0, SPI);
        guest.set(1, ICC_DIR_EL1, SPI);
        assertThat(guest.read(0, Gicv3Distributor.GICD_ISACTIVER, 1)).isZero();
    }

    @Test
    void shouldShowAMaskedInterruptInHppirAlone() {
        guest.enable(SPI, PRIORITY, 0);
        guest.set(0, ICC_PMR_EL1, PRIORITY);
        guest.raise(SPI);
        assertThat(guest.access.outputs(0)).isZero();
        assertThat(guest.get(0, ICC_HPPIR1_EL1)).isEqualTo(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPURIOUS);
        guest.set(0, ICC_PMR_EL1, PRIORITY + 8);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
    }

    @Test
    void shouldTakeTheLowestIntidOfEqualPrioritiesAcrossPrivateAndShared() {
        guest.enable(SPI, PRIORITY, 0);
        guest.enablePrivate(0, PPI, PRIORITY);
        guest.enablePrivate(0, PPI + 1, 0xB0);
        guest.raise(SPI);
        guest.raisePrivate(0, PPI + 1, true);
        guest.raisePrivate(0, PPI, true);
        assertThat(guest.acknowledge(0)).isEqualTo(PPI);
        guest.raisePrivate(0, PPI, false);
        guest.end(0, PPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        guest.end(0, SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(PPI + 1);
    }
}

package org.gic4j.emulated.gicv3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_DIR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_EOIR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_HPPIR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_HPPIR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IAR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_PMR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_RPR_EL1;
import static org.gic4j.emulated.gicv3.Gicv3Guest.PRIORITY;
import static org.gic4j.emulated.gicv3.Gicv3Guest.SPURIOUS;

import org.gic4j.api.GicProfile;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.registers.Gicv3Distributor;
import org.junit.jupiter.api.Test;

class InterruptHandlingTest {
    private static final int SPI = 40;
    private static final int OTHER = 41;
    private static final int PPI = 20;

    private final Gicv3Guest guest = new Gicv3Guest(GicProfile.KVM, 2);

    @Test
    void shouldRaiseIrqAcknowledgeAndEnd() {
        guest.enable(SPI, PRIORITY, 0);
        guest.raise(SPI);
        assertThat(guest.access.outputs(0)).isEqualTo(GuestAccess.OUTPUT_IRQ);
        assertThat(guest.access.outputs(1)).isZero();
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        assertThat(guest.access.outputs(0)).isZero();
        assertThat(guest.get(0, ICC_RPR_EL1)).isEqualTo(PRIORITY);
        guest.end(0, SPI);
        assertThat(guest.get(0, ICC_RPR_EL1)).isEqualTo(0xFF);
        assertThat(guest.acknowledge(0)).isEqualTo(SPURIOUS);
    }

    @Test
    void shouldSignalGroup0ByFiqAndHideItFromGroup1Registers() {
        guest.enable(SPI, PRIORITY, 0);
        guest.group(SPI, 0);
        guest.raise(SPI);
        assertThat(guest.access.outputs(0)).isEqualTo(GuestAccess.OUTPUT_FIQ);
        assertThat(guest.get(0, ICC_HPPIR1_EL1)).isEqualTo(SPURIOUS);
        assertThat(guest.acknowledge(0)).isEqualTo(SPURIOUS);
        assertThat(guest.get(0, ICC_HPPIR0_EL1)).isEqualTo(SPI);
        assertThat(guest.get(0, ICC_IAR0_EL1)).isEqualTo(SPI);
    }

    @Test
    void shouldNotLetAHiddenGroup0InterruptBlockGroup1() {
        guest.enable(SPI, 0x10, 0);
        guest.group(SPI, 0);
        guest.enable(OTHER, PRIORITY, 0);
        guest.set(0, ICC_IGRPEN0_EL1, 0);
        guest.raise(SPI);
        guest.raise(OTHER);
        assertThat(guest.access.outputs(0)).isEqualTo(GuestAccess.OUTPUT_IRQ);
        assertThat(guest.acknowledge(0)).isEqualTo(OTHER);
    }

    @Test
    void shouldIgnoreAnEndOfTheOtherGroup() {
        guest.enable(SPI, PRIORITY, 0);
        guest.raise(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        guest.set(0, ICC_EOIR0_EL1, SPI);
        assertThat(guest.get(0, ICC_RPR_EL1)).isEqualTo(PRIORITY);
        assertThat(guest.read(0, Gicv3Distributor.GICD_ISACTIVER, 1)).isEqualTo(1 << 8);
    }

    @Test
    void shouldIgnoreAnEndWithoutAnActivePriority() {
        guest.enable(SPI, PRIORITY, 0);
        guest.write(0, Gicv3Distributor.GICD_ISACTIVER, 1, 1 << 8);
        guest.end(0, SPI);
        assertThat(guest.read(0, Gicv3Distributor.GICD_ISACTIVER, 1)).isEqualTo(1 << 8);
    }

    @Test
    void shouldPendALevelInterruptAgainWhenItIsEndedWithItsLineHigh() {
        guest.enable(SPI, PRIORITY, 0);
        guest.level(SPI);
        guest.raise(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPURIOUS);
        guest.end(0, SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        guest.lower(SPI);
        guest.end(0, SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPURIOUS);
    }

    @Test
    void shouldTakeAnEdgeThatCameWhileActiveAfterTheEnd() {
        guest.enable(SPI, PRIORITY, 0);
        guest.raise(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        guest.raise(SPI);
        assertThat(guest.access.outputs(0)).isZero();
        guest.end(0, SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
    }

    @Test
    void shouldSeparatePriorityDropFromDeactivationInEoiMode1() {
        guest.set(0, ICC_CTLR_EL1, 2);
        guest.enable(SPI, PRIORITY, 0);
        guest.raise(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        guest.end(0, SPI);
        assertThat(guest.get(0, ICC_RPR_EL1)).isEqualTo(0xFF);
        guest.raise(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPURIOUS);
        guest.set(0, ICC_DIR_EL1, SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
    }

    @Test
    void shouldIgnoreDirInEoiMode0() {
        guest.enable(SPI, PRIORITY, 0);
        guest.raise(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        guest.set(0, ICC_DIR_EL1, SPI);
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
    void shouldPreemptWithAHigherGroupPriority() {
        guest.enable(SPI, 0xA0, 0);
        guest.enable(OTHER, 0x88, 0);
        guest.raise(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        guest.raise(OTHER);
        assertThat(guest.acknowledge(0)).isEqualTo(OTHER);
        assertThat(guest.get(0, ICC_RPR_EL1)).isEqualTo(0x88);
        guest.end(0, OTHER);
        assertThat(guest.get(0, ICC_RPR_EL1)).isEqualTo(0xA0);
    }

    @Test
    void shouldNotPreemptWithinAGroupPriority() {
        guest.set(0, ICC_BPR1_EL1, 6);
        guest.enable(SPI, 0xA0, 0);
        guest.enable(OTHER, 0x88, 0);
        guest.raise(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        assertThat(guest.get(0, ICC_RPR_EL1)).isEqualTo(0x80);
        guest.raise(OTHER);
        assertThat(guest.access.outputs(0)).isZero();
        guest.end(0, SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(OTHER);
    }

    @Test
    void shouldUseTheCommonBinaryPointForBothGroups() {
        guest.set(0, ICC_BPR0_EL1, 5);
        guest.set(0, ICC_CTLR_EL1, 1);
        assertThat(guest.get(0, ICC_BPR1_EL1)).isEqualTo(6);
        guest.set(0, ICC_BPR1_EL1, 3);
        guest.enable(SPI, 0xB8, 0);
        guest.raise(SPI);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        assertThat(guest.get(0, ICC_RPR_EL1)).isEqualTo(0x80);
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

    @Test
    void shouldKeepPrivateInterruptsPrivate() {
        guest.enablePrivate(1, PPI, PRIORITY);
        guest.raisePrivate(1, PPI, true);
        assertThat(guest.access.outputs(0)).isZero();
        assertThat(guest.acknowledge(1)).isEqualTo(PPI);
    }
}

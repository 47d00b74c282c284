package org.gic4j.emulated.gicv3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN1_EL1;
import static org.gic4j.emulated.gicv3.Gicv3Guest.PRIORITY;

import org.gic4j.api.GicProfile;
import org.gic4j.api.Gicv3Profile;
import org.gic4j.api.guest.GuestAccess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Interrupts routed to any of many vCPUs: to the first that takes part. */
class OneOfNTest {
    private static final int VCPUS = 130;
    private static final int LAST = VCPUS - 1;
    private static final int SPI = 40;
    private static final long ANY = 1L << 31;

    private final Gicv3Guest guest = new Gicv3Guest(
            GicProfile.KVM.withGicv3(Gicv3Profile.KVM.withRouteBits(Gicv3Profile.KVM.routeBits() | ANY)), VCPUS);

    @BeforeEach
    void leaveToTheLast() {
        for (int cpu = 0; cpu < LAST; cpu++) {
            guest.set(cpu, ICC_IGRPEN1_EL1, 0);
        }
        guest.enable(SPI, PRIORITY, ANY);
        guest.raise(SPI);
    }

    @Test
    void shouldFindTheFirstAmongMany() {
        assertThat(guest.access.outputs(LAST)).isEqualTo(GuestAccess.OUTPUT_IRQ);
        guest.set(70, ICC_IGRPEN1_EL1, 1);
        assertThat(guest.access.outputs(LAST)).isZero();
        assertThat(guest.access.outputs(70)).isEqualTo(GuestAccess.OUTPUT_IRQ);
        guest.set(70, ICC_IGRPEN1_EL1, 0);
        assertThat(guest.acknowledge(LAST)).isEqualTo(SPI);
    }

    @Test
    void shouldKeepTheGroupsApart() {
        guest.set(0, ICC_IGRPEN0_EL1, 0);
        guest.group(SPI, 0);
        assertThat(guest.access.outputs(1)).isEqualTo(GuestAccess.OUTPUT_FIQ);
        guest.set(0, ICC_IGRPEN0_EL1, 1);
        assertThat(guest.access.outputs(0)).isEqualTo(GuestAccess.OUTPUT_FIQ);
        assertThat(guest.access.outputs(1)).isZero();
    }

    @Test
    void shouldHoldTheInterruptWhileNobodyTakesPart() {
        guest.set(LAST, ICC_IGRPEN1_EL1, 0);
        assertThat(guest.access.outputs(LAST)).isZero();
        guest.set(LAST, ICC_IGRPEN1_EL1, 1);
        assertThat(guest.acknowledge(LAST)).isEqualTo(SPI);
    }

    @Test
    void shouldNotMoveWhatIsRoutedToOne() {
        guest.enable(SPI, PRIORITY, LAST % 16 | LAST / 16 << 8);
        guest.set(70, ICC_IGRPEN1_EL1, 1);
        assertThat(guest.access.outputs(70)).isZero();
        assertThat(guest.acknowledge(LAST)).isEqualTo(SPI);
    }
}

package org.gic4j.emulated.gicv3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_SGI1R_EL1;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_TYPER;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_IGROUPR;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ISPENDR;

import org.gic4j.api.Affinity;
import org.gic4j.api.GicProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SoftwareInterruptsTest {
    private static final long SGI_3 = 3L << 24;
    private static final int PENDING = 1 << 3;
    private static final long ALL_OTHERS = 1L << 40;
    /** What would mean Aff0 32 to 47. */
    private static final long RANGE_2 = 2L << 44;

    private static final int RSS_OF_TYPER = 1 << 26;
    private static final long RSS_OF_CTLR = 1L << 18;

    @Test
    void shouldReachAllButTheSender() {
        Gicv3Guest guest = new Gicv3Guest(GicProfile.KVM, 70);
        guest.set(5, ICC_SGI1R_EL1, SGI_3 | ALL_OTHERS);
        for (int cpu = 0; cpu < 70; cpu++) {
            assertThat(pending(guest, cpu)).as("vCPU %d", cpu).isEqualTo(cpu != 5);
        }
    }

    @ParameterizedTest
    @MethodSource("org.gic4j.api.GicProfile#presets")
    void shouldIgnoreTheRangeSelectorThatItDoesNotAdvertise(GicProfile profile) {
        Gicv3Guest guest = new Gicv3Guest(profile, 2);
        guest.write(1, GICR_IGROUPR, 0, -1);
        assertThat(guest.read(0, GICD_TYPER, 0) & RSS_OF_TYPER).isZero();
        assertThat(guest.get(0, ICC_CTLR_EL1) & RSS_OF_CTLR).isZero();
        guest.set(0, ICC_SGI1R_EL1, SGI_3 | RANGE_2 | 0b10);
        assertThat(pending(guest, 1)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("org.gic4j.api.GicProfile#presets")
    void shouldNotReachAff0BeyondFifteen(GicProfile profile) {
        Gicv3Guest guest = new Gicv3Guest(profile, 2);
        guest.write(1, GICR_IGROUPR, 0, -1);
        guest.vm.vcpus().get(1).setAffinity(new Affinity(0x21));
        guest.set(0, ICC_SGI1R_EL1, SGI_3 | RANGE_2 | 0b10);
        guest.set(0, ICC_SGI1R_EL1, SGI_3 | 0xFFFF);
        assertThat(pending(guest, 1)).isFalse();
    }

    private static boolean pending(Gicv3Guest guest, int cpu) {
        return (guest.read(cpu, GICR_ISPENDR, 0) & PENDING) != 0;
    }
}

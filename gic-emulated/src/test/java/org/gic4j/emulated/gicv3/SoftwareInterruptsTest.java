package org.gic4j.emulated.gicv3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_SGI1R_EL1;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ISPENDR;

import org.gic4j.api.Affinity;
import org.gic4j.api.GicProfile;
import org.junit.jupiter.api.Test;

class SoftwareInterruptsTest {
    private static final long SGI_3 = 3L << 24;
    private static final int PENDING = 1 << 3;
    private static final long ALL_OTHERS = 1L << 40;

    @Test
    void shouldReachAllButTheSender() {
        Gicv3Guest guest = new Gicv3Guest(GicProfile.KVM, 70);
        guest.set(5, ICC_SGI1R_EL1, SGI_3 | ALL_OTHERS);
        for (int cpu = 0; cpu < 70; cpu++) {
            assertThat(pending(guest, cpu)).as("vCPU %d", cpu).isEqualTo(cpu != 5);
        }
    }

    @Test
    void shouldReachAff0BeyondFifteenByTheRangeSelector() {
        Gicv3Guest guest = new Gicv3Guest(GicProfile.KVM, 2);
        guest.vm.vcpus().get(1).setAffinity(new Affinity(0x21));
        guest.set(0, ICC_SGI1R_EL1, SGI_3 | 0b10);
        assertThat(pending(guest, 1)).isFalse();
        guest.set(0, ICC_SGI1R_EL1, SGI_3 | 2L << 44 | 0b10);
        assertThat(pending(guest, 1)).isTrue();
    }

    private static boolean pending(Gicv3Guest guest, int cpu) {
        return (guest.read(cpu, GICR_ISPENDR, 0) & PENDING) != 0;
    }
}

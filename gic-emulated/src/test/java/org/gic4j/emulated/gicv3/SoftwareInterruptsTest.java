package org.gic4j.emulated.gicv3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_ASGI1R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_SGI0R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_SGI1R_EL1;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_IGROUPR;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ISPENDR;

import org.gic4j.api.Affinity;
import org.gic4j.api.GicProfile;
import org.junit.jupiter.api.Test;

class SoftwareInterruptsTest {
    private static final long SGI_3 = 3L << 24;
    private static final int PENDING = 1 << 3;
    private static final long ALL_OTHERS = 1L << 40;

    @Test
    void shouldReachTheListedCpusOfACluster() {
        Gicv3Guest guest = new Gicv3Guest(GicProfile.KVM, 20);
        guest.set(0, ICC_SGI1R_EL1, SGI_3 | 1L << 16 | 0b1001);
        assertThat(pending(guest, 16)).isTrue();
        assertThat(pending(guest, 19)).isTrue();
        assertThat(pending(guest, 17)).isFalse();
        assertThat(pending(guest, 0)).isFalse();
    }

    @Test
    void shouldSendToItselfOnlyWhenListed() {
        Gicv3Guest guest = new Gicv3Guest(GicProfile.KVM, 2);
        guest.set(1, ICC_SGI1R_EL1, SGI_3 | 0b10);
        assertThat(pending(guest, 1)).isTrue();
        assertThat(pending(guest, 0)).isFalse();
    }

    @Test
    void shouldReachAllButTheSender() {
        Gicv3Guest guest = new Gicv3Guest(GicProfile.KVM, 70);
        guest.set(5, ICC_SGI1R_EL1, SGI_3 | ALL_OTHERS);
        for (int cpu = 0; cpu < 70; cpu++) {
            assertThat(pending(guest, cpu)).as("vCPU %d", cpu).isEqualTo(cpu != 5);
        }
    }

    @Test
    void shouldFollowAChangedAffinityInAllFourLevels() {
        Gicv3Guest guest = new Gicv3Guest(GicProfile.KVM, 2);
        guest.vm.vcpus().get(1).setAffinity(new Affinity(0x04_03_02_01));
        guest.set(0, ICC_SGI1R_EL1, SGI_3 | 0b10);
        assertThat(pending(guest, 1)).isFalse();
        guest.set(0, ICC_SGI1R_EL1, SGI_3 | 4L << 48 | 3L << 32 | 2L << 16 | 0b10);
        assertThat(pending(guest, 1)).isTrue();
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

    @Test
    void shouldIgnoreAffinitiesThatNobodyHas() {
        Gicv3Guest guest = new Gicv3Guest(GicProfile.KVM, 2);
        guest.set(0, ICC_SGI1R_EL1, SGI_3 | 7L << 16 | 0xFFFF);
        assertThat(pending(guest, 0)).isFalse();
        assertThat(pending(guest, 1)).isFalse();
    }

    @Test
    void shouldReachGroup0ThroughItsOwnRegistersAlone() {
        Gicv3Guest guest = new Gicv3Guest(GicProfile.KVM, 1);
        guest.set(0, ICC_SGI0R_EL1, SGI_3 | 1);
        guest.set(0, ICC_ASGI1R_EL1, SGI_3 | 1);
        assertThat(pending(guest, 0)).isFalse();
        guest.write(0, GICR_IGROUPR, 0, 0);
        guest.set(0, ICC_SGI0R_EL1, SGI_3 | 1);
        assertThat(pending(guest, 0)).isTrue();
    }

    @Test
    void shouldLetARequestOfGroup1ReachGroup0WhereTheProfileHasItSo() {
        Gicv3Guest kvm = new Gicv3Guest(GicProfile.KVM, 1);
        kvm.write(0, GICR_IGROUPR, 0, 0);
        kvm.set(0, ICC_SGI1R_EL1, SGI_3 | 1);
        assertThat(pending(kvm, 0)).isTrue();
        Gicv3Guest qemu = new Gicv3Guest(GicProfile.QEMU_VIRT, 1);
        qemu.set(0, ICC_SGI1R_EL1, SGI_3 | 1);
        assertThat(pending(qemu, 0)).isFalse();
        qemu.write(0, GICR_IGROUPR, 0, -1);
        qemu.set(0, ICC_SGI1R_EL1, SGI_3 | 1);
        assertThat(pending(qemu, 0)).isTrue();
    }

    private static boolean pending(Gicv3Guest guest, int cpu) {
        return (guest.read(cpu, GICR_ISPENDR, 0) & PENDING) != 0;
    }
}

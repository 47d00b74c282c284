package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_ASGI1R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_SGI0R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_SGI1R_EL1;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_IGROUPR;

import java.util.stream.IntStream;
import org.gic4j.api.Affinity;
import org.junit.jupiter.api.Test;

/** Which vCPUs the SGIs of a GICv3 reach, and in which group (IHI 0069 section 12.2.20 and following). */
public abstract class Gicv3SgiContract extends Gicv3GuestContract {
    private static final int SGI = 3;
    private static final long SGI_3 = (long) SGI << 24;
    private static final long ALL_OTHERS = 1L << 40;

    /** Tests an implementation. */
    protected Gicv3SgiContract(Implementation implementation) {
        super(implementation);
    }

    private Gicv3Guest with(int vcpus) {
        requires(Feature.GUEST_ACCESS);
        return started(IntStream.range(0, vcpus).toArray()).gicv3Guest();
    }

    @Test
    void shouldBeTakenByItsTargetOnce() {
        Gicv3Guest guest = kvm();
        guest.send(0, SGI, 0b10);
        guest.send(0, SGI, 0b10);
        assertThat(guest.irq(1)).isTrue();
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.acknowledge(1)).isEqualTo(SGI);
        guest.end(1, SGI);
        assertThat(guest.acknowledge(1)).isEqualTo(Guest.SPURIOUS);
    }

    @Test
    void shouldReachTheListedCpusOfACluster() {
        Gicv3Guest guest = with(20);
        guest.writeLong(0, ICC_SGI1R_EL1, SGI_3 | 1L << 16 | 0b1001);
        for (int cpu = 0; cpu < 20; cpu++) {
            assertThat(guest.isPending(cpu, SGI)).as("vCPU %d", cpu).isEqualTo(cpu == 16 || cpu == 19);
        }
    }

    @Test
    void shouldReachItselfOnlyWhenListed() {
        Gicv3Guest guest = with(2);
        guest.writeLong(1, ICC_SGI1R_EL1, SGI_3 | 0b10);
        assertThat(guest.isPending(1, SGI)).isTrue();
        assertThat(guest.isPending(0, SGI)).isFalse();
    }

    @Test
    void shouldReachAllButTheSender() {
        Gicv3Guest guest = with(20);
        // The list and the affinities mean nothing then.
        guest.writeLong(5, ICC_SGI1R_EL1, SGI_3 | ALL_OTHERS | 7L << 16 | 0xFFFF);
        for (int cpu = 0; cpu < 20; cpu++) {
            assertThat(guest.isPending(cpu, SGI)).as("vCPU %d", cpu).isEqualTo(cpu != 5);
        }
    }

    @Test
    void shouldFollowAnAffinityInAllFourLevels() {
        Gicv3Guest guest = with(2);
        guest.machine().vcpu(1).setAffinity(new Affinity(0x04_03_02_01));
        guest.writeLong(0, ICC_SGI1R_EL1, SGI_3 | 0b10);
        assertThat(guest.isPending(1, SGI)).isFalse();
        guest.writeLong(0, ICC_SGI1R_EL1, SGI_3 | 4L << 48 | 3L << 32 | 2L << 16 | 0b10);
        assertThat(guest.isPending(1, SGI)).isTrue();
    }

    @Test
    void shouldIgnoreAffinitiesThatNobodyHas() {
        Gicv3Guest guest = with(2);
        guest.writeLong(0, ICC_SGI1R_EL1, SGI_3 | 7L << 16 | 0xFFFF);
        assertThat(guest.isPending(0, SGI)).isFalse();
        assertThat(guest.isPending(1, SGI)).isFalse();
    }

    @Test
    void shouldReachGroup0ThroughItsOwnRegistersAlone() {
        Gicv3Guest guest = with(1);
        guest.writeLong(0, ICC_SGI0R_EL1, SGI_3 | 1);
        guest.writeLong(0, ICC_ASGI1R_EL1, SGI_3 | 1);
        assertThat(guest.isPending(0, SGI)).isFalse();
        guest.write(0, GICR_IGROUPR, 0);
        guest.writeLong(0, ICC_SGI0R_EL1, SGI_3 | 1);
        assertThat(guest.isPending(0, SGI)).isTrue();
    }

    @Test
    void shouldReachGroup0ByARequestOfGroup1WhereTheProfileHasItSo() {
        Gicv3Guest kvm = with(1);
        kvm.write(0, GICR_IGROUPR, 0);
        kvm.writeLong(0, ICC_SGI1R_EL1, SGI_3 | 1);
        assertThat(kvm.isPending(0, SGI)).isTrue();
        Gicv3Guest qemu = startedAsQemu(0).gicv3Guest();
        qemu.writeLong(0, ICC_SGI1R_EL1, SGI_3 | 1);
        assertThat(qemu.isPending(0, SGI)).isFalse();
        qemu.write(0, GICR_IGROUPR, -1);
        qemu.writeLong(0, ICC_SGI1R_EL1, SGI_3 | 1);
        assertThat(qemu.isPending(0, SGI)).isTrue();
    }
}

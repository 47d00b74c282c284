package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN1_EL1;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IROUTER;

import org.gic4j.api.Affinity;
import org.gic4j.api.GicProfile;
import org.junit.jupiter.api.Test;

/** Where a GICv3's SPIs go: by affinity, to any of several, to nobody (IHI 0069 section 3.3). */
public abstract class RoutingContract extends Gicv3GuestContract {
    private static final int SPI = 40;
    private static final int PRIORITY = 0xA0;
    private static final int ANY = 1 << 31;

    /** Tests an implementation. */
    protected RoutingContract(Implementation implementation) {
        super(implementation);
    }

    private Gicv3Guest with(int... vcpuIds) {
        requires(Feature.GUEST_ACCESS);
        int[] cpus = new int[vcpuIds.length];
        for (int cpu = 0; cpu < cpus.length; cpu++) {
            cpus[cpu] = cpu;
        }
        return started(vcpuIds).gicv3Guest().start(cpus);
    }

    @Test
    void shouldDeliverToTheVcpuOfTheAffinityAlone() {
        Gicv3Guest guest = with(0, 17, 1).edge(SPI, PRIORITY);
        guest.route(SPI, new Affinity(0x101));
        guest.raise(SPI);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.irq(2)).isFalse();
        assertThat(guest.acknowledge(1)).isEqualTo(SPI);
    }

    @Test
    void shouldMoveAPendingInterruptWithItsRoute() {
        Gicv3Guest guest = with(0, 1).edge(SPI, PRIORITY);
        guest.route(SPI, 1);
        guest.raise(SPI);
        guest.route(SPI, 0);
        assertThat(guest.irq(1)).isFalse();
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
    }

    @Test
    void shouldHoldAnInterruptThatIsRoutedToNobody() {
        requires(Feature.LATE_DELIVERY);
        Gicv3Guest guest = with(0, 1).edge(SPI, PRIORITY);
        guest.route(SPI, new Affinity(5));
        guest.raise(SPI);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.irq(1)).isFalse();
        guest.route(SPI, 1);
        assertThat(guest.acknowledge(1)).isEqualTo(SPI);
    }

    @Test
    void shouldDeliverToTheVcpuThatWasCreatedFirstWhereNoRouteWasWritten() {
        Gicv3Guest guest = unrouted(with(2, 0));
        guest.raise(SPI);
        assertThat(guest.irq(1)).isFalse();
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
        assertThat(guest.read(0, GICD_IROUTER, 2 * SPI)).isZero();
    }

    @Test
    void shouldGoByAffinity0OnceThatWasWritten() {
        Gicv3Guest guest = unrouted(with(2, 0));
        guest.write(0, GICD_IROUTER, 2 * SPI + 1, 0);
        guest.raise(SPI);
        assertThat(guest.irq(0)).isTrue();
        guest.write(0, GICD_IROUTER, 2 * SPI, 0);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.acknowledge(1)).isEqualTo(SPI);
    }

    @Test
    void shouldDeliverToAffinity0WhereNoRouteWasWrittenAndTheProfileHasItSo() {
        requires(Feature.GUEST_ACCESS);
        Gicv3Guest guest = unrouted(startedAsQemu(2, 0).gicv3Guest().start(0, 1));
        guest.raise(SPI);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.acknowledge(1)).isEqualTo(SPI);
    }

    /** Enables an SPI and leaves its route. */
    private static Gicv3Guest unrouted(Gicv3Guest guest) {
        guest.group1(0, SPI);
        guest.trigger(SPI, true);
        guest.priority(0, SPI, PRIORITY);
        guest.enable(0, SPI);
        return guest;
    }

    @Test
    void shouldRouteOneOfNToTheFirstVcpuThatTakesPart() {
        Gicv3Guest guest = toAny();
        guest.write(0, ICC_IGRPEN1_EL1, 0);
        guest.edge(SPI, PRIORITY);
        guest.write(0, GICD_IROUTER, 2 * SPI, ANY);
        guest.raise(SPI);
        assertThat(guest.irq(1)).isTrue();
        guest.write(1, ICC_IGRPEN1_EL1, 0);
        assertThat(guest.irq(1)).isFalse();
        guest.write(0, ICC_IGRPEN1_EL1, 1);
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
    }

    @Test
    void shouldChooseAmongOneOfNByTheGroupOfTheInterrupt() {
        Gicv3Guest guest = toAny();
        guest.write(0, ICC_IGRPEN1_EL1, 0);
        guest.write(0, ICC_IGRPEN0_EL1, 1);
        guest.edge(SPI, PRIORITY);
        guest.write(0, GICD_IROUTER, 2 * SPI, ANY);
        guest.raise(SPI);
        assertThat(guest.irq(1)).isTrue();
        guest.group(0, SPI, 0);
        assertThat(guest.irq(1)).isFalse();
        assertThat(guest.fiq(0)).isTrue();
    }

    private Gicv3Guest toAny() {
        requires(Feature.GUEST_ACCESS);
        requires(Feature.QEMU_PROFILE);
        GicProfile kvm = GicProfile.KVM;
        GicProfile any = kvm.withGicv3(
                kvm.gicv3().withRouteBits(ANY & 0xFFFF_FFFFL | kvm.gicv3().routeBits()));
        return bare(configuration().withProfile(any))
                .withVcpus(0, 1)
                .withDevice()
                .withInterrupts(96)
                .withAddresses()
                .withInit()
                .gicv3Guest()
                .start(0, 1);
    }

    @Test
    void shouldNotTakeBit31ForOneOfNWhereTheTypeRegisterDeniesIt() {
        Gicv3Guest guest = qemu().edge(SPI, PRIORITY);
        guest.write(0, GICD_IROUTER, 2 * SPI, ANY | 1);
        guest.raise(SPI);
        assertThat(guest.irq(0)).isFalse();
        assertThat(guest.acknowledge(1)).isEqualTo(SPI);
    }
}

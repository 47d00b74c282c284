package org.gic4j.emulated.gicv3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN1_EL1;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IROUTER;
import static org.gic4j.emulated.gicv3.Gicv3Guest.GICD;
import static org.gic4j.emulated.gicv3.Gicv3Guest.PRIORITY;
import static org.gic4j.emulated.gicv3.Gicv3Guest.SPURIOUS;

import org.gic4j.api.Affinity;
import org.gic4j.api.GicProfile;
import org.gic4j.api.guest.GuestAccess;
import org.junit.jupiter.api.Test;

class RoutingTest {
    private static final int SPI = 40;
    private static final long ANY = 1L << 31;
    private static final GicProfile ROUTES_TO_ANY = GicProfile.KVM.withGicv3(
            GicProfile.KVM.gicv3().withRouteBits(ANY | GicProfile.KVM.gicv3().routeBits()));

    @Test
    void shouldDeliverToTheAffinityAlone() {
        Gicv3Guest guest = new Gicv3Guest(GicProfile.KVM, 300);
        guest.enable(SPI, PRIORITY, Affinity.byDefault(guest.vm.vcpus().get(299).id()).mpidr());
        guest.raise(SPI);
        assertThat(guest.access.outputs(299)).isEqualTo(GuestAccess.OUTPUT_IRQ);
        assertThat(guest.acknowledge(0)).isEqualTo(SPURIOUS);
        assertThat(guest.acknowledge(299)).isEqualTo(SPI);
        guest.end(299, SPI);
        assertThat(guest.access.outputs(299)).isZero();
    }

    @Test
    void shouldMoveAPendingInterruptWithItsRoute() {
        Gicv3Guest guest = new Gicv3Guest(GicProfile.KVM, 2);
        guest.enable(SPI, PRIORITY, 1);
        guest.raise(SPI);
        guest.write(0, GICD_IROUTER, 2 * SPI, 0);
        assertThat(guest.access.outputs(1)).isZero();
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
    }

    @Test
    void shouldHoldAnInterruptThatIsRoutedToNobody() {
        Gicv3Guest guest = new Gicv3Guest(GicProfile.KVM, 2);
        guest.enable(SPI, PRIORITY, 5);
        guest.raise(SPI);
        assertThat(guest.access.outputs(0)).isZero();
        assertThat(guest.access.outputs(1)).isZero();
        guest.vm.vcpus().get(1).setAffinity(new Affinity(5));
        assertThat(guest.acknowledge(1)).isEqualTo(SPI);
    }

    @Test
    void shouldKeepTheBitsThatTheProfileHas() {
        Gicv3Guest kvm = new Gicv3Guest(GicProfile.KVM, 1);
        kvm.access.write(0, GICD + 0x6000 + 8 * SPI, 8, -1);
        assertThat(kvm.access.read(0, GICD + 0x6000 + 8 * SPI, 8)).isEqualTo(0xFF_FFFFL);
        Gicv3Guest qemu = new Gicv3Guest(GicProfile.QEMU_VIRT, 1);
        qemu.access.write(0, GICD + 0x6000 + 8 * SPI, 8, -1);
        assertThat(qemu.access.read(0, GICD + 0x6000 + 8 * SPI, 8)).isEqualTo(0xFF_80FF_FFFFL);
        assertThat(qemu.read(0, GICD_IROUTER, 2 * SPI + 1)).isEqualTo(0xFF);
    }

    @Test
    void shouldReadNoRoutesOfPrivateInterrupts() {
        Gicv3Guest guest = new Gicv3Guest(GicProfile.KVM, 1);
        guest.access.write(0, GICD + 0x6000 + 8 * 20, 8, 1);
        assertThat(guest.access.read(0, GICD + 0x6000 + 8 * 20, 8)).isZero();
    }

    @Test
    void shouldRouteOneOfNToTheFirstCpuThatTakesPart() {
        Gicv3Guest guest = new Gicv3Guest(ROUTES_TO_ANY, 3);
        guest.set(0, ICC_IGRPEN1_EL1, 0);
        guest.enable(SPI, PRIORITY, ANY);
        guest.raise(SPI);
        assertThat(guest.access.outputs(1)).isEqualTo(GuestAccess.OUTPUT_IRQ);
        guest.set(1, ICC_IGRPEN1_EL1, 0);
        assertThat(guest.access.outputs(1)).isZero();
        assertThat(guest.access.outputs(2)).isEqualTo(GuestAccess.OUTPUT_IRQ);
        guest.set(0, ICC_IGRPEN1_EL1, 1);
        assertThat(guest.access.outputs(2)).isZero();
        assertThat(guest.acknowledge(0)).isEqualTo(SPI);
    }

    @Test
    void shouldChooseAmongOneOfNByTheGroupOfTheInterrupt() {
        Gicv3Guest guest = new Gicv3Guest(ROUTES_TO_ANY, 2);
        guest.set(0, ICC_IGRPEN1_EL1, 0);
        guest.enable(SPI, PRIORITY, ANY);
        guest.raise(SPI);
        assertThat(guest.access.outputs(1)).isEqualTo(GuestAccess.OUTPUT_IRQ);
        guest.group(SPI, 0);
        assertThat(guest.access.outputs(1)).isZero();
        assertThat(guest.access.outputs(0)).isEqualTo(GuestAccess.OUTPUT_FIQ);
    }

    @Test
    void shouldNotTakeBit31ForOneOfNWhereTheTypeRegisterDeniesIt() {
        Gicv3Guest guest = new Gicv3Guest(GicProfile.QEMU_VIRT, 2);
        guest.enable(SPI, PRIORITY, ANY | 1);
        guest.raise(SPI);
        assertThat(guest.access.outputs(0)).isZero();
        assertThat(guest.acknowledge(1)).isEqualTo(SPI);
    }
}

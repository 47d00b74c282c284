package org.gic4j.emulated.gicv3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_CTLR;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PENDBASER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PROPBASER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_TYPER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_WAKER;
import static org.gic4j.emulated.gicv3.Gicv3Guest.GICD;
import static org.gic4j.emulated.gicv3.Gicv3Guest.address;

import org.gic4j.api.GicProfile;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3RedistributorSgi;
import org.junit.jupiter.api.Test;

class RedistributorTest {
    private static final int REVISION_2 = 0x4B00_243B;

    private final Gicv3Guest kvm = new Gicv3Guest(GicProfile.KVM, 4);

    @Test
    void shouldReadTheTypeAsOneRegister() {
        assertThat(kvm.access.read(0, address(2, GICR_TYPER, 0), 8)).isEqualTo(2L << 32 | 2 << 8);
        assertThat(kvm.access.read(0, address(3, GICR_TYPER, 0), 8)).isEqualTo(3L << 32 | 3 << 8 | 1 << 4);
    }

    @Test
    void shouldLetAnyCpuAccessAnyRedistributor() {
        kvm.access.write(1, address(3, Gicv3RedistributorSgi.GICR_ISENABLER, 0), 4, 1 << 20);
        assertThat(kvm.read(3, Gicv3RedistributorSgi.GICR_ISENABLER, 0)).isEqualTo(0xFFFF | 1 << 20);
        assertThat(kvm.read(1, Gicv3RedistributorSgi.GICR_ISENABLER, 0)).isEqualTo(0xFFFF);
    }

    @Test
    void shouldTakeBytesOfPrioritiesAlone() {
        kvm.access.write(0, address(1, Gicv3RedistributorSgi.GICR_IPRIORITYR, 4) + 1, 1, 0xFF);
        assertThat(kvm.read(1, Gicv3RedistributorSgi.GICR_IPRIORITYR, 4)).isEqualTo(0xF800);
        assertThat(kvm.access.read(0, address(1, Gicv3RedistributorSgi.GICR_IPRIORITYR, 4) + 1, 1)).isEqualTo(0xF8);
        long before = kvm.access.ignoredAccesses();
        assertThat(kvm.access.read(0, address(1, Gicv3RedistributorSgi.GICR_ISENABLER, 0), 1)).isZero();
        kvm.access.write(0, address(1, Gicv3RedistributorSgi.GICR_IPRIORITYR, 4), 2, 0xFFFF);
        kvm.access.write(0, address(1, Gicv3RedistributorSgi.GICR_ISENABLER, 0), 8, -1);
        assertThat(kvm.access.ignoredAccesses() - before).isEqualTo(3);
        assertThat(kvm.read(1, Gicv3RedistributorSgi.GICR_ISENABLER, 0)).isEqualTo(0xFFFF);
    }

    @Test
    void shouldSanitiseTheTablesOfKvm() {
        assertThat(kvm.access.read(0, address(0, GICR_PENDBASER, 0), 8)).isEqualTo(0x580);
        kvm.access.write(0, address(0, GICR_PENDBASER, 0), 8, 1L << 62 | 0x4012_0000L | 2 << 10);
        assertThat(kvm.access.read(0, address(0, GICR_PENDBASER, 0), 8)).isEqualTo(0x4012_0000L | 1 << 10 | 3 << 7);
        kvm.access.write(1, address(1, GICR_PROPBASER, 0), 4, 0x4015_000FL);
        assertThat(kvm.access.read(0, address(0, GICR_PROPBASER, 0), 8)).isEqualTo(0x4015_000FL | 3 << 7);
        assertThat(kvm.access.read(0, address(1, GICR_PENDBASER, 0), 8)).isEqualTo(0x580);
    }

    @Test
    void shouldKeepTheTablesOfQemuAndEnableLpis() {
        Gicv3Guest qemu = new Gicv3Guest(GicProfile.QEMU_VIRT, 1);
        qemu.access.write(0, address(0, GICR_PROPBASER, 0), 8, 0x4015_000FL);
        assertThat(qemu.access.read(0, address(0, GICR_PROPBASER, 0), 8)).isEqualTo(0x4015_000FL);
        qemu.write(0, GICR_CTLR, 0, 1);
        assertThat(qemu.read(0, GICR_CTLR, 0)).isEqualTo(3);
        qemu.access.write(0, address(0, GICR_PROPBASER, 0), 8, 0);
        assertThat(qemu.access.read(0, address(0, GICR_PROPBASER, 0), 8)).isEqualTo(0x4015_000FL);
    }

    @Test
    void shouldKeepAConfigurationTableForEachRedistributorOfQemu() {
        Gicv3Guest qemu = new Gicv3Guest(GicProfile.QEMU_VIRT, 2);
        qemu.access.write(0, address(1, GICR_PROPBASER, 0), 8, 0x4015_000FL);
        assertThat(qemu.access.read(0, address(0, GICR_PROPBASER, 0), 8)).isZero();
        assertThat(qemu.access.read(0, address(1, GICR_PROPBASER, 0), 8)).isEqualTo(0x4015_000FL);
    }

    @Test
    void shouldNotEnableLpisOfKvmWithoutAnIts() {
        kvm.write(0, GICR_CTLR, 0, 1);
        assertThat(kvm.read(0, GICR_CTLR, 0)).isEqualTo(6);
    }

    @Test
    void shouldAdvertiseNothingUnderAnOldRevision() {
        kvm.device.set(
                AttributeGroup.DISTRIBUTOR_REGISTERS, Gicv3Distributor.GICD_IIDR.attribute(0, 0), REVISION_2);
        assertThat(kvm.read(0, GICR_CTLR, 0)).isZero();
    }

    @Test
    void shouldSleepAndWakeWhereTheProfileHasPower() {
        Gicv3Guest qemu = new Gicv3Guest(GicProfile.QEMU_VIRT, 1);
        assertThat(qemu.read(0, GICR_WAKER, 0)).isEqualTo(6);
        qemu.write(0, GICR_WAKER, 0, 4);
        assertThat(qemu.read(0, GICR_WAKER, 0)).isZero();
        assertThat(kvm.read(0, GICR_WAKER, 0)).isZero();
    }

    @Test
    void shouldClaimItsFramesAndNothingBehindThem() {
        assertThat(kvm.access.claims(GICD)).isTrue();
        assertThat(kvm.access.claims(GICD + 0xFFFF)).isTrue();
        assertThat(kvm.access.claims(GICD + 0x1_0000)).isFalse();
        assertThat(kvm.access.claims(address(0, GICR_CTLR, 0) - 1)).isFalse();
        assertThat(kvm.access.claims(address(4, GICR_CTLR, 0) - 1)).isTrue();
        assertThat(kvm.access.claims(address(4, GICR_CTLR, 0))).isFalse();
    }
}

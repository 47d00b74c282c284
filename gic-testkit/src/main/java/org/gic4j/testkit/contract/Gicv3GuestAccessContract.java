package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP1R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_EOIR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IAR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_PMR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_SRE_EL1;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_ICFGR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IPRIORITYR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IROUTER;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_TYPER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PENDBASER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PROPBASER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_TYPER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_WAKER;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_IPRIORITYR;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ISENABLER;

import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.junit.jupiter.api.Test;

/** Addresses, widths, power and system registers of a guest's accesses to a GICv3 (CONTRACT 10). */
public abstract class Gicv3GuestAccessContract extends Gicv3GuestContract {
    private static final int SPI = 40;
    private static final int LAST = 1 << 4;

    /** Tests an implementation. */
    protected Gicv3GuestAccessContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldOfferGuestAccessUnlessItIsDeclaredMissing() {
        assertThat(started(0).vm().facet(GuestAccess.class).isPresent()).isEqualTo(has(Feature.GUEST_ACCESS));
        assertThat(started(0).vcpu(0).executionMarks().isPresent()).isEqualTo(has(Feature.EXECUTION_MARKS));
    }

    @Test
    void shouldClaimItsFramesAndNothingBehindThem() {
        GuestAccess access = kvm().access();
        assertThat(access.claims(TestMachine.DISTRIBUTOR)).isTrue();
        assertThat(access.claims(TestMachine.DISTRIBUTOR + 0xFFFF)).isTrue();
        assertThat(access.claims(TestMachine.DISTRIBUTOR + 0x1_0000)).isFalse();
        assertThat(access.claims(TestMachine.REDISTRIBUTORS - 1)).isFalse();
        assertThat(access.claims(TestMachine.REDISTRIBUTORS + 2 * TestMachine.REDISTRIBUTOR_SIZE - 1)).isTrue();
        assertThat(access.claims(TestMachine.REDISTRIBUTORS + 2 * TestMachine.REDISTRIBUTOR_SIZE)).isFalse();
        assertThat(access.claims(-1)).isFalse();
    }

    @Test
    void shouldReachRedistributorsInTheirRegions() {
        requires(Feature.GUEST_ACCESS);
        TestMachine machine = bare().withVcpus(0, 1, 2).withDevice();
        region(machine, 0, 0x0900_0000L, 1);
        region(machine, 1, TestMachine.REDISTRIBUTORS, 2);
        machine.device()
                .set(
                        AttributeGroup.ADDRESS,
                        AttributeGroup.ADDRESS_V3_DISTRIBUTOR,
                        TestMachine.DISTRIBUTOR);
        machine.withInit();
        GuestAccess access = machine.vm().facet(GuestAccess.class).orElseThrow();
        assertThat(access.read(0, 0x0900_0008L, 8)).isEqualTo(LAST);
        assertThat(access.read(0, TestMachine.REDISTRIBUTORS + 8, 8)).isEqualTo(1L << 32 | 1 << 8);
        assertThat(access.read(0, TestMachine.REDISTRIBUTORS + TestMachine.REDISTRIBUTOR_SIZE + 8, 8))
                .isEqualTo(2L << 32 | 2 << 8 | LAST);
    }

    private static void region(TestMachine machine, int index, long base, int count) {
        machine.device()
                .set(
                        AttributeGroup.ADDRESS,
                        AttributeGroup.ADDRESS_V3_REDISTRIBUTOR_REGION,
                        new RedistributorRegion(base, count).attributeValue(index));
    }

    @Test
    void shouldReadAndWriteRoutesAs64BitsOrAsHalves() {
        Gicv3Guest guest = kvm();
        long route = guest.address(0, GICD_IROUTER, 2 * SPI);
        guest.access().write(0, route, Long.BYTES, -1);
        assertThat(guest.access().read(0, route, Long.BYTES)).isEqualTo(0x00FF_FFFFL);
        guest.write(0, GICD_IROUTER, 2 * SPI, 0x102);
        guest.write(0, GICD_IROUTER, 2 * SPI + 1, -1);
        assertThat(guest.access().read(0, route, Long.BYTES)).isEqualTo(0x102);
    }

    @Test
    void shouldKeepAllFourLevelsOfARouteWhereTheProfileHasThem() {
        Gicv3Guest guest = qemu();
        long route = guest.address(0, GICD_IROUTER, 2 * SPI);
        guest.access().write(0, route, Long.BYTES, -1);
        assertThat(guest.access().read(0, route, Long.BYTES)).isEqualTo(0xFF_80FF_FFFFL);
        assertThat(guest.read(0, GICD_IROUTER, 2 * SPI + 1)).isEqualTo(0xFF);
    }

    @Test
    void shouldReadTheTypesOfRedistributorsAs64BitsOrAsHalves() {
        Gicv3Guest guest = kvm();
        assertThat(guest.access().read(0, guest.address(1, GICR_TYPER, 0), Long.BYTES))
                .isEqualTo(1L << 32 | 1 << 8 | LAST);
        assertThat(guest.read(1, GICR_TYPER, 0)).isEqualTo(1 << 8 | LAST);
        assertThat(guest.read(1, GICR_TYPER, 1)).isEqualTo(1);
    }

    @Test
    void shouldWriteTablesAs64BitsOrAsHalves() {
        Gicv3Guest guest = kvm();
        long pending = guest.address(0, GICR_PENDBASER, 0);
        guest.access().write(0, pending, Long.BYTES, 1L << 62 | 0x4012_0000L | 2 << 10);
        assertThat(guest.access().read(0, pending, Long.BYTES)).isEqualTo(0x4012_0000L | 1 << 10 | 3 << 7);
        guest.write(1, GICR_PROPBASER, 0x4015_000F);
        assertThat(guest.access().read(0, guest.address(0, GICR_PROPBASER, 0), Long.BYTES))
                .isEqualTo(0x4015_000FL | 3 << 7);
    }

    @Test
    void shouldTakeBytesOfPrioritiesAlone() {
        Gicv3Guest guest = kvm();
        bytes(guest, guest.address(0, GICD_IPRIORITYR, SPI / 4), guest.address(0, GICD_ICFGR, SPI / 16));
        bytes(guest, guest.address(1, GICR_IPRIORITYR, 4), guest.address(1, GICR_ISENABLER, 0));
    }

    private void bytes(Gicv3Guest guest, long priorities, long other) {
        GuestAccess access = guest.access();
        access.write(0, priorities, Integer.BYTES, 0);
        access.write(0, priorities + 1, Byte.BYTES, 0xFF);
        assertThat(access.read(0, priorities, Integer.BYTES)).isEqualTo(0xF800);
        assertThat(access.read(0, priorities + 1, Byte.BYTES)).isEqualTo(0xF8);
        long before = ignored(guest);
        long kept = access.read(0, other, Integer.BYTES);
        assertThat(access.read(0, other, Byte.BYTES)).isZero();
        access.write(0, other, Byte.BYTES, kept ^ 0xFF);
        access.write(0, other, Long.BYTES, ~kept);
        access.write(0, other, Short.BYTES, ~kept);
        access.write(0, priorities, Short.BYTES, 0xFFFF);
        access.write(0, priorities + 2, Integer.BYTES, -1);
        assertThat(access.read(0, other, Integer.BYTES)).isEqualTo(kept);
        assertThat(access.read(0, priorities, Integer.BYTES)).isEqualTo(0xF800);
        assertIgnored(guest, before, 6);
    }

    @Test
    void shouldReadNoWordsOfPrivateInterruptsInTheDistributor() {
        Gicv3Guest guest = kvm();
        for (Register register : new Register[] {GICD_ISENABLER, GICD_IPRIORITYR, GICD_ICFGR, GICD_IROUTER}) {
            guest.write(0, register, 0, -1);
            assertThat(guest.read(0, register, 0)).as(register.name()).isZero();
        }
    }

    @Test
    void shouldReadNothingOfInterruptsThatDoNotExist() {
        Gicv3Guest guest = kvm();
        guest.write(0, GICD_ISENABLER, 3, -1);
        assertThat(guest.read(0, GICD_ISENABLER, 3)).isZero();
        assertThat(guest.read(0, GICD_TYPER) & 0x1F).isEqualTo(2);
    }

    @Test
    void shouldLetAnyVcpuAccessAnyRedistributor() {
        Gicv3Guest guest = kvm();
        guest.access().write(1, guest.address(0, GICR_ISENABLER, 0), Integer.BYTES, 1 << 20);
        assertThat(guest.read(0, GICR_ISENABLER)).isEqualTo(0xFFFF | 1 << 20);
        assertThat(guest.read(1, GICR_ISENABLER)).isEqualTo(0xFFFF);
    }

    @Test
    void shouldSleepAndWakeWhereTheProfileHasPower() {
        requires(Feature.QEMU_PROFILE);
        requires(Feature.GUEST_ACCESS);
        Gicv3Guest qemu = startedAsQemu(0).gicv3Guest();
        assertThat(qemu.read(0, GICR_WAKER)).isEqualTo(6);
        qemu.write(0, GICR_WAKER, 4);
        assertThat(qemu.read(0, GICR_WAKER)).isZero();
        qemu.write(0, GICR_WAKER, 2);
        assertThat(qemu.read(0, GICR_WAKER)).isEqualTo(6);
        Gicv3Guest kvm = kvm();
        kvm.write(0, GICR_WAKER, 6);
        assertThat(kvm.read(0, GICR_WAKER)).isZero();
    }

    @Test
    void shouldChangeTheModesAlone() {
        Gicv3Guest guest = kvm();
        int control = guest.read(0, ICC_CTLR_EL1);
        guest.write(0, ICC_CTLR_EL1, -1);
        assertThat(guest.read(0, ICC_CTLR_EL1)).isEqualTo(control | 3);
        guest.write(0, ICC_CTLR_EL1, 0);
        assertThat(guest.read(0, ICC_CTLR_EL1)).isEqualTo(control);
    }

    @Test
    void shouldShowTheHardwaresWidthsThoughUserSpaceLoweredThem() {
        Gicv3Guest guest = kvm();
        int control = guest.read(0, ICC_CTLR_EL1);
        assertThat(guest.machine().trySet(ICC_CTLR_EL1, 0, 0, 0)).isEqualTo(Errno.EINVAL);
        assertThat(guest.read(0, ICC_CTLR_EL1)).isEqualTo(control);
    }

    @Test
    void shouldHoldOnlyWhatHardwareHolds() {
        Gicv3Guest guest = kvm();
        guest.write(0, ICC_PMR_EL1, 0xFF);
        assertThat(guest.read(0, ICC_PMR_EL1)).isEqualTo(0xF8);
        guest.write(0, ICC_BPR0_EL1, 0);
        guest.write(0, ICC_BPR1_EL1, 0);
        assertThat(guest.read(0, ICC_BPR0_EL1)).isEqualTo(2);
        assertThat(guest.read(0, ICC_BPR1_EL1)).isEqualTo(3);
    }

    @Test
    void shouldAlwaysUseSystemRegisters() {
        Gicv3Guest guest = kvm();
        guest.write(0, ICC_SRE_EL1, 0);
        assertThat(guest.read(0, ICC_SRE_EL1)).isEqualTo(7);
    }

    @Test
    void shouldCountAccessesToNoSystemRegister() {
        Gicv3Guest guest = kvm();
        long before = ignored(guest);
        assertThat(guest.access().readSystemRegister(0, 0)).isZero();
        assertThat(guest.access().readSystemRegister(0, 0xFFFF)).isZero();
        guest.access().writeSystemRegister(0, 0xC668, 1);
        assertThat(guest.read(0, ICC_EOIR1_EL1)).isZero();
        guest.write(0, ICC_IAR1_EL1, 1);
        assertIgnored(guest, before, 5);
    }

    @Test
    void shouldCountAccessesToActivePrioritiesBeyondThoseThatExist() {
        Gicv3Guest guest = kvm();
        GuestAccess access = guest.access();
        int encoding = ICC_AP1R_EL1.row().offset();
        long before = ignored(guest);
        access.writeSystemRegister(0, encoding, 0);
        assertIgnored(guest, before, 0);
        access.writeSystemRegister(0, encoding + 1, 1);
        assertIgnored(guest, before, 1);
        assertThat(access.readSystemRegister(0, encoding + 1)).isZero();
        assertIgnored(guest, before, 2);
    }
}

package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IIDR;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_CTLR;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_IIDR;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PENDBASER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PIDR;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_PROPBASER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_STATUSR;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_TYPER;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_WAKER;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ICFGR;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ICPENDR;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_IGROUPR;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ISENABLER;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ISPENDR;

import org.gic4j.api.Affinity;
import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.DeviceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A redistributor's registers as user space sees them, and which vCPU attributes name (CONTRACT 5.2, 5.4). */
public abstract class RedistributorAttributeContract extends ContractTest {
    private static final long REVISION_2 = 0x4B00_243BL;

    /** Tests an implementation. */
    protected RedistributorAttributeContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldIdentifyItself() {
        TestMachine machine = started(0, 17);
        assertThat(machine.get(GICR_IIDR, 0)).isEqualTo(0x4B00_043BL);
        assertThat(machine.get(GICR_PIDR, 17, 6)).isEqualTo(0x3B);
        assertThat(machine.get(GICR_TYPER, 17, 0) >>> 8).isEqualTo(17);
        assertThat(machine.get(GICR_TYPER, 17, 1)).isEqualTo(0x101);
    }

    @Test
    void shouldFollowAffinityAndKeepItsNumber() {
        TestMachine machine = started(0, 1);
        machine.vcpu(1).setAffinity(new Affinity(0x0003_0201));
        assertThat(machine.get(GICR_TYPER, 1, 1)).isEqualTo(0x0003_0201);
        assertThat(machine.get(GICR_TYPER, 1, 0) >>> 8).isEqualTo(1);
    }

    /** A fact that the differential test found. */
    @Test
    void shouldShowThreeLevelsOfAffinity() {
        TestMachine machine = started(0);
        machine.vcpu(0).setAffinity(new Affinity(0xC203_0201));
        assertThat(machine.get(GICR_TYPER, 0, 1)).isEqualTo(0x0003_0201);
    }

    @Test
    void shouldNameAVcpuByAllFourLevelsOfItsAffinityNow() {
        TestMachine machine = started(0, 1);
        machine.vcpu(1).setAffinity(new Affinity(0xC203_0201));
        assertThat(through(machine, 1)).isEqualTo(Errno.EINVAL);
        assertThat(through(machine, 0x0003_0201)).isEqualTo(Errno.EINVAL);
        assertThat(through(machine, 0xC203_0201)).isEqualTo(Errno.OK);
    }

    /** A fact that the differential test found. */
    @Test
    void shouldNameTheLastOfSeveralVcpusOfOneAffinityOnceOneHasRunAndTheFirstBefore() {
        TestMachine machine = started(0, 1, 2);
        machine.vcpu(2).setAffinity(new Affinity(0));
        assertThat(numberThrough(machine, 0)).isZero();
        assertThat(machine.vcpu(1).tryValidateFirstRun()).isEqualTo(Errno.OK);
        assertThat(numberThrough(machine, 0)).isEqualTo(2);
        machine.vcpu(2).setAffinity(new Affinity(7));
        assertThat(numberThrough(machine, 0)).isZero();
        assertThat(numberThrough(machine, 7)).isEqualTo(2);
    }

    private static long numberThrough(TestMachine machine, int affinity) {
        return machine.device()
                        .get(
                                AttributeGroup.REDISTRIBUTOR_REGISTERS,
                                AttributeGroup.ofAffinity(affinity, GICR_TYPER.row().offset()))
                >>> 8;
    }

    private static int through(TestMachine machine, int affinity) {
        return machine.tryGet(
                AttributeGroup.REDISTRIBUTOR_REGISTERS,
                AttributeGroup.ofAffinity(affinity, GICR_CTLR.row().offset()));
    }

    @Test
    void shouldFindTheVcpuBeforeAnythingElse() {
        TestMachine machine = bare().withVcpus(0).withDevice();
        assertThat(machine.tryGet(GICR_CTLR, 1)).isEqualTo(Errno.EINVAL);
        assertThat(machine.tryGet(GICR_CTLR, 0)).isEqualTo(Errno.EBUSY);
        machine.withInit();
        assertThat(machine.tryGet(GICR_CTLR, 0)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldNameAVcpuThatIsNotInitialisedByAffinity0() {
        TestMachine machine = bare();
        machine.vm().createVcpu(3);
        machine.withDevice().withInit();
        assertThat(machine.tryGet(AttributeGroup.REDISTRIBUTOR_REGISTERS, 0)).isEqualTo(Errno.OK);
        assertThat(through(machine, 3)).isEqualTo(Errno.EINVAL);
        machine.vcpu(0).initialize();
        assertThat(through(machine, 3)).isEqualTo(Errno.OK);
        assertThat(through(machine, 0)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldTakeNoLpisWithoutAnIts() {
        TestMachine machine = started(0);
        assertThat(machine.get(GICR_CTLR, 0)).isEqualTo(6);
        machine.set(GICR_CTLR, 0, 1);
        assertThat(machine.get(GICR_CTLR, 0)).isEqualTo(6);
        assertThat(machine.get(GICR_TYPER, 0, 0) & 1).isZero();
    }

    @Test
    void shouldAdvertiseNothingUnderAnOldRevision() {
        TestMachine machine = started(0);
        machine.set(GICD_IIDR, 0, REVISION_2);
        assertThat(machine.get(GICR_CTLR, 0)).isZero();
        assertThat(machine.get(GICR_IIDR, 0)).isEqualTo(0x4B00_043BL);
    }

    @Test
    void shouldNotHaveItsStatusNorPower() {
        TestMachine machine = started(0);
        assertThat(machine.tryHas(GICR_STATUSR, 0, 0)).isEqualTo(Errno.ENXIO);
        assertThat(machine.get(GICR_STATUSR, 0)).isZero();
        assertThat(machine.tryHas(GICR_WAKER, 0, 0)).isEqualTo(Errno.OK);
        machine.set(GICR_WAKER, 0, 6);
        assertThat(machine.get(GICR_WAKER, 0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        // Inner cacheability 0 and 1 become 3, outer 2 and above 0, shareability 2 becomes 1; reserved bits vanish.
        "0x40150000, 0x40150180",
        "0x4015000f, 0x4015018f",
        "0x40150080, 0x40150180",
        "0x40150200, 0x40150200",
        "0x40150900, 0x40150500",
        "0x40150ff0, 0x40150f90",
    })
    void shouldKeepWhatKvmCanOfAConfigurationTable(String written, String kept) {
        TestMachine machine = started(0, 1);
        machine.set(GICR_PROPBASER, 0, 0, Long.decode(written));
        assertThat(machine.get(GICR_PROPBASER, 0, 0)).isEqualTo(Long.decode(kept));
        // One for all.
        assertThat(machine.get(GICR_PROPBASER, 1, 0)).isEqualTo(Long.decode(kept));
    }

    @Test
    void shouldKeepAPendingTableForEachVcpuAndHideItsZero() {
        TestMachine machine = started(0, 1);
        assertThat(machine.get(GICR_PROPBASER, 0, 0)).isZero();
        assertThat(machine.get(GICR_PENDBASER, 0, 0)).isEqualTo(0x580);
        machine.set(GICR_PENDBASER, 0, 0, 0x4012_F87FL);
        machine.set(GICR_PENDBASER, 0, 1, 0xFFFF_FFFFL);
        assertThat(machine.get(GICR_PENDBASER, 0, 0)).isEqualTo(0x4012_0580L);
        assertThat(machine.get(GICR_PENDBASER, 0, 1)).isEqualTo(0x000F_FFFFL);
        assertThat(machine.get(GICR_PENDBASER, 1, 0)).isEqualTo(0x580);
    }

    /** The offset has 32 bits, of which the two frames have 17. */
    @ParameterizedTest
    @ValueSource(longs = {0x2_0080L, 0x3_0080L, 0x8001_0080L, 0xFFFF_0080L})
    void shouldHaveNothingBehindTheFrames(long offset) {
        TestMachine machine = started(0);
        machine.set(GICR_IGROUPR, 0, 0x5555);
        assertThat(machine.device().tryHas(AttributeGroup.REDISTRIBUTOR_REGISTERS, offset)).isEqualTo(Errno.ENXIO);
        assertThat(machine.device().get(AttributeGroup.REDISTRIBUTOR_REGISTERS, offset)).isZero();
        assertThat(machine.device().trySet(AttributeGroup.REDISTRIBUTOR_REGISTERS, offset, 0)).isEqualTo(Errno.OK);
        assertThat(machine.get(GICR_IGROUPR, 0)).isEqualTo(0x5555);
    }

    @Test
    void shouldKeepTheTablesOfLpisWhileTheseAreEnabled() {
        requires(Feature.ITS);
        TestMachine machine = started(0, 1);
        machine.vm().createDevice(DeviceType.ITS);
        machine.set(GICR_PROPBASER, 0, 0, 0x4015_078FL);
        machine.set(GICR_PENDBASER, 0, 0, 0x4016_0580L);
        machine.set(GICR_CTLR, 0, 1);
        machine.set(GICR_PROPBASER, 0, 0, 0x4025_078FL);
        machine.set(GICR_PENDBASER, 0, 0, 0x4026_0580L);
        assertThat(machine.get(GICR_PROPBASER, 0, 0)).isEqualTo(0x4015_078FL);
        assertThat(machine.get(GICR_PENDBASER, 0, 0)).isEqualTo(0x4016_0580L);
        // Each vCPU's own: the other one's LPIs are off.
        machine.set(GICR_PENDBASER, 1, 0, 0x4036_0580L);
        assertThat(machine.get(GICR_PENDBASER, 1, 0)).isEqualTo(0x4036_0580L);
        machine.set(GICR_PROPBASER, 1, 0, 0x4035_078FL);
        assertThat(machine.get(GICR_PROPBASER, 0, 0)).isEqualTo(0x4035_078FL);
        machine.set(GICR_CTLR, 0, 0);
        machine.set(GICR_PENDBASER, 0, 0, 0x4026_0580L);
        assertThat(machine.get(GICR_PENDBASER, 0, 0)).isEqualTo(0x4026_0580L);
    }

    @Test
    void shouldAssignLatchesOfSgisAndPpis() {
        TestMachine machine = started(0, 1);
        machine.set(GICR_ISPENDR, 0, 0x0011_0021);
        assertThat(machine.get(GICR_ISPENDR, 0)).isEqualTo(0x0011_0021);
        assertThat(machine.get(GICR_ISPENDR, 1)).isZero();
        assertThat(machine.get(GICR_ICPENDR, 0)).isZero();
        machine.set(GICR_ICPENDR, 0, -1L & 0xFFFF_FFFFL);
        assertThat(machine.get(GICR_ISPENDR, 0)).isEqualTo(0x0011_0021);
        machine.set(GICR_ISPENDR, 0, 0x20);
        assertThat(machine.get(GICR_ISPENDR, 0)).isEqualTo(0x20);
    }

    @Test
    void shouldBeginInGroup1WithSgisEnabledAndPpisLevelSensitive() {
        TestMachine machine = started(0);
        assertThat(machine.get(GICR_IGROUPR, 0)).isEqualTo(0xFFFF_FFFFL);
        assertThat(machine.get(GICR_ISENABLER, 0)).isEqualTo(0xFFFF);
        machine.set(GICR_ICFGR, 0, 0, 0);
        machine.set(GICR_ICFGR, 0, 1, 0xFFFF_FFFFL);
        assertThat(machine.get(GICR_ICFGR, 0, 0)).isEqualTo(0xAAAA_AAAAL);
        assertThat(machine.get(GICR_ICFGR, 0, 1)).isZero();
    }
}

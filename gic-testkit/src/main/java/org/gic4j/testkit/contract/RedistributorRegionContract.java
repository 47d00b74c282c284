package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.device.AttributeGroup.ADDRESS;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V3_DISTRIBUTOR;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V3_REDISTRIBUTOR;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V3_REDISTRIBUTOR_REGION;
import static org.gic4j.api.registers.Gicv3Redistributor.GICR_TYPER;

import org.gic4j.api.Errno;
import org.gic4j.api.snapshot.RedistributorRegion;
import org.junit.jupiter.api.Test;

/** Redistributor regions, which vCPU has which redistributor in them, and GICR_TYPER.Last (CONTRACT 2.2, 3). */
public abstract class RedistributorRegionContract extends ContractTest {
    private static final long BASE = 0x0810_0000L;
    private static final long ELSEWHERE = 0x0900_0000L;
    private static final long SIZE = TestMachine.REDISTRIBUTOR_SIZE;
    private static final long DISTRIBUTOR = TestMachine.DISTRIBUTOR;
    private static final int LAST = 1 << 4;

    /** Tests an implementation. */
    protected RedistributorRegionContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldEndARegionWithLastAndGoOnInOneThatFollows() {
        TestMachine machine = bare().withDevice().withVcpus(0, 1, 2);
        assertThat(add(machine, 0, BASE, 2)).isEqualTo(Errno.OK);
        machine.withInit();
        assertThat(type(machine, 0)).isZero();
        assertThat(type(machine, 1)).isEqualTo(1 << 8 | LAST);
        // It has no redistributor yet, and its attributes work all the same.
        assertThat(type(machine, 2)).isEqualTo(2 << 8);
        assertThat(add(machine, 1, BASE + 2 * SIZE, 4)).isEqualTo(Errno.OK);
        assertThat(type(machine, 1)).isEqualTo(1 << 8);
        assertThat(type(machine, 2)).isEqualTo(2 << 8 | LAST);
    }

    @Test
    void shouldEndEachOfTwoRegionsThatAreApartWithLast() {
        TestMachine machine = bare().withDevice().withVcpus(0, 1, 2);
        assertThat(add(machine, 0, ELSEWHERE, 2)).isEqualTo(Errno.OK);
        assertThat(add(machine, 1, BASE, 1)).isEqualTo(Errno.OK);
        machine.withInit();
        assertThat(type(machine, 0)).isZero();
        assertThat(type(machine, 1)).isEqualTo(1 << 8 | LAST);
        assertThat(type(machine, 2)).isEqualTo(2 << 8 | LAST);
    }

    @Test
    void shouldEndTheLegacyRegionWithLast() {
        TestMachine machine = started(0, 1);
        assertThat(type(machine, 0)).isZero();
        assertThat(type(machine, 1)).isEqualTo(1 << 8 | LAST);
    }

    @Test
    void shouldEndAFullRegionWithLastWhereTheOneThatFollowsIsUnused() {
        TestMachine machine = bare().withDevice().withVcpus(0, 1);
        assertThat(add(machine, 0, BASE, 2)).isEqualTo(Errno.OK);
        assertThat(add(machine, 1, BASE + 2 * SIZE, 4)).isEqualTo(Errno.OK);
        machine.withInit();
        assertThat(type(machine, 0)).isZero();
        assertThat(type(machine, 1)).isEqualTo(1 << 8 | LAST);
    }

    @Test
    void shouldGiveRedistributorsInTheOrderInWhichVcpusWereCreated() {
        TestMachine machine = bare().withDevice().withVcpus(5, 0, 2);
        assertThat(add(machine, 0, BASE, 2)).isEqualTo(Errno.OK);
        machine.withInit();
        assertThat(type(machine, 5)).isEqualTo(5 << 8);
        assertThat(type(machine, 0)).isEqualTo(LAST);
        assertThat(type(machine, 2)).isEqualTo(2 << 8);
    }

    @Test
    void shouldGiveOneToEachVcpuThatIsCreatedAfterTheRegion() {
        TestMachine machine = bare().withDevice();
        assertThat(add(machine, 0, BASE, 2)).isEqualTo(Errno.OK);
        machine.withVcpus(3, 1).withInit();
        assertThat(type(machine, 3)).isEqualTo(3 << 8);
        assertThat(type(machine, 1)).isEqualTo(1 << 8 | LAST);
    }

    @Test
    void shouldTellARegionByTheIndexInTheWord() {
        TestMachine machine = bare().withDevice().withVcpus(0);
        assertThat(get(machine, 0)).isEqualTo(Errno.ENOENT);
        assertThat(add(machine, 0, BASE, 1)).isEqualTo(Errno.OK);
        assertThat(add(machine, 1, ELSEWHERE, 7)).isEqualTo(Errno.OK);
        assertThat(region(machine, 1)).isEqualTo(7L << 52 | ELSEWHERE | 1);
        // Only the index of the word that goes in counts, and of that a byte (DEV-10).
        assertThat(region(machine, 0x3A5_0000_0000_F100L)).isEqualTo(1L << 52 | BASE);
        assertThat(get(machine, 2)).isEqualTo(Errno.ENOENT);
        assertThat(machine.device().get(ADDRESS, ADDRESS_V3_REDISTRIBUTOR)).isEqualTo(BASE);
    }

    @Test
    void shouldCutTheIndexToAByte() {
        TestMachine machine = bare().withDevice();
        assertThat(add(machine, 0x100, BASE, 1)).isEqualTo(Errno.OK);
        assertThat(region(machine, 0)).isEqualTo(1L << 52 | BASE);
    }

    @Test
    void shouldRefuseRegionsOutOfOrderEmptyFlaggedOrOverlapping() {
        TestMachine machine = bare().withDevice();
        assertThat(add(machine, 1, BASE, 1)).isEqualTo(Errno.EINVAL);
        assertThat(add(machine, 0, BASE, 0)).isEqualTo(Errno.EINVAL);
        assertThat(set(machine, 1L << 52 | BASE | 0x1000)).isEqualTo(Errno.EINVAL);
        assertThat(add(machine, 0, BASE, 2)).isEqualTo(Errno.OK);
        assertThat(add(machine, 0, ELSEWHERE, 1)).isEqualTo(Errno.EINVAL);
        assertThat(add(machine, 1, BASE + SIZE, 1)).isEqualTo(Errno.EINVAL);
        assertThat(add(machine, 2, BASE + 2 * SIZE, 1)).isEqualTo(Errno.EINVAL);
        assertThat(add(machine, 1, 1L << 40, 1)).isEqualTo(Errno.E2BIG);
        assertThat(add(machine, 1, (1L << 40) - SIZE, 2)).isEqualTo(Errno.E2BIG);
    }

    @Test
    void shouldFindAnOverlapWithARegionBeforeTheEndOfTheAddressSpace() {
        long end = 1L << 40;
        TestMachine machine = bare().withDevice();
        assertThat(add(machine, 0, end - 2 * SIZE, 2)).isEqualTo(Errno.OK);
        assertThat(add(machine, 1, end - SIZE, 2)).isEqualTo(Errno.EINVAL);
        assertThat(add(machine, 1, end, 2)).isEqualTo(Errno.E2BIG);
    }

    @Test
    void shouldTakeARegionAfterTheLegacyOneAndNoLegacyOneAfterARegion() {
        TestMachine machine = bare().withDevice();
        machine.device().set(ADDRESS, ADDRESS_V3_REDISTRIBUTOR, BASE);
        assertThat(region(machine, 0)).isEqualTo(BASE);
        assertThat(add(machine, 0, ELSEWHERE, 1)).isEqualTo(Errno.EINVAL);
        assertThat(add(machine, 1, ELSEWHERE, 1)).isEqualTo(Errno.OK);
        TestMachine other = bare().withDevice();
        assertThat(add(other, 0, BASE, 1)).isEqualTo(Errno.OK);
        assertThat(other.device().trySet(ADDRESS, ADDRESS_V3_REDISTRIBUTOR, ELSEWHERE)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldNotGiveBackTheRedistributorOfAVcpuThatIsRefused() {
        TestMachine machine = bare().withDevice();
        assertThat(add(machine, 0, BASE, 2)).isEqualTo(Errno.OK);
        machine.withVcpus(0);
        assertThat(errnoOf(() -> machine.vm().createVcpu(0))).isEqualTo(Errno.EEXIST);
        machine.withVcpus(1);
        machine.device().set(ADDRESS, ADDRESS_V3_DISTRIBUTOR, DISTRIBUTOR);
        machine.withInit();
        assertThat(type(machine, 1)).isEqualTo(1 << 8);
        assertThat(machine.vcpu(0).tryValidateFirstRun()).isEqualTo(Errno.ENXIO);
    }

    @Test
    void shouldRefuseAVcpuWhoseRegionOverlapsTheDistributor() {
        TestMachine machine = bare().withDevice();
        machine.device().set(ADDRESS, ADDRESS_V3_REDISTRIBUTOR, DISTRIBUTOR - SIZE);
        machine.device().set(ADDRESS, ADDRESS_V3_DISTRIBUTOR, DISTRIBUTOR);
        machine.withVcpus(0, 1);
        assertThat(errnoOf(() -> machine.vm().createVcpu(2))).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldLookForARedistributorBeforeItLooksWhetherAnIdIsInUse() {
        TestMachine machine = bare().withDevice();
        machine.device().set(ADDRESS, ADDRESS_V3_REDISTRIBUTOR, DISTRIBUTOR - SIZE);
        machine.device().set(ADDRESS, ADDRESS_V3_DISTRIBUTOR, DISTRIBUTOR);
        machine.withVcpus(0, 1);
        assertThat(errnoOf(() -> machine.vm().createVcpu(1))).isEqualTo(Errno.EINVAL);
        TestMachine other = bare().withDevice().withVcpus(0, 1);
        assertThat(errnoOf(() -> other.vm().createVcpu(1))).isEqualTo(Errno.EEXIST);
    }

    @Test
    void shouldTakeARegionBackThatOverlapsTheDistributor() {
        TestMachine machine = bare().withDevice().withVcpus(0);
        machine.device().set(ADDRESS, ADDRESS_V3_DISTRIBUTOR, DISTRIBUTOR);
        assertThat(add(machine, 0, DISTRIBUTOR, 1)).isEqualTo(Errno.EINVAL);
        assertThat(machine.device().get(ADDRESS, ADDRESS_V3_REDISTRIBUTOR)).isEqualTo(-1);
        assertThat(add(machine, 0, BASE, 1)).isEqualTo(Errno.OK);
    }

    private static long type(TestMachine machine, int vcpuId) {
        return machine.get(GICR_TYPER, vcpuId, 0);
    }

    private static int add(TestMachine machine, int index, long base, int count) {
        return set(machine, new RedistributorRegion(base, count).attributeValue(index));
    }

    private static int set(TestMachine machine, long word) {
        return machine.device().trySet(ADDRESS, ADDRESS_V3_REDISTRIBUTOR_REGION, word);
    }

    private static int get(TestMachine machine, long word) {
        return machine.device().tryGet(ADDRESS, ADDRESS_V3_REDISTRIBUTOR_REGION, new long[] {word}, 0);
    }

    private static long region(TestMachine machine, long word) {
        long[] value = {word};
        assertThat(machine.device().tryGet(ADDRESS, ADDRESS_V3_REDISTRIBUTOR_REGION, value, 0)).isZero();
        return value[0];
    }
}

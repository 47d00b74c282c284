package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.device.AttributeGroup.ADDRESS;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V3_DISTRIBUTOR;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V3_REDISTRIBUTOR;

import org.gic4j.api.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses of a GICv3's distributor and of its legacy redistributor region (CONTRACT 3). */
public abstract class Gicv3AddressContract extends ContractTest {
    private static final long UNSET = -1;

    /** Tests an implementation. */
    protected Gicv3AddressContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldShowAllOnesBeforeAnAddressIsSet() {
        TestMachine machine = bare().withDevice();
        assertThat(machine.device().get(ADDRESS, ADDRESS_V3_DISTRIBUTOR)).isEqualTo(UNSET);
        assertThat(machine.device().get(ADDRESS, ADDRESS_V3_REDISTRIBUTOR)).isEqualTo(UNSET);
    }

    @ParameterizedTest
    @CsvSource({
        // A machine with 40 address bits and one vCPU.
        "2, 0x0, OK",
        "2, 0x8000000, OK",
        "2, 0xffffff0000, OK",
        "2, 0x8008000, EINVAL",
        "2, 0x8000001, EINVAL",
        "2, 0x10000000000, E2BIG",
        "2, 0x8000000000000000, E2BIG",
        "2, 0xffffffffffff0000, EINVAL",
        "3, 0x0, OK",
        "3, 0x80a0000, OK",
        "3, 0xfffffe0000, OK",
        "3, 0xffffff0000, E2BIG",
        "3, 0x10000000000, E2BIG",
        "3, 0x80a8000, EINVAL",
        "3, 0xffffffffffff0000, EINVAL",
    })
    void shouldTakeOrRefuseAnAddress(long attribute, String address, String answer) {
        TestMachine machine = bare().withVcpus(0).withDevice();
        long value = Long.parseUnsignedLong(address.substring(2), 16);
        int errno = machine.device().trySet(ADDRESS, attribute, value);
        assertThat(Errno.name(errno)).isEqualTo(answer);
        assertThat(machine.device().get(ADDRESS, attribute)).isEqualTo(errno == Errno.OK ? value : UNSET);
    }

    @Test
    void shouldCountTheVcpusThatThereAreForTheLegacyRegion() {
        TestMachine machine = bare().withDevice();
        // Without any it has no size, so nothing wraps around.
        assertThat(machine.device().trySet(ADDRESS, ADDRESS_V3_REDISTRIBUTOR, 0xFFFF_FFFF_FFFF_0000L))
                .isEqualTo(Errno.E2BIG);
        assertThat(machine.device().trySet(ADDRESS, ADDRESS_V3_REDISTRIBUTOR, 0xFF_FFFE_0000L))
                .isEqualTo(Errno.OK);
        machine.vm().createVcpu(0);
        machine.vm().createVcpu(1);
        assertThat(errnoOf(() -> machine.vm().createVcpu(2))).isEqualTo(Errno.EINVAL);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x0800_0000L, 0x0900_0000L, 0x0900_0001L, 0x100_0000_0000L, -0x1_0000L})
    void shouldTakeTheDistributorsAddressOnceWhateverTheSecondIs(long second) {
        TestMachine machine = bare().withVcpus(0).withDevice().withAddresses();
        assertThat(machine.device().trySet(ADDRESS, ADDRESS_V3_DISTRIBUTOR, second)).isEqualTo(Errno.EEXIST);
        assertThat(machine.device().get(ADDRESS, ADDRESS_V3_DISTRIBUTOR)).isEqualTo(TestMachine.DISTRIBUTOR);
    }

    @Test
    void shouldTakeTheLegacyRegionOnce() {
        TestMachine machine = bare().withVcpus(0).withDevice().withAddresses();
        assertThat(machine.device().trySet(ADDRESS, ADDRESS_V3_REDISTRIBUTOR, 0x0900_0000L))
                .isEqualTo(Errno.EEXIST);
        assertThat(machine.device().get(ADDRESS, ADDRESS_V3_REDISTRIBUTOR)).isEqualTo(TestMachine.REDISTRIBUTORS);
    }

    /** What wraps around is refused as such first. */
    @ParameterizedTest
    @ValueSource(longs = {0x0900_0001L, 0x0900_8000L, TestMachine.DISTRIBUTOR, 0xFF_FFFF_0000L, 0x100_0000_0000L})
    void shouldTakeTheLegacyRegionOnceWhateverTheSecondIs(long second) {
        TestMachine machine = bare().withVcpus(0).withDevice().withAddresses();
        assertThat(machine.device().trySet(ADDRESS, ADDRESS_V3_REDISTRIBUTOR, second)).isEqualTo(Errno.EEXIST);
    }

    @Test
    void shouldFindTheDistributorBeforeTheEndOfTheAddressSpace() {
        TestMachine machine = bare().withVcpus(0).withDevice();
        machine.device().set(ADDRESS, ADDRESS_V3_DISTRIBUTOR, 0xFF_FFFF_0000L);
        assertThat(machine.device().trySet(ADDRESS, ADDRESS_V3_REDISTRIBUTOR, 0xFF_FFFF_0000L))
                .isEqualTo(Errno.EINVAL);
        TestMachine other = bare().withVcpus(0).withDevice();
        assertThat(other.device().trySet(ADDRESS, ADDRESS_V3_REDISTRIBUTOR, 0xFF_FFFF_0000L))
                .isEqualTo(Errno.E2BIG);
    }

    @Test
    void shouldRefuseALegacyRegionOnTheDistributor() {
        TestMachine machine = bare().withVcpus(0).withDevice();
        machine.device().set(ADDRESS, ADDRESS_V3_DISTRIBUTOR, 0x0800_0000L);
        assertThat(machine.device().trySet(ADDRESS, ADDRESS_V3_REDISTRIBUTOR, 0x07FF_0000L))
                .isEqualTo(Errno.EINVAL);
        assertThat(machine.device().trySet(ADDRESS, ADDRESS_V3_REDISTRIBUTOR, 0x0801_0000L))
                .isEqualTo(Errno.OK);
    }

    @Test
    void shouldTakeADistributorOnTheRedistributors() {
        TestMachine machine = bare().withVcpus(0).withDevice();
        machine.device().set(ADDRESS, ADDRESS_V3_REDISTRIBUTOR, 0x0800_0000L);
        assertThat(machine.device().trySet(ADDRESS, ADDRESS_V3_DISTRIBUTOR, 0x0800_0000L)).isEqualTo(Errno.OK);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4, 6, 1L << 32, -1})
    void shouldRefuseFramesThatAGicv3Lacks(long attribute) {
        TestMachine machine = bare().withDevice();
        assertThat(machine.device().tryHas(ADDRESS, attribute)).isEqualTo(Errno.ENXIO);
        assertThat(machine.tryGet(ADDRESS, attribute)).isEqualTo(Errno.ENXIO);
        assertThat(machine.device().trySet(ADDRESS, attribute, 0x0900_0000L)).isEqualTo(Errno.ENXIO);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 1L << 32})
    void shouldRefuseTheLegacyCall(long id) {
        TestMachine machine = bare().withDevice();
        assertThat(errnoOf(() -> machine.vm().setDeviceAddress(id, 0x0800_0000L))).isEqualTo(Errno.ENODEV);
    }

    @Test
    void shouldTakeAddressesAfterInit() {
        TestMachine machine = bare().withVcpus(0).withDevice().withInit().withAddresses();
        assertThat(machine.device().get(ADDRESS, ADDRESS_V3_REDISTRIBUTOR)).isEqualTo(TestMachine.REDISTRIBUTORS);
    }
}

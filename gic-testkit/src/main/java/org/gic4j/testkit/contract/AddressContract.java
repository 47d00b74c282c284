package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.device.AttributeGroup.ADDRESS;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V2_CPU;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V2_DISTRIBUTOR;

import org.gic4j.api.Errno;
import org.gic4j.api.VirtualMachineConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses of frames, by attribute and by the legacy call (CONTRACT 2.1, 3). */
public abstract class AddressContract extends ContractTest {
    private static final long UNSET = -1;

    /** Tests an implementation. */
    protected AddressContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldShowAllOnesBeforeAnAddressIsSet() {
        TestMachine machine = bare().withDevice();
        assertThat(machine.device().get(ADDRESS, ADDRESS_V2_DISTRIBUTOR)).isEqualTo(UNSET);
        assertThat(machine.device().get(ADDRESS, ADDRESS_V2_CPU)).isEqualTo(UNSET);
    }

    @ParameterizedTest
    @CsvSource({
        // A machine with 40 address bits; the CPU interface counts 8 KiB (DEV-8).
        "0, 0x0, OK",
        "0, 0x1000, OK",
        "0, 0x8000000, OK",
        "0, 0xfffffff000, OK",
        "0, 0x10, EINVAL",
        "0, 0x8000800, EINVAL",
        "0, 0x8000fff, EINVAL",
        "0, 0x10000000000, E2BIG",
        "0, 0xfffffffff000, E2BIG",
        "0, 0x7ffffffffffff000, E2BIG",
        "0, 0x8000000000000000, E2BIG",
        "0, 0xfffffffffffff000, EINVAL",
        "0, 0xffffffffffffffff, EINVAL",
        "1, 0x0, OK",
        "1, 0x1000, OK",
        "1, 0xffffffe000, OK",
        "1, 0xfffffff000, E2BIG",
        "1, 0x10000000000, E2BIG",
        "1, 0x800, EINVAL",
        "1, 0xffffffffffffe000, EINVAL",
        "1, 0xfffffffffffff000, EINVAL",
    })
    void shouldTakeOrRefuseAnAddress(long attribute, String address, String answer) {
        TestMachine machine = bare().withDevice();
        long value = Long.parseUnsignedLong(address.substring(2), 16);
        int errno = machine.device().trySet(ADDRESS, attribute, value);
        assertThat(Errno.name(errno)).isEqualTo(answer);
        assertThat(machine.device().get(ADDRESS, attribute)).isEqualTo(errno == Errno.OK ? value : UNSET);
    }

    @ParameterizedTest
    @CsvSource({"32, 0xfffff000", "36, 0xffffff000", "44, 0xffffffff000"})
    void shouldGoByTheAddressSizeOfTheMachine(long bits, String lastPage) {
        TestMachine machine = bare(VirtualMachineConfiguration.KVM_GICV2.withMachineType(bits))
                .withDevice();
        long last = Long.parseUnsignedLong(lastPage.substring(2), 16);
        assertThat(machine.device().trySet(ADDRESS, ADDRESS_V2_DISTRIBUTOR, last + 0x1000))
                .isEqualTo(Errno.E2BIG);
        assertThat(machine.device().trySet(ADDRESS, ADDRESS_V2_DISTRIBUTOR, last))
                .isEqualTo(Errno.OK);
        assertThat(machine.device().trySet(ADDRESS, ADDRESS_V2_CPU, last)).isEqualTo(Errno.E2BIG);
        assertThat(machine.device().trySet(ADDRESS, ADDRESS_V2_CPU, last - 0x1000))
                .isEqualTo(Errno.OK);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x0800_0000L, 0x0900_0000L, 0x0900_0001L, 0x100_0000_0000L, -1})
    void shouldTakeAnAddressOnceWhateverTheSecondIs(long second) {
        TestMachine machine = bare().withDevice().withAddresses();
        assertThat(machine.device().trySet(ADDRESS, ADDRESS_V2_DISTRIBUTOR, second))
                .isEqualTo(Errno.EEXIST);
        assertThat(machine.device().trySet(ADDRESS, ADDRESS_V2_CPU, second)).isEqualTo(Errno.EEXIST);
        assertThat(machine.device().get(ADDRESS, ADDRESS_V2_DISTRIBUTOR)).isEqualTo(TestMachine.DISTRIBUTOR);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4, 5, 6, 1L << 32, -1})
    void shouldRefuseFramesThatAGicv2Lacks(long attribute) {
        TestMachine machine = bare().withDevice();
        assertThat(machine.tryGet(ADDRESS, attribute)).isEqualTo(Errno.ENXIO);
        assertThat(machine.device().trySet(ADDRESS, attribute, 0x0900_0000L)).isEqualTo(Errno.ENXIO);
    }

    @Test
    void shouldTakeOverlappingFrames() {
        TestMachine machine = bare().withDevice();
        assertThat(machine.device().trySet(ADDRESS, ADDRESS_V2_DISTRIBUTOR, 0x0800_0000L))
                .isEqualTo(Errno.OK);
        assertThat(machine.device().trySet(ADDRESS, ADDRESS_V2_CPU, 0x0800_0000L)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldTakeAddressesAfterInit() {
        TestMachine machine = bare().withVcpus(0).withDevice().withInit().withAddresses();
        assertThat(machine.device().get(ADDRESS, ADDRESS_V2_CPU)).isEqualTo(TestMachine.CPU_INTERFACE);
    }

    @Test
    void shouldSetTheSameAddressesByTheLegacyCall() {
        TestMachine machine = bare().withDevice();
        machine.vm().setDeviceAddress(0, 0x0800_0000L);
        machine.vm().setDeviceAddress(1, 0x0801_0000L);
        assertThat(machine.device().get(ADDRESS, ADDRESS_V2_DISTRIBUTOR)).isEqualTo(0x0800_0000L);
        assertThat(machine.device().get(ADDRESS, ADDRESS_V2_CPU)).isEqualTo(0x0801_0000L);
        assertThat(machine.device().trySet(ADDRESS, ADDRESS_V2_CPU, 0x0801_0000L))
                .isEqualTo(Errno.EEXIST);
    }

    @ParameterizedTest
    @CsvSource({"0, 0x8000800, EINVAL", "0, 0x10000000000, E2BIG", "1, 0xfffffff000, E2BIG"})
    void shouldRefuseByTheLegacyCallAsByTheAttribute(long id, String address, String answer) {
        TestMachine machine = bare();
        machine.vm().createIrqchip();
        long value = Long.parseUnsignedLong(address.substring(2), 16);
        assertThat(Errno.name(errnoOf(() -> machine.vm().setDeviceAddress(id, value))))
                .isEqualTo(answer);
    }

    @Test
    void shouldRefuseTheLegacyCallForTheSecondTime() {
        TestMachine machine = bare();
        machine.vm().createIrqchip();
        machine.vm().setDeviceAddress(0, 0x0800_0000L);
        assertThat(errnoOf(() -> machine.vm().setDeviceAddress(0, 0x0800_0000L))).isEqualTo(Errno.EEXIST);
    }

    @Test
    void shouldRefuseTheLegacyCallWithoutAVgic() {
        TestMachine machine = bare();
        assertThat(errnoOf(() -> machine.vm().setDeviceAddress(0, 0x0800_0000L))).isEqualTo(Errno.ENODEV);
    }

    /** A fact that the differential test found: the kernel looks at bits 31 to 0 of the id. */
    @Test
    void shouldLookAtTheLowHalfOfALegacyId() {
        TestMachine machine = bare().withDevice();
        machine.vm().setDeviceAddress(0x1_0000_0000L, 0x0800_0000L);
        machine.vm().setDeviceAddress(0xFFFF_FFFF_0000_0001L, 0x0801_0000L);
        assertThat(machine.device().get(ADDRESS, ADDRESS_V2_DISTRIBUTOR)).isEqualTo(0x0800_0000L);
        assertThat(machine.device().get(ADDRESS, ADDRESS_V2_CPU)).isEqualTo(0x0801_0000L);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 0xFFFF, 0x10000, 0x10001, 0x20000})
    void shouldRefuseTheLegacyCallForOtherFramesAndDevices(long id) {
        TestMachine machine = bare().withDevice();
        assertThat(errnoOf(() -> machine.vm().setDeviceAddress(id, 0x0800_0000L))).isEqualTo(Errno.ENODEV);
    }

    @Test
    void shouldHaveAddresses() {
        TestMachine machine = bare().withDevice();
        assertThat(machine.device().tryHas(ADDRESS, ADDRESS_V2_DISTRIBUTOR))
                .isEqualTo(Errno.OK);
        assertThat(machine.device().tryHas(ADDRESS, ADDRESS_V2_CPU)).isEqualTo(Errno.OK);
        assertThat(machine.device().tryHas(ADDRESS, 2)).isEqualTo(Errno.ENXIO);
        assertThat(machine.device().tryHas(ADDRESS, 1L << 32)).isEqualTo(Errno.ENXIO);
    }
}

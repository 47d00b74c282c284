package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.VirtualMachine.CREATE_DEVICE_TEST;

import java.util.Optional;
import java.util.stream.Stream;
import org.gic4j.api.Capability;
import org.gic4j.api.Errno;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.DeviceType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines and devices: types, flags, the legacy interrupt controller, capabilities (CONTRACT 1.3, 1.4, 2.1, 8). */
public abstract class DeviceLifecycleContract extends ContractTest {
    private static final int VFIO = 4;

    /** Tests an implementation. */
    protected DeviceLifecycleContract(Implementation implementation) {
        super(implementation);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 32, 36, 40, 44})
    void shouldCreateAMachineOfAnAddressSizeThatTheHostHas(long type) {
        VirtualMachineConfiguration asked = configuration().withMachineType(type);
        VirtualMachineConfiguration made = bare(asked).vm().configuration();
        assertThat(made.host()).isEqualTo(asked.host());
        assertThat(made.machineType()).isEqualTo(type);
        assertThat(made.profile()).isEqualTo(asked.profile());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 31, 45, 0xFF, 0x100, 0x128, 1L << 63})
    void shouldRefuseAMachineOfAnotherType(long type) {
        assertThat(errnoOf(() -> bare(configuration().withMachineType(type))))
                .isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldTestForADeviceWithoutCreatingIt() {
        TestMachine machine = bare();
        assertThat(machine.vm().createDevice(version().device().number(), CREATE_DEVICE_TEST)).isNull();
        assertThat(machine.vm().devices()).isEmpty();
        assertThat(machine.withDevice().device().type()).isEqualTo(version().device());
    }

    @Test
    void shouldAnswerATestWhenThereIsADeviceAlready() {
        assertThat(bare().withDevice().vm().createDevice(version().device().number(), CREATE_DEVICE_TEST)).isNull();
    }

    @Test
    void shouldKnowDevicesThatAreNoInterruptControllers() {
        assertThat(bare().vm().createDevice(VFIO, CREATE_DEVICE_TEST)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 6, 9, 99, Integer.MAX_VALUE, -1})
    void shouldRefuseATypeThatIsNoDevice(int type) {
        TestMachine machine = bare();
        assertThat(errnoOf(() -> machine.vm().createDevice(type, 0))).isEqualTo(Errno.ENODEV);
        assertThat(errnoOf(() -> machine.vm().createDevice(type, CREATE_DEVICE_TEST)))
                .isEqualTo(Errno.ENODEV);
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseATypeThatTheHostDoesNotOffer() {
        return Stream.of(DeviceType.values())
                .filter(type -> !version().host().offers(type))
                .map(type -> DynamicTest.dynamicTest(type.name(), () -> assertIsNotOffered(type)));
    }

    private void assertIsNotOffered(DeviceType type) {
        TestMachine machine = bare();
        assertThat(errnoOf(() -> machine.vm().createDevice(type))).isEqualTo(Errno.ENODEV);
        assertThat(errnoOf(() -> machine.vm().createDevice(type.number(), CREATE_DEVICE_TEST)))
                .isEqualTo(Errno.ENODEV);
    }

    /** DEV-1. */
    @Test
    void shouldIgnoreUnknownFlags() {
        TestMachine machine = bare();
        assertThat(machine.vm().createDevice(version().device().number(), 3)).isNull();
        assertThat(machine.vm().createDevice(version().device().number(), 2)).isNotNull();
    }

    @Test
    void shouldRefuseASecondVgic() {
        TestMachine machine = bare().withDevice();
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EEXIST);
        assertThat(errnoOf(machine.vm()::createIrqchip)).isEqualTo(irqchip(Errno.EEXIST));
    }

    @Test
    void shouldListDevicesInCreationOrder() {
        TestMachine machine = bare().withDevice();
        assertThat(machine.vm().devices()).containsExactly(machine.device());
    }

    @Test
    void shouldKeepTheVgicWhenItsHandleIsClosed() {
        TestMachine machine = bare().withVcpus(0).withDevice().withInit();
        machine.device().close();
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EEXIST);
        assertThat(machine.trySpi(40, 1)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldRefuseADeviceOnceAVcpuHasRun() {
        TestMachine machine = bare().withVcpus(0);
        machine.vcpu(0).validateFirstRun();
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EBUSY);
        assertThat(errnoOf(machine.vm()::createIrqchip)).isEqualTo(irqchip(Errno.EBUSY));
    }

    @Test
    void shouldRefuseTheSecondVgicAsExistingOnceAVcpuHasRun() {
        TestMachine machine = started(0);
        machine.vcpu(0).validateFirstRun();
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EEXIST);
    }

    @Test
    void shouldAnswerNothingThroughAClosedDevice() {
        TestMachine machine = started(0);
        machine.device().close();
        machine.device().close();
        assertThat(machine.tryGet(distributorControl(), 0)).isEqualTo(Errno.EBADF);
        assertThat(machine.trySet(distributorControl(), 0, 0, 1)).isEqualTo(Errno.EBADF);
        assertThat(machine.tryHas(distributorControl(), 0, 0)).isEqualTo(Errno.EBADF);
        assertThat(machine.trySpi(40, 1)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldFindAHandleClosedBeforeItFindsTheMachineDead() {
        TestMachine machine = bare().withVcpus(0, 1).withDevice();
        machine.device().close();
        machine.vcpu(1).close();
        assertThat(machine.vcpu(0).tryValidateFirstRun()).isEqualTo(Errno.ENXIO);
        assertThat(machine.tryGet(distributorControl(), 0)).isEqualTo(Errno.EBADF);
        assertThat(errnoOf(machine.vcpu(1)::initialize)).isEqualTo(Errno.EBADF);
        assertThat(machine.vcpu(1).tryValidateFirstRun()).isEqualTo(Errno.EBADF);
    }

    @Test
    void shouldAnswerNothingThroughAClosedMachine() {
        TestMachine machine = started(0);
        machine.vm().close();
        machine.vm().close();
        assertThat(machine.tryGet(distributorControl(), 0)).isEqualTo(Errno.EBADF);
        assertThat(machine.trySpi(40, 1)).isEqualTo(Errno.EBADF);
        assertThat(machine.vm().trySignalMsi(0, 0, 0, 0)).isEqualTo(-Errno.EBADF);
        assertThat(machine.vcpu(0).tryValidateFirstRun()).isEqualTo(Errno.EBADF);
        assertThat(errnoOf(() -> machine.vm().createVcpu(1))).isEqualTo(Errno.EBADF);
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EBADF);
        assertThat(errnoOf(machine.vm()::createIrqchip)).isEqualTo(Errno.EBADF);
        assertThat(errnoOf(() -> machine.vm().setDeviceAddress(0, 0))).isEqualTo(Errno.EBADF);
        assertThat(errnoOf(() -> machine.vm().checkExtension(0))).isEqualTo(Errno.EBADF);
        assertThat(errnoOf(() -> machine.vm().quiesce())).isEqualTo(Errno.EBADF);
    }

    @ParameterizedTest
    @CsvSource({
        "IRQCHIP, 1",
        "DEVICE_CTRL, 1",
        "IRQFD, 1",
        "IRQ_ROUTING, 4096",
        "SIGNAL_MSI, 1",
        "MSI_DEVID, 0",
        "ARM_SET_DEVICE_ADDR, 1",
        "ARM_USER_IRQ, 1",
        "ARM_IRQ_LINE_LAYOUT_2, 1",
    })
    void shouldHaveTheCapabilities(Capability capability, int value) {
        assertThat(bare().vm().checkExtension(capability.number())).isEqualTo(value);
    }

    @Test
    void shouldTellTheLargestNumberOfVcpus() {
        assertThat(bare().vm().checkExtension(Capability.MAX_VCPUS.number()))
                .isEqualTo(version().host().maximumVcpus());
    }

    @Test
    void shouldHaveNoUnknownCapability() {
        assertThat(bare().vm().checkExtension(9999)).isZero();
    }

    @Test
    void shouldRefuseMessagesWithoutAnIts() {
        TestMachine machine = bare().withVcpus(0);
        assertThat(machine.vm().trySignalMsi(0x0802_0040L, 0, 0, 0)).isEqualTo(-Errno.EINVAL);
        machine.withDevice();
        assertThat(machine.vm().trySignalMsi(0x0802_0040L, 0, 0, 0)).isEqualTo(-Errno.ENODEV);
        assertThat(machine.vm().trySignalMsi(0x0802_0040L, 0, 1, 0)).isEqualTo(-Errno.ENODEV);
        assertThat(machine.vm().trySignalMsi(0x0802_0040L, 0, 2, 0)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void shouldLackAFacetThatNobodyHas() {
        assertThat(bare().vm().facet(Runnable.class)).isEqualTo(Optional.empty());
    }

    /** What the legacy call answers: ENODEV before anything else where the host has no GICv2. */
    private int irqchip(int onGicv2Host) {
        return version() == GicVersion.GICV2 ? onGicv2Host : Errno.ENODEV;
    }
}

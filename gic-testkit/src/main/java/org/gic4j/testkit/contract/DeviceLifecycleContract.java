package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.VirtualMachine.CREATE_DEVICE_TEST;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CTLR;

import java.util.Optional;
import org.gic4j.api.Capability;
import org.gic4j.api.Errno;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.DeviceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines and devices: types, flags, the legacy interrupt controller, capabilities (CONTRACT 1.3, 1.4, 2.1, 8). */
public abstract class DeviceLifecycleContract extends ContractTest {
    private static final int VGIC_V2 = DeviceType.VGIC_V2.number();
    private static final int VFIO = 4;

    /** Tests an implementation. */
    protected DeviceLifecycleContract(Implementation implementation) {
        super(implementation);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 32, 36, 40, 44})
    void shouldCreateAMachineOfAnAddressSizeThatTheHostHas(long type) {
        VirtualMachineConfiguration configuration = VirtualMachineConfiguration.KVM_GICV2.withMachineType(type);
        VirtualMachineConfiguration made = bare(configuration).vm().configuration();
        assertThat(made.host()).isEqualTo(configuration.host());
        assertThat(made.machineType()).isEqualTo(type);
        assertThat(made.profile()).isEqualTo(configuration.profile());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 31, 45, 0xFF, 0x100, 0x128, 1L << 63})
    void shouldRefuseAMachineOfAnotherType(long type) {
        assertThat(errnoOf(() -> bare(VirtualMachineConfiguration.KVM_GICV2.withMachineType(type))))
                .isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldTestForADeviceWithoutCreatingIt() {
        Gicv2Machine machine = bare();
        assertThat(machine.vm().createDevice(VGIC_V2, CREATE_DEVICE_TEST)).isNull();
        assertThat(machine.vm().devices()).isEmpty();
        assertThat(machine.withDevice().device().type()).isEqualTo(DeviceType.VGIC_V2);
    }

    @Test
    void shouldAnswerATestWhenThereIsADeviceAlready() {
        assertThat(bare().withDevice().vm().createDevice(VGIC_V2, CREATE_DEVICE_TEST)).isNull();
    }

    @Test
    void shouldKnowDevicesThatAreNoInterruptControllers() {
        assertThat(bare().vm().createDevice(VFIO, CREATE_DEVICE_TEST)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 6, 7, 8, 9, 99, Integer.MAX_VALUE, -1})
    void shouldRefuseATypeThatTheHostDoesNotOffer(int type) {
        Gicv2Machine machine = bare();
        assertThat(errnoOf(() -> machine.vm().createDevice(type, 0))).isEqualTo(Errno.ENODEV);
        assertThat(errnoOf(() -> machine.vm().createDevice(type, CREATE_DEVICE_TEST)))
                .isEqualTo(Errno.ENODEV);
    }

    /** DEV-1. */
    @Test
    void shouldIgnoreUnknownFlags() {
        Gicv2Machine machine = bare();
        assertThat(machine.vm().createDevice(VGIC_V2, 3)).isNull();
        assertThat(machine.vm().createDevice(VGIC_V2, 2)).isNotNull();
    }

    @Test
    void shouldRefuseASecondVgic() {
        Gicv2Machine machine = bare().withDevice();
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EEXIST);
        assertThat(errnoOf(machine.vm()::createIrqchip)).isEqualTo(Errno.EEXIST);
    }

    @Test
    void shouldRefuseAVgicNextToTheLegacyOne() {
        Gicv2Machine machine = bare();
        machine.vm().createIrqchip();
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EEXIST);
        assertThat(errnoOf(machine.vm()::createIrqchip)).isEqualTo(Errno.EEXIST);
    }

    @Test
    void shouldMakeTheLegacyVgicWithoutAHandle() {
        Gicv2Machine machine = bare();
        machine.vm().createIrqchip();
        assertThat(machine.vm().devices()).isEmpty();
        machine.withVcpus(0);
        assertThat(machine.trySpi(40, 1)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldListDevicesInCreationOrder() {
        Gicv2Machine machine = bare().withDevice();
        assertThat(machine.vm().devices()).containsExactly(machine.device());
    }

    @Test
    void shouldKeepTheVgicWhenItsHandleIsClosed() {
        Gicv2Machine machine = bare().withVcpus(0).withDevice();
        machine.device().close();
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EEXIST);
        assertThat(machine.trySpi(40, 1)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldRefuseADeviceOnceAVcpuHasRun() {
        Gicv2Machine machine = bare().withVcpus(0);
        machine.vcpu(0).validateFirstRun();
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EBUSY);
        assertThat(errnoOf(machine.vm()::createIrqchip)).isEqualTo(Errno.EBUSY);
    }

    @Test
    void shouldRefuseTheSecondVgicAsExistingOnceAVcpuHasRun() {
        Gicv2Machine machine = started(0);
        machine.vcpu(0).validateFirstRun();
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EEXIST);
    }

    @Test
    void shouldAnswerNothingThroughAClosedDevice() {
        Gicv2Machine machine = started(0);
        machine.device().close();
        machine.device().close();
        assertThat(machine.tryGet(GICD_CTLR, 0)).isEqualTo(Errno.EBADF);
        assertThat(machine.trySet(GICD_CTLR, 0, 0, 1)).isEqualTo(Errno.EBADF);
        assertThat(machine.tryHas(GICD_CTLR, 0, 0)).isEqualTo(Errno.EBADF);
        assertThat(machine.trySpi(40, 1)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldFindAHandleClosedBeforeItFindsTheMachineDead() {
        Gicv2Machine machine = bare().withVcpus(0, 1).withDevice();
        machine.device().close();
        machine.vcpu(1).close();
        assertThat(machine.vcpu(0).tryValidateFirstRun()).isEqualTo(Errno.ENXIO);
        assertThat(machine.tryGet(GICD_CTLR, 0)).isEqualTo(Errno.EBADF);
        assertThat(errnoOf(machine.vcpu(1)::initialize)).isEqualTo(Errno.EBADF);
        assertThat(machine.vcpu(1).tryValidateFirstRun()).isEqualTo(Errno.EBADF);
    }

    @Test
    void shouldAnswerNothingThroughAClosedMachine() {
        Gicv2Machine machine = started(0);
        machine.vm().close();
        machine.vm().close();
        assertThat(machine.tryGet(GICD_CTLR, 0)).isEqualTo(Errno.EBADF);
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
        "MAX_VCPUS, 8",
    })
    void shouldHaveTheCapabilitiesOfAGicv2Host(Capability capability, int value) {
        assertThat(bare().vm().checkExtension(capability.number())).isEqualTo(value);
    }

    @Test
    void shouldHaveNoUnknownCapability() {
        assertThat(bare().vm().checkExtension(9999)).isZero();
    }

    @Test
    void shouldRefuseMessagesWithoutAnIts() {
        Gicv2Machine machine = bare().withVcpus(0);
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
}

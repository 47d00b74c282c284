package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.device.AttributeGroup.ADDRESS;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_ITS;
import static org.gic4j.api.device.AttributeGroup.CONTROL;
import static org.gic4j.api.device.AttributeGroup.CONTROL_INIT;
import static org.gic4j.api.device.AttributeGroup.CONTROL_ITS_RESTORE_TABLES;
import static org.gic4j.api.device.AttributeGroup.CONTROL_ITS_SAVE_TABLES;
import static org.gic4j.api.device.AttributeGroup.ITS_REGISTERS;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.gic4j.api.Capability;
import org.gic4j.api.Errno;
import org.gic4j.api.Vcpu;
import org.gic4j.api.device.Device;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.registers.Gicv3Distributor;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Its;
import org.gic4j.testkit.its.ItsMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating an ITS, its address, its control attributes and which registers there are (CONTRACT 2.1, 2.4, 3, 9.1). */
public abstract class ItsAttributeContract extends ItsContractTest {
    private static final long UNSET = -1;
    private static final long UNKNOWN = 77;
    private static final int LPIS = 1 << 17;
    private static final int PHYSICAL_LPIS = 1;
    private static final long PROPERTIES_AT_RESET = 0x580;

    /** Tests an implementation. */
    protected ItsAttributeContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldBeCreatedWithoutAnInterruptControllerAndInAnyNumber() {
        TestMachine machine = bare();
        Device first = machine.vm().createDevice(DeviceType.ITS);
        Device second = machine.vm().createDevice(DeviceType.ITS);
        assertThat(first.trySet(CONTROL, CONTROL_INIT, 0)).isEqualTo(Errno.OK);
        assertThat(second.trySet(ADDRESS, ADDRESS_ITS, ItsMachine.ITS)).isEqualTo(Errno.OK);
        assertThat(get(second, Its.GITS_CTLR)).isEqualTo(1L << 31);
    }

    @Test
    void shouldBeCreatedOnceAVcpuHasRun() {
        TestMachine machine = started(0);
        machine.vcpu(0).validateFirstRun();
        Device its = machine.vm().createDevice(DeviceType.ITS);
        assertThat(its.trySet(ADDRESS, ADDRESS_ITS, ItsMachine.ITS)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldBringLpisToTheWholeMachine() {
        TestMachine machine = started(0, 1);
        assertThat(machine.get(Gicv3Distributor.GICD_TYPER, 0) & LPIS).isZero();
        assertThat(machine.get(Gicv3Redistributor.GICR_PROPBASER, 1)).isZero();
        machine.vm().createDevice(DeviceType.ITS);
        assertThat(machine.get(Gicv3Distributor.GICD_TYPER, 0) & LPIS).isEqualTo(LPIS);
        assertThat(machine.get(Gicv3Redistributor.GICR_TYPER, 1) & PHYSICAL_LPIS).isEqualTo(PHYSICAL_LPIS);
        assertThat(machine.get(Gicv3Redistributor.GICR_PROPBASER, 1)).isEqualTo(PROPERTIES_AT_RESET);
    }

    @Test
    void shouldBringTheCapabilityOfDeviceIds() {
        TestMachine machine = bare();
        assertThat(machine.vm().checkExtension(Capability.MSI_DEVID.number())).isZero();
        machine.vm().createDevice(DeviceType.ITS);
        assertThat(machine.vm().checkExtension(Capability.MSI_DEVID.number())).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        // A machine with 40 address bits.
        "0x0, OK",
        "0x8080000, OK",
        "0xfffffe0000, OK",
        "0xffffff0000, E2BIG",
        "0x10000000000, E2BIG",
        "0x8088000, EINVAL",
        "0x8080001, EINVAL",
        "0xffffffffffff0000, EINVAL",
    })
    void shouldTakeOrRefuseAnAddress(String address, String answer) {
        Device its = bare().vm().createDevice(DeviceType.ITS);
        long value = Long.parseUnsignedLong(address.substring(2), 16);
        int errno = its.trySet(ADDRESS, ADDRESS_ITS, value);
        assertThat(Errno.name(errno)).isEqualTo(answer);
        assertThat(its.get(ADDRESS, ADDRESS_ITS)).isEqualTo(errno == Errno.OK ? value : UNSET);
    }

    @ParameterizedTest
    @ValueSource(longs = {ItsMachine.ITS, 0x0900_0000L, 0x0900_0001L, -1})
    void shouldKeepItsAddress(long another) {
        Device its = bare().vm().createDevice(DeviceType.ITS);
        its.set(ADDRESS, ADDRESS_ITS, ItsMachine.ITS);
        assertThat(its.trySet(ADDRESS, ADDRESS_ITS, another)).isEqualTo(Errno.EEXIST);
        assertThat(its.get(ADDRESS, ADDRESS_ITS)).isEqualTo(ItsMachine.ITS);
    }

    @Test
    void shouldOverlapAnything() {
        TestMachine machine = started(0);
        Device first = machine.vm().createDevice(DeviceType.ITS);
        Device second = machine.vm().createDevice(DeviceType.ITS);
        assertThat(first.trySet(ADDRESS, ADDRESS_ITS, TestMachine.REDISTRIBUTORS)).isEqualTo(Errno.OK);
        assertThat(second.trySet(ADDRESS, ADDRESS_ITS, TestMachine.REDISTRIBUTORS)).isEqualTo(Errno.OK);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2, 3, 5, 1L << 32 | ADDRESS_ITS})
    void shouldHaveNoOtherAddress(long attribute) {
        Device its = bare().vm().createDevice(DeviceType.ITS);
        assertThat(its.tryHas(ADDRESS, attribute)).isEqualTo(Errno.ENXIO);
        assertThat(its.tryGet(ADDRESS, attribute, new long[1], 0)).isEqualTo(Errno.ENODEV);
        assertThat(its.trySet(ADDRESS, attribute, 0)).isEqualTo(Errno.ENODEV);
    }

    @Test
    void shouldAnswerEveryControlCommandAndHaveFour() {
        Device its = bare().vm().createDevice(DeviceType.ITS);
        for (long command : new long[] {0, 1, 2, 4}) {
            assertThat(its.tryHas(CONTROL, command)).isEqualTo(Errno.OK);
            assertThat(its.trySet(CONTROL, command, 0)).isEqualTo(Errno.OK);
            assertThat(its.trySet(CONTROL, command, 0)).isEqualTo(Errno.OK);
            assertThat(its.tryGet(CONTROL, command, new long[1], 0)).isEqualTo(Errno.ENXIO);
        }
        for (long command : new long[] {3, 5, UNKNOWN}) {
            assertThat(its.tryHas(CONTROL, command)).isEqualTo(Errno.ENXIO);
            assertThat(its.trySet(CONTROL, command, 0)).isEqualTo(Errno.OK);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, 7, 9})
    void shouldHaveNoOtherGroup(int group) {
        Device its = bare().vm().createDevice(DeviceType.ITS);
        assertThat(its.tryHas(group, 0)).isEqualTo(Errno.ENXIO);
        assertThat(its.tryGet(group, 0, new long[1], 0)).isEqualTo(Errno.ENXIO);
        assertThat(its.trySet(group, 0, 0)).isEqualTo(Errno.ENXIO);
    }

    @Test
    void shouldAnswerNoRegisterBeforeItHasAnAddress() {
        Device its = bare().vm().createDevice(DeviceType.ITS);
        for (Its register : Its.values()) {
            if (register != Its.GITS_TRANSLATER) {
                long attribute = ItsMachine.attribute(register, 0);
                assertThat(its.tryHas(ITS_REGISTERS, attribute)).isEqualTo(Errno.OK);
                assertThat(its.tryGet(ITS_REGISTERS, attribute, new long[1], 0)).isEqualTo(Errno.ENXIO);
                assertThat(its.trySet(ITS_REGISTERS, attribute, 0)).isEqualTo(Errno.ENXIO);
            }
        }
        assertThat(its.tryGet(ITS_REGISTERS, 1, new long[1], 0)).isEqualTo(Errno.EINVAL);
    }

    @ParameterizedTest
    @CsvSource({
        "0x0, OK", "0x4, OK", "0x8, OK", "0x80, OK", "0x88, OK", "0x90, OK", "0x100, OK", "0x138, OK", "0xffd0, OK",
        "0xfffc, OK", "0x1, EINVAL", "0x6, EINVAL", "0xc, EINVAL", "0x84, EINVAL", "0x104, EINVAL", "0xffd2, EINVAL",
        "0x10, ENXIO", "0x40, ENXIO", "0x98, ENXIO", "0x140, ENXIO", "0xffc8, ENXIO", "0x10000, ENXIO", "0x10040, ENXIO",
        // All bits are aligned, the low half tells the register (DEV-22).
        "0x100000000, OK", "0x10000000c, OK", "0x100000001, EINVAL",
    })
    void shouldHaveOrRefuseARegister(String offset, String answer) {
        Device its = machine(0).its();
        long attribute = Long.parseUnsignedLong(offset.substring(2), 16);
        assertThat(Errno.name(its.tryHas(ITS_REGISTERS, attribute))).isEqualTo(answer);
        assertThat(Errno.name(its.tryGet(ITS_REGISTERS, attribute, new long[1], 0))).isEqualTo(answer);
        assertThat(Errno.name(its.trySet(ITS_REGISTERS, attribute, 0))).isEqualTo(answer);
    }

    @Test
    void shouldShowTheUpperHalfOfTyperAtAnOddAttribute() {
        ItsMachine machine = machine(0);
        assertThat(machine.its().get(ITS_REGISTERS, 0x1_0000_000CL)).isEqualTo(machine.get(Its.GITS_TYPER, 0) >>> 32);
    }

    @Test
    void shouldRefuseRegistersAndCommandsWhileAVcpuRuns() {
        ItsMachine machine = startedIts(0);
        Vcpu vcpu = machine.vm().vcpus().getFirst();
        assumeTrue(execution().canRun(vcpu), "nothing brings a vCPU inside its run here");
        assertThat(execution().begin(machine.vm(), vcpu)).isEqualTo(Errno.OK);
        try {
            assertThat(machine.its().tryGet(ITS_REGISTERS, 0, new long[1], 0)).isEqualTo(Errno.EBUSY);
            assertThat(machine.its().tryGet(ITS_REGISTERS, 1, new long[1], 0)).isEqualTo(Errno.EINVAL);
            assertThat(machine.trySet(Its.GITS_CTLR, 0, 0)).isEqualTo(Errno.EBUSY);
            assertThat(machine.trySet(Its.GITS_CWRITER, 0, 0)).isEqualTo(Errno.EBUSY);
            assertThat(machine.saveTables()).isEqualTo(Errno.EBUSY);
            assertThat(machine.control(CONTROL_ITS_RESTORE_TABLES)).isEqualTo(Errno.EBUSY);
            assertThat(machine.reset()).isEqualTo(Errno.EBUSY);
            assertThat(machine.control(UNKNOWN)).isEqualTo(Errno.EBUSY);
            assertThat(machine.savePendingTables()).isEqualTo(Errno.EBUSY);
            assertThat(machine.control(CONTROL_INIT)).isEqualTo(Errno.OK);
            assertThat(machine.its().tryHas(CONTROL, CONTROL_ITS_SAVE_TABLES)).isEqualTo(Errno.OK);
            assertThat(machine.its().get(ADDRESS, ADDRESS_ITS)).isEqualTo(ItsMachine.ITS);
            assertThat(machine.signal(1, 0)).isZero();
        } finally {
            execution().end(vcpu);
        }
        assertThat(machine.trySet(Its.GITS_CTLR, 0, 0)).isEqualTo(Errno.OK);
    }

    private static long get(Device its, Its register) {
        return its.get(ITS_REGISTERS, ItsMachine.attribute(register, 0));
    }
}

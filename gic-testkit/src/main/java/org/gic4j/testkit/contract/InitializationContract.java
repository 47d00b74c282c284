package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.device.AttributeGroup.CONTROL;
import static org.gic4j.api.device.AttributeGroup.CONTROL_SAVE_PENDING_TABLES;
import static org.gic4j.api.device.AttributeGroup.NUMBER_OF_INTERRUPTS;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gic4j.api.Errno;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Register;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** INIT and the number of interrupts (CONTRACT 2.3, 2.5, 2.6). */
public abstract class InitializationContract extends ContractTest {
    /** The bits of GICD_TYPER that tell the number of interrupts. */
    private static final int INTERRUPTS = 0x1F;

    /** Tests an implementation. */
    protected InitializationContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldInitialiseRepeatedly() {
        TestMachine machine = bare().withVcpus(0).withDevice();
        assertThat(machine.device().trySet(CONTROL, 0, 0)).isEqualTo(Errno.OK);
        assertThat(machine.device().trySet(CONTROL, 0, 7)).isEqualTo(Errno.OK);
    }

    /** DEV-3. */
    @Test
    void shouldInitialiseWithoutVcpusAndThenTakeNone() {
        TestMachine machine = bare().withDevice().withInit();
        assertThat(machine.device().get(NUMBER_OF_INTERRUPTS, 0)).isEqualTo(256);
        assertThat(errnoOf(() -> machine.vm().createVcpu(0))).isEqualTo(Errno.EBUSY);
        assertThat(machine.tryGet(type(), 0)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldInitialiseWithoutAddresses() {
        TestMachine machine = bare().withVcpus(0).withDevice().withInit();
        assertThat(machine.get(type(), 0) & INTERRUPTS).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 4, 5, -1, 1L << 32})
    void shouldRefuseOtherControlAttributes(long attribute) {
        TestMachine machine = started(0);
        assertThat(machine.device().tryHas(CONTROL, attribute)).isEqualTo(Errno.ENXIO);
        assertThat(machine.device().trySet(CONTROL, attribute, 0)).isEqualTo(Errno.ENXIO);
    }

    @Test
    void shouldHaveInitToBeSetOnly() {
        TestMachine machine = started(0);
        assertThat(machine.device().tryHas(CONTROL, 0)).isEqualTo(Errno.OK);
        assertThat(machine.tryGet(CONTROL, 0)).isEqualTo(Errno.ENXIO);
    }

    @Test
    void shouldSavePendingTablesOnlyWhereThereAreRedistributors() {
        int expected = version() == GicVersion.GICV2 ? Errno.ENXIO : Errno.OK;
        TestMachine machine = started(0);
        assertThat(machine.device().tryHas(CONTROL, CONTROL_SAVE_PENDING_TABLES)).isEqualTo(expected);
        assertThat(machine.device().trySet(CONTROL, CONTROL_SAVE_PENDING_TABLES, 0))
                .isEqualTo(expected);
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseGroupsThatItLacks() {
        Set<Integer> groups = Frame.of(version()).stream().map(Frame::attributeGroup).collect(Collectors.toSet());
        return Stream.of(2, 5, 6, 7, 8, 9, 100, -1)
                .filter(group -> group < 0 || !groups.contains(group))
                .map(group -> DynamicTest.dynamicTest("group " + group, () -> assertLacksGroup(group)));
    }

    private void assertLacksGroup(int group) {
        TestMachine machine = started(0);
        assertThat(machine.device().tryHas(group, 0)).isEqualTo(Errno.ENXIO);
        assertThat(machine.tryGet(group, 0)).isEqualTo(Errno.ENXIO);
        assertThat(machine.device().trySet(group, 0, 0)).isEqualTo(Errno.ENXIO);
    }

    /** DEV-4. */
    @Test
    void shouldShow32InterruptsBeforeAndTheDefaultAfterInit() {
        TestMachine machine = bare().withVcpus(0).withDevice();
        assertThat(machine.device().get(NUMBER_OF_INTERRUPTS, 0)).isEqualTo(32);
        machine.withInit();
        assertThat(machine.device().get(NUMBER_OF_INTERRUPTS, 0)).isEqualTo(256);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 96, 128, 256, 512, 960, 992})
    void shouldTakeANumberOfInterrupts(int number) {
        TestMachine machine = bare().withVcpus(0).withDevice().withInterrupts(number);
        assertThat(machine.device().get(NUMBER_OF_INTERRUPTS, 0)).isEqualTo(number);
        machine.withInit();
        assertThat(machine.get(type(), 0) & INTERRUPTS).isEqualTo(number / 32 - 1);
    }

    /** DEV-7: 1024 too. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 33, 63, 65, 97, 991, 1019, 1020, 1023, 1024, 1056, Integer.MAX_VALUE, -1, -32})
    void shouldRefuseANumberOfInterrupts(int number) {
        TestMachine machine = bare().withVcpus(0).withDevice();
        assertThat(machine.trySetInterrupts(number)).isEqualTo(Errno.EINVAL);
        assertThat(machine.trySetInterrupts(64)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldTakeTheNumberOnceAndCheckItsRangeFirst() {
        TestMachine machine = bare().withVcpus(0).withDevice().withInterrupts(96);
        assertThat(machine.trySetInterrupts(96)).isEqualTo(Errno.EBUSY);
        assertThat(machine.trySetInterrupts(97)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldRefuseTheNumberAfterInit() {
        assertThat(bare().withVcpus(0).withDevice().withInit().trySetInterrupts(128)).isEqualTo(Errno.EBUSY);
    }

    @Test
    void shouldIgnoreTheAttributeOfTheNumber() {
        TestMachine machine = bare().withVcpus(0).withDevice();
        assertThat(machine.device().tryHas(NUMBER_OF_INTERRUPTS, -1)).isEqualTo(Errno.OK);
        assertThat(machine.device().trySet(NUMBER_OF_INTERRUPTS, 7, 0x60)).isEqualTo(Errno.OK);
        assertThat(machine.device().get(NUMBER_OF_INTERRUPTS, 9)).isEqualTo(0x60);
    }

    @Test
    void shouldHaveOnlyPrivateInterruptsBeforeTheNumberIsFixed() {
        TestMachine machine = bare().withVcpus(0).withDevice();
        assertThat(machine.tryHas(distributorRegister("GICD_ISENABLER"), 0, 0)).isEqualTo(Errno.OK);
        assertThat(machine.tryHas(distributorRegister("GICD_ISENABLER"), 0, 1)).isEqualTo(Errno.ENXIO);
        machine.withInterrupts(64);
        assertThat(machine.tryHas(distributorRegister("GICD_ISENABLER"), 0, 1)).isEqualTo(Errno.OK);
        assertThat(machine.tryHas(distributorRegister("GICD_ISENABLER"), 0, 2)).isEqualTo(Errno.ENXIO);
    }

    private Register type() {
        return distributorRegister("GICD_TYPER");
    }
}

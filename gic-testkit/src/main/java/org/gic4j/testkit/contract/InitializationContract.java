package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.device.AttributeGroup.ADDRESS;
import static org.gic4j.api.device.AttributeGroup.CONTROL;
import static org.gic4j.api.device.AttributeGroup.CPU_REGISTERS;
import static org.gic4j.api.device.AttributeGroup.DISTRIBUTOR_REGISTERS;
import static org.gic4j.api.device.AttributeGroup.NUMBER_OF_INTERRUPTS;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_TYPER;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gic4j.api.Errno;
import org.gic4j.api.InterruptLine;
import org.gic4j.api.device.AttributeGroup;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** INIT, what initialises lazily, and the number of interrupts (CONTRACT 2.3, 2.5, 2.6). */
public abstract class InitializationContract extends ContractTest {
    private static final long UNKNOWN_OFFSET = 0x10000;

    /** Tests an implementation. */
    protected InitializationContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldInitialiseRepeatedly() {
        Gicv2Machine machine = bare().withVcpus(0).withDevice();
        assertThat(machine.device().trySet(CONTROL, 0, 0)).isEqualTo(Errno.OK);
        assertThat(machine.device().trySet(CONTROL, 0, 7)).isEqualTo(Errno.OK);
    }

    /** DEV-3. */
    @Test
    void shouldInitialiseWithoutVcpusAndThenTakeNone() {
        Gicv2Machine machine = bare().withDevice().withInit();
        assertThat(machine.device().get(NUMBER_OF_INTERRUPTS, 0)).isEqualTo(256);
        assertThat(errnoOf(() -> machine.vm().createVcpu(0))).isEqualTo(Errno.EBUSY);
        assertThat(machine.tryGet(GICD_TYPER, 0)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldInitialiseWithoutAddresses() {
        assertThat(bare().withVcpus(0).withDevice().withInit().get(GICD_TYPER, 0)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, -1, 1L << 32})
    void shouldRefuseOtherControlAttributes(long attribute) {
        Gicv2Machine machine = started(0);
        assertThat(machine.device().tryHas(CONTROL, attribute)).isEqualTo(Errno.ENXIO);
        assertThat(machine.device().trySet(CONTROL, attribute, 0)).isEqualTo(Errno.ENXIO);
    }

    @Test
    void shouldHaveInitToBeSetOnly() {
        Gicv2Machine machine = started(0);
        assertThat(machine.device().tryHas(CONTROL, 0)).isEqualTo(Errno.OK);
        assertThat(machine.tryGet(CONTROL, 0)).isEqualTo(Errno.ENXIO);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 7, 8, 9, 100, -1})
    void shouldRefuseGroupsThatAGicv2Lacks(int group) {
        Gicv2Machine machine = started(0);
        assertThat(machine.device().tryHas(group, 0)).isEqualTo(Errno.ENXIO);
        assertThat(machine.tryGet(group, 0)).isEqualTo(Errno.ENXIO);
        assertThat(machine.device().trySet(group, 0, 0)).isEqualTo(Errno.ENXIO);
    }

    /** Each of these initialises: the number of interrupts is then fixed. */
    @TestFactory
    Stream<DynamicTest> shouldInitialiseLazily() {
        return Stream.of(
                lazily("get of a distributor register", machine -> machine.tryGet(DISTRIBUTOR_REGISTERS, 0)),
                lazily("set of one", machine -> machine.device().trySet(DISTRIBUTOR_REGISTERS, 0, 0)),
                lazily("get of a CPU register", machine -> machine.tryGet(CPU_REGISTERS, 0)),
                lazily("set of one", machine -> machine.device().trySet(CPU_REGISTERS, 0, 0)),
                lazily("get where no register is", machine -> machine.tryGet(DISTRIBUTOR_REGISTERS, UNKNOWN_OFFSET)),
                lazily("set where none is", machine -> machine.device().trySet(CPU_REGISTERS, UNKNOWN_OFFSET, 1)),
                lazily("line of an SPI", machine -> machine.trySpi(40, 1)),
                lazily("line of an SPI beyond the number", machine -> machine.trySpi(600, 1)));
    }

    /** None of these does: vCPUs can still be made, and the number still be set. */
    @TestFactory
    Stream<DynamicTest> shouldNotInitialise() {
        return Stream.of(
                notYet("has of a register", machine -> machine.device().tryHas(DISTRIBUTOR_REGISTERS, 0)),
                notYet("get through no vCPU", machine -> machine.tryGet(DISTRIBUTOR_REGISTERS, 5L << 32)),
                notYet("set through no vCPU", machine -> machine.device().trySet(CPU_REGISTERS, 5L << 32, 0)),
                notYet("get of an address", machine -> machine.tryGet(ADDRESS, 0)),
                notYet("set of an address", machine -> machine.device().trySet(ADDRESS, 0, 0x0800_0000L)),
                notYet("get of the number", machine -> machine.tryGet(NUMBER_OF_INTERRUPTS, 0)),
                notYet("line of an SPI below 32", machine -> machine.trySpi(5, 1)),
                notYet("PPI of no vCPU", machine -> machine.tryPpi(5, 20, 1)),
                notYet("line of type CPU", machine -> machine.vm().tryInterruptLine(0, 1)),
                notYet("line of no type", machine -> machine.vm().tryInterruptLine(3 << 24, 1)));
    }

    @Test
    void shouldInitialiseByAnInterruptLineWithoutVcpus() {
        Gicv2Machine machine = bare().withDevice();
        assertThat(machine.vm().tryInterruptLine(InterruptLine.spi(40), 1)).isEqualTo(Errno.OK);
        assertThat(machine.device().get(NUMBER_OF_INTERRUPTS, 0)).isEqualTo(256);
        assertThat(errnoOf(() -> machine.vm().createVcpu(0))).isEqualTo(Errno.EBUSY);
    }

    /** DEV-4. */
    @Test
    void shouldShow32InterruptsBeforeAndTheDefaultAfterInit() {
        Gicv2Machine machine = bare().withVcpus(0).withDevice();
        assertThat(machine.device().get(NUMBER_OF_INTERRUPTS, 0)).isEqualTo(32);
        machine.withInit();
        assertThat(machine.device().get(NUMBER_OF_INTERRUPTS, 0)).isEqualTo(256);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 96, 128, 256, 512, 960, 992})
    void shouldTakeANumberOfInterrupts(int number) {
        Gicv2Machine machine = bare().withVcpus(0).withDevice().withInterrupts(number);
        assertThat(machine.device().get(NUMBER_OF_INTERRUPTS, 0)).isEqualTo(number);
        assertThat(machine.get(GICD_TYPER, 0)).isEqualTo(number / 32 - 1);
    }

    /** DEV-7: 1024 too. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 33, 63, 65, 97, 991, 1019, 1020, 1023, 1024, 1056, Integer.MAX_VALUE, -1, -32})
    void shouldRefuseANumberOfInterrupts(int number) {
        Gicv2Machine machine = bare().withVcpus(0).withDevice();
        assertThat(machine.trySetInterrupts(number)).isEqualTo(Errno.EINVAL);
        assertThat(machine.trySetInterrupts(64)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldTakeTheNumberOnceAndCheckItsRangeFirst() {
        Gicv2Machine machine = bare().withVcpus(0).withDevice().withInterrupts(96);
        assertThat(machine.trySetInterrupts(96)).isEqualTo(Errno.EBUSY);
        assertThat(machine.trySetInterrupts(97)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldRefuseTheNumberAfterInit() {
        assertThat(bare().withVcpus(0).withDevice().withInit().trySetInterrupts(128)).isEqualTo(Errno.EBUSY);
    }

    @Test
    void shouldIgnoreTheAttributeOfTheNumber() {
        Gicv2Machine machine = bare().withVcpus(0).withDevice();
        assertThat(machine.device().tryHas(NUMBER_OF_INTERRUPTS, -1)).isEqualTo(Errno.OK);
        assertThat(machine.device().trySet(NUMBER_OF_INTERRUPTS, 7, 0x60)).isEqualTo(Errno.OK);
        assertThat(machine.device().get(NUMBER_OF_INTERRUPTS, 9)).isEqualTo(0x60);
    }

    @Test
    void shouldHaveOnlyPrivateInterruptsBeforeTheNumberIsFixed() {
        Gicv2Machine machine = bare().withVcpus(0).withDevice();
        assertThat(machine.tryHas(GICD_ISENABLER, 0, 0)).isEqualTo(Errno.OK);
        assertThat(machine.tryHas(GICD_ISENABLER, 0, 1)).isEqualTo(Errno.ENXIO);
        machine.withInterrupts(64);
        assertThat(machine.tryHas(GICD_ISENABLER, 0, 1)).isEqualTo(Errno.OK);
        assertThat(machine.tryHas(GICD_ISENABLER, 0, 2)).isEqualTo(Errno.ENXIO);
    }

    @Test
    void shouldHaveAddresses() {
        Gicv2Machine machine = bare().withDevice();
        assertThat(machine.device().tryHas(ADDRESS, AttributeGroup.ADDRESS_V2_DISTRIBUTOR))
                .isEqualTo(Errno.OK);
        assertThat(machine.device().tryHas(ADDRESS, AttributeGroup.ADDRESS_V2_CPU)).isEqualTo(Errno.OK);
        assertThat(machine.device().tryHas(ADDRESS, 2)).isEqualTo(Errno.ENXIO);
        assertThat(machine.device().tryHas(ADDRESS, 1L << 32)).isEqualTo(Errno.ENXIO);
    }

    private DynamicTest lazily(String what, Consumer<Gicv2Machine> access) {
        return DynamicTest.dynamicTest(what, () -> {
            Gicv2Machine machine = bare().withVcpus(0).withDevice();
            access.accept(machine);
            assertThat(machine.trySetInterrupts(128)).isEqualTo(Errno.EBUSY);
            assertThat(machine.device().get(NUMBER_OF_INTERRUPTS, 0)).isEqualTo(256);
        });
    }

    private DynamicTest notYet(String what, Consumer<Gicv2Machine> access) {
        return DynamicTest.dynamicTest(what, () -> {
            Gicv2Machine machine = bare().withVcpus(0).withDevice();
            access.accept(machine);
            assertThat(machine.trySetInterrupts(128)).isEqualTo(Errno.OK);
            machine.withVcpus(1);
        });
    }
}

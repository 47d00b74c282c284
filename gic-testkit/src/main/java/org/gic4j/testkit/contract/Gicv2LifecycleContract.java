package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.device.AttributeGroup.ADDRESS;
import static org.gic4j.api.device.AttributeGroup.CPU_REGISTERS;
import static org.gic4j.api.device.AttributeGroup.DISTRIBUTOR_REGISTERS;
import static org.gic4j.api.device.AttributeGroup.NUMBER_OF_INTERRUPTS;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CTLR;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gic4j.api.Errno;
import org.gic4j.api.InterruptLine;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The legacy controller, and what initialises a GICv2 lazily (CONTRACT 2.1, 2.2, 2.3). */
public abstract class Gicv2LifecycleContract extends ContractTest {
    private static final long UNKNOWN_OFFSET = 0x10000;

    /** Tests an implementation. */
    protected Gicv2LifecycleContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldRefuseAVgicNextToTheLegacyOne() {
        TestMachine machine = bare();
        machine.vm().createIrqchip();
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EEXIST);
        assertThat(errnoOf(machine.vm()::createIrqchip)).isEqualTo(Errno.EEXIST);
    }

    @Test
    void shouldMakeTheLegacyVgicWithoutAHandle() {
        TestMachine machine = bare();
        machine.vm().createIrqchip();
        assertThat(machine.vm().devices()).isEmpty();
        machine.withVcpus(0);
        assertThat(machine.trySpi(40, 1)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldRefuseTheNinthVcpuWhateverItsId() {
        TestMachine machine = bare().withVcpus(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(errnoOf(() -> machine.vm().createVcpu(3))).isEqualTo(Errno.EINVAL);
        assertThat(errnoOf(() -> machine.vm().createVcpu(8))).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldRefuseAVcpuOnceTheVgicIsInitialisedLazily() {
        TestMachine machine = bare().withVcpus(0).withDevice();
        machine.get(GICD_CTLR, 0);
        assertThat(errnoOf(() -> machine.vm().createVcpu(1))).isEqualTo(Errno.EBUSY);
    }

    @Test
    void shouldServeAttributesOfAVcpuThatIsNotInitialised() {
        TestMachine machine = bare();
        machine.vm().createVcpu(2);
        machine.withDevice();
        assertThat(machine.tryGet(GICD_CTLR, 2)).isEqualTo(Errno.OK);
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
        TestMachine machine = bare().withDevice();
        assertThat(machine.vm().tryInterruptLine(InterruptLine.spi(40), 1)).isEqualTo(Errno.OK);
        assertThat(machine.device().get(NUMBER_OF_INTERRUPTS, 0)).isEqualTo(256);
        assertThat(errnoOf(() -> machine.vm().createVcpu(0))).isEqualTo(Errno.EBUSY);
    }

    private DynamicTest lazily(String what, Consumer<TestMachine> access) {
        return DynamicTest.dynamicTest(what, () -> {
            TestMachine machine = bare().withVcpus(0).withDevice();
            access.accept(machine);
            assertThat(machine.trySetInterrupts(128)).isEqualTo(Errno.EBUSY);
            assertThat(machine.device().get(NUMBER_OF_INTERRUPTS, 0)).isEqualTo(256);
        });
    }

    private DynamicTest notYet(String what, Consumer<TestMachine> access) {
        return DynamicTest.dynamicTest(what, () -> {
            TestMachine machine = bare().withVcpus(0).withDevice();
            access.accept(machine);
            assertThat(machine.trySetInterrupts(128)).isEqualTo(Errno.OK);
            machine.withVcpus(1);
        });
    }
}

package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.device.AttributeGroup.ADDRESS;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V2_CPU;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V2_DISTRIBUTOR;
import static org.gic4j.api.device.AttributeGroup.CONTROL;
import static org.gic4j.api.device.AttributeGroup.NUMBER_OF_INTERRUPTS;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_ABPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_BPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_CTLR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_TYPER;

import org.gic4j.api.Errno;
import org.gic4j.api.ExecutionMarks;
import org.gic4j.api.Quiescence;
import org.junit.jupiter.api.Test;

/** A vCPU's first run, what a failed one does, and what a running vCPU forbids (CONTRACT 2.3, 2.4). */
public abstract class FirstRunContract extends ContractTest {
    /** Tests an implementation. */
    protected FirstRunContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldRunWithoutAnInterruptController() {
        assertThat(bare().withVcpus(0).vcpu(0).tryValidateFirstRun()).isEqualTo(Errno.OK);
    }

    @Test
    void shouldRunRepeatedly() {
        Gicv2Machine machine = started(0);
        assertThat(machine.vcpu(0).tryValidateFirstRun()).isEqualTo(Errno.OK);
        assertThat(machine.vcpu(0).tryValidateFirstRun()).isEqualTo(Errno.OK);
    }

    @Test
    void shouldInitialiseAtTheFirstRun() {
        Gicv2Machine machine = bare().withVcpus(0).withDevice().withAddresses();
        machine.vcpu(0).validateFirstRun();
        assertThat(machine.trySetInterrupts(64)).isEqualTo(Errno.EBUSY);
        assertThat(machine.get(GICD_TYPER, 0)).isEqualTo(7);
    }

    @Test
    void shouldRaiseBinaryPointsToTheHardwaresMinimum() {
        Gicv2Machine machine = started(0, 1);
        assertThat(machine.get(GICC_BPR, 0)).isZero();
        assertThat(machine.get(GICC_ABPR, 0)).isZero();
        machine.vcpu(0).validateFirstRun();
        assertThat(machine.get(GICC_BPR, 0)).isEqualTo(2);
        assertThat(machine.get(GICC_ABPR, 0)).isEqualTo(3);
        assertThat(machine.get(GICC_BPR, 1)).isZero();
    }

    @Test
    void shouldKeepBinaryPointsThatHardwareCanHold() {
        Gicv2Machine machine = started(0);
        machine.set(GICC_BPR, 0, 5);
        machine.set(GICC_ABPR, 0, 7);
        machine.vcpu(0).validateFirstRun();
        assertThat(machine.get(GICC_BPR, 0)).isEqualTo(5);
        assertThat(machine.get(GICC_ABPR, 0)).isEqualTo(7);
    }

    @Test
    void shouldForbidMostOnceAVcpuHasRun() {
        Gicv2Machine machine = started(0);
        machine.vcpu(0).validateFirstRun();
        assertThat(machine.trySetInterrupts(64)).isEqualTo(Errno.EBUSY);
        assertThat(machine.device().trySet(ADDRESS, 0, 0x0900_0000L)).isEqualTo(Errno.EEXIST);
        assertThat(machine.device().trySet(CONTROL, 0, 0)).isEqualTo(Errno.OK);
        assertThat(errnoOf(() -> machine.vm().createVcpu(1))).isEqualTo(Errno.EBUSY);
        assertThat(machine.trySet(GICD_CTLR, 0, 0, 1)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldFailWithoutAddresses() {
        assertDies(bare().withVcpus(0, 1).withDevice(), Errno.ENXIO);
    }

    @Test
    void shouldFailWithoutTheAddressOfTheCpuInterface() {
        Gicv2Machine machine = bare().withVcpus(0, 1).withDevice();
        machine.device().set(ADDRESS, ADDRESS_V2_DISTRIBUTOR, 0x0800_0000L);
        assertDies(machine, Errno.ENXIO);
    }

    @Test
    void shouldFailWithoutTheAddressOfTheDistributor() {
        Gicv2Machine machine = bare().withVcpus(0, 1).withDevice();
        machine.device().set(ADDRESS, ADDRESS_V2_CPU, 0x0800_0000L);
        assertDies(machine, Errno.ENXIO);
    }

    @Test
    void shouldFailWhenTheFramesAreOne() {
        assertDies(withFramesAt(0x0800_0000L, 0x0800_0000L), Errno.EINVAL);
    }

    @Test
    void shouldFailWhenTheSecondPageOfTheCpuInterfaceOverlaps() {
        assertDies(withFramesAt(0x0800_1000L, 0x0800_0000L), Errno.EINVAL);
    }

    @Test
    void shouldRunWithFramesThatTouch() {
        assertThat(withFramesAt(0x0800_2000L, 0x0800_0000L).vcpu(0).tryValidateFirstRun())
                .isEqualTo(Errno.OK);
        assertThat(withFramesAt(0x0800_0000L, 0x0800_1000L).vcpu(0).tryValidateFirstRun())
                .isEqualTo(Errno.OK);
    }

    @Test
    void shouldAnswerBusyForRegistersWhileAVcpuRuns() {
        Gicv2Machine machine = started(0, 1);
        ExecutionMarks marks = marks(machine, 1);
        assertThat(marks.enter()).isEqualTo(Errno.OK);
        assertThat(machine.tryGet(GICD_CTLR, 0)).isEqualTo(Errno.EBUSY);
        assertThat(machine.trySet(GICD_CTLR, 0, 0, 1)).isEqualTo(Errno.EBUSY);
        assertThat(machine.tryGet(GICC_CTLR, 0)).isEqualTo(Errno.EBUSY);
        assertThat(machine.trySet(GICC_CTLR, 0, 0, 1)).isEqualTo(Errno.EBUSY);
        marks.leave();
        assertThat(machine.get(GICD_CTLR, 0)).isZero();
        assertThat(machine.get(GICC_CTLR, 0)).isZero();
    }

    @Test
    void shouldFindTheVcpuMissingBeforeItFindsOneRunning() {
        Gicv2Machine machine = started(0);
        assertThat(marks(machine, 0).enter()).isEqualTo(Errno.OK);
        assertThat(machine.tryGet(GICD_CTLR, 4)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldServeTheRestWhileAVcpuRuns() {
        Gicv2Machine machine = started(0);
        assertThat(marks(machine, 0).enter()).isEqualTo(Errno.OK);
        assertThat(machine.tryHas(GICD_CTLR, 0, 0)).isEqualTo(Errno.OK);
        assertThat(machine.tryHas(GICC_CTLR, 0, 0)).isEqualTo(Errno.OK);
        assertThat(machine.tryGet(ADDRESS, 0)).isEqualTo(Errno.OK);
        assertThat(machine.device().trySet(ADDRESS, 0, 0x0900_0000L)).isEqualTo(Errno.EEXIST);
        assertThat(machine.tryGet(NUMBER_OF_INTERRUPTS, 0)).isEqualTo(Errno.OK);
        assertThat(machine.device().trySet(CONTROL, 0, 0)).isEqualTo(Errno.OK);
        assertThat(machine.trySpi(40, 1)).isEqualTo(Errno.OK);
        assertThat(errnoOf(() -> machine.vm().createVcpu(3))).isEqualTo(Errno.EBUSY);
    }

    @Test
    void shouldRefuseTheSecondVgicAsBusyWhileAVcpuRuns() {
        Gicv2Machine machine = started(0);
        ExecutionMarks marks = marks(machine, 0);
        assertThat(marks.enter()).isEqualTo(Errno.OK);
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EBUSY);
        marks.leave();
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EEXIST);
    }

    @Test
    void shouldRefuseADeviceForEverOnceAVcpuRan() {
        Gicv2Machine machine = bare().withVcpus(0, 1);
        ExecutionMarks marks = marks(machine, 0);
        assertThat(marks.enter()).isEqualTo(Errno.OK);
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EBUSY);
        marks.leave();
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EBUSY);
    }

    @Test
    void shouldNotEnterWhenTheFirstRunFails() {
        Gicv2Machine machine = bare().withVcpus(0).withDevice();
        assertThat(marks(machine, 0).enter()).isEqualTo(Errno.ENXIO);
        assertThat(machine.tryGet(GICD_CTLR, 0)).isEqualTo(Errno.EIO);
    }

    @Test
    void shouldLeaveWithoutEffectWhenItDidNotEnter() {
        Gicv2Machine machine = started(0, 1);
        assertThat(marks(machine, 0).enter()).isEqualTo(Errno.OK);
        marks(machine, 1).leave();
        assertThat(machine.tryGet(GICD_CTLR, 0)).isEqualTo(Errno.EBUSY);
    }

    @Test
    void shouldRefuseToStandStillWhileAVcpuRuns() {
        Gicv2Machine machine = started(0);
        assertThat(marks(machine, 0).enter()).isEqualTo(Errno.OK);
        assertThat(errnoOf(() -> machine.vm().quiesce().close())).isEqualTo(Errno.EBUSY);
    }

    @Test
    void shouldServeAttributesDuringANestedStandstill() {
        Gicv2Machine machine = started(0);
        Quiescence outer = machine.vm().quiesce();
        Quiescence inner = machine.vm().quiesce();
        assertThat(machine.trySet(GICD_CTLR, 0, 0, 1)).isEqualTo(Errno.OK);
        inner.close();
        assertThat(machine.get(GICD_CTLR, 0)).isEqualTo(1);
        outer.close();
        outer.close();
        assertThat(machine.trySpi(40, 1)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldHoldOffARunUntilTheStandstillEnds() throws InterruptedException {
        Gicv2Machine machine = started(0);
        ExecutionMarks marks = marks(machine, 0);
        Thread run;
        try (Quiescence _ = machine.vm().quiesce()) {
            run = Thread.ofPlatform().daemon().start(marks::enter);
            // Long enough for a run that is not held off to begin.
            run.join(50);
            assertThat(machine.tryGet(GICD_CTLR, 0)).isEqualTo(Errno.OK);
        }
        run.join();
        assertThat(machine.tryGet(GICD_CTLR, 0)).isEqualTo(Errno.EBUSY);
        marks.leave();
    }

    /** DEV-5: the first run fails with an errno, and from then on everything with EIO. */
    private void assertDies(Gicv2Machine machine, int errno) {
        assertThat(machine.vcpu(0).tryValidateFirstRun()).isEqualTo(errno);
        assertThat(machine.vcpu(0).tryValidateFirstRun()).isEqualTo(Errno.EIO);
        assertThat(machine.vcpu(1).tryValidateFirstRun()).isEqualTo(Errno.EIO);
        assertThat(errnoOf(machine.vcpu(1)::initialize)).isEqualTo(Errno.EIO);
        assertThat(machine.tryGet(GICD_TYPER, 0)).isEqualTo(Errno.EIO);
        assertThat(machine.trySet(GICD_CTLR, 0, 0, 1)).isEqualTo(Errno.EIO);
        assertThat(machine.tryHas(GICD_CTLR, 0, 0)).isEqualTo(Errno.EIO);
        assertThat(machine.tryGet(NUMBER_OF_INTERRUPTS, 0)).isEqualTo(Errno.EIO);
        assertThat(machine.tryGet(ADDRESS, 0)).isEqualTo(Errno.EIO);
        assertThat(machine.device().trySet(ADDRESS, 0, 0x0900_0000L)).isEqualTo(Errno.EIO);
        assertThat(machine.trySpi(40, 1)).isEqualTo(Errno.EIO);
        assertThat(machine.vm().trySignalMsi(0, 0, 0, 0)).isEqualTo(-Errno.EIO);
        assertThat(errnoOf(() -> machine.vm().createVcpu(2))).isEqualTo(Errno.EIO);
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EIO);
        assertThat(errnoOf(machine.vm()::createIrqchip)).isEqualTo(Errno.EIO);
        assertThat(errnoOf(() -> machine.vm().setDeviceAddress(0, 0))).isEqualTo(Errno.EIO);
        assertThat(errnoOf(() -> machine.vm().checkExtension(0))).isEqualTo(Errno.EIO);
    }

    private Gicv2Machine withFramesAt(long distributor, long cpuInterface) {
        Gicv2Machine machine = bare().withVcpus(0, 1).withDevice();
        machine.device().set(ADDRESS, ADDRESS_V2_DISTRIBUTOR, distributor);
        machine.device().set(ADDRESS, ADDRESS_V2_CPU, cpuInterface);
        return machine;
    }

    private ExecutionMarks marks(Gicv2Machine machine, int vcpuIndex) {
        requires(Feature.EXECUTION_MARKS);
        return machine.vcpu(vcpuIndex).executionMarks().orElseThrow();
    }
}

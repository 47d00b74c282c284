package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.device.AttributeGroup.ADDRESS;
import static org.gic4j.api.device.AttributeGroup.CONTROL;
import static org.gic4j.api.device.AttributeGroup.NUMBER_OF_INTERRUPTS;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.Errno;
import org.gic4j.api.Quiescence;
import org.gic4j.api.Vcpu;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Policy;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A vCPU's first run, what a failed one does, and what a running vCPU forbids (CONTRACT 2.3, 2.4). */
public abstract class FirstRunContract extends ContractTest {
    private final List<Run> runs = new ArrayList<>();

    /** Tests an implementation. */
    protected FirstRunContract(Implementation implementation) {
        super(implementation);
    }

    @AfterEach
    final void endRuns() {
        runs.forEach(Run::end);
    }

    @Test
    void shouldRunWithoutAnInterruptController() {
        assertThat(bare().withVcpus(0).vcpu(0).tryValidateFirstRun()).isEqualTo(Errno.OK);
    }

    @Test
    void shouldRunRepeatedly() {
        TestMachine machine = started(0);
        assertThat(machine.vcpu(0).tryValidateFirstRun()).isEqualTo(Errno.OK);
        assertThat(machine.vcpu(0).tryValidateFirstRun()).isEqualTo(Errno.OK);
    }

    @Test
    void shouldForbidMostOnceAVcpuHasRun() {
        TestMachine machine = started(0);
        machine.vcpu(0).validateFirstRun();
        assertThat(machine.trySetInterrupts(64)).isEqualTo(Errno.EBUSY);
        assertThat(machine.device().trySet(ADDRESS, machine.distributorAddress(), 0x0900_0000L))
                .isEqualTo(Errno.EEXIST);
        assertThat(machine.device().trySet(CONTROL, 0, 0)).isEqualTo(Errno.OK);
        assertThat(errnoOf(() -> machine.vm().createVcpu(1))).isEqualTo(Errno.EBUSY);
        assertThat(machine.trySet(distributorControl(), 0, 0, 1)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldAnswerBusyForRegistersWhileAVcpuRuns() {
        TestMachine machine = started(0, 1);
        Run run = run(machine, 1);
        assertThat(run.begin()).isEqualTo(Errno.OK);
        for (Register register : oneOfEachFrame()) {
            assertThat(machine.tryGet(register, 0)).as(register.name()).isEqualTo(Errno.EBUSY);
            assertThat(machine.trySet(register, 0, 0, 1)).as(register.name()).isEqualTo(Errno.EBUSY);
            assertThat(machine.tryHas(register, 0, 0)).as(register.name()).isEqualTo(Errno.OK);
        }
        run.end();
        for (Register register : oneOfEachFrame()) {
            assertThat(machine.tryGet(register, 0)).as(register.name()).isEqualTo(Errno.OK);
        }
        assertThat(machine.get(distributorControl(), 0) & 3).isZero();
    }

    @Test
    void shouldFindTheVcpuMissingBeforeItFindsOneRunning() {
        TestMachine machine = started(0);
        assertThat(run(machine, 0).begin()).isEqualTo(Errno.OK);
        assertThat(machine.tryGet(InterruptField.SET_ENABLE.of(version(), 0), 4))
                .isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldServeTheRestWhileAVcpuRuns() {
        TestMachine machine = started(0);
        assertThat(run(machine, 0).begin()).isEqualTo(Errno.OK);
        assertThat(machine.tryHas(distributorControl(), 0, 0)).isEqualTo(Errno.OK);
        assertThat(machine.tryGet(ADDRESS, machine.distributorAddress())).isEqualTo(Errno.OK);
        assertThat(machine.device().trySet(ADDRESS, machine.distributorAddress(), 0x0900_0000L))
                .isEqualTo(Errno.EEXIST);
        assertThat(machine.tryGet(NUMBER_OF_INTERRUPTS, 0)).isEqualTo(Errno.OK);
        assertThat(machine.device().trySet(CONTROL, 0, 0)).isEqualTo(Errno.OK);
        assertThat(machine.trySpi(40, 1)).isEqualTo(Errno.OK);
        assertThat(errnoOf(() -> machine.vm().createVcpu(3))).isEqualTo(Errno.EBUSY);
    }

    @Test
    void shouldRefuseTheSecondVgicAsBusyWhileAVcpuRuns() {
        TestMachine machine = started(0);
        Run run = run(machine, 0);
        assertThat(run.begin()).isEqualTo(Errno.OK);
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EBUSY);
        run.end();
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EEXIST);
    }

    @Test
    void shouldRefuseADeviceForEverOnceAVcpuRan() {
        TestMachine machine = bare().withVcpus(0, 1);
        Run run = run(machine, 0);
        assertThat(run.begin()).isEqualTo(Errno.OK);
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EBUSY);
        run.end();
        assertThat(errnoOf(machine::withDevice)).isEqualTo(Errno.EBUSY);
    }

    @Test
    void shouldNotEnterWhenTheFirstRunFails() {
        TestMachine machine = bare().withVcpus(0).withDevice();
        assertThat(run(machine, 0).begin()).isEqualTo(Errno.ENXIO);
        assertThat(machine.tryGet(distributorControl(), 0)).isEqualTo(Errno.EIO);
    }

    @Test
    void shouldLeaveWithoutEffectWhenItDidNotEnter() {
        requires(Feature.EXECUTION_MARKS);
        TestMachine machine = started(0, 1);
        assertThat(run(machine, 0).begin()).isEqualTo(Errno.OK);
        machine.vcpu(1).executionMarks().orElseThrow().leave();
        assertThat(machine.tryGet(distributorControl(), 0)).isEqualTo(Errno.EBUSY);
    }

    @Test
    void shouldRefuseToStandStillWhileAVcpuRuns() {
        TestMachine machine = started(0);
        assertThat(run(machine, 0).begin()).isEqualTo(Errno.OK);
        assertThat(errnoOf(() -> machine.vm().quiesce().close())).isEqualTo(Errno.EBUSY);
    }

    @Test
    void shouldServeAttributesDuringANestedStandstill() {
        TestMachine machine = started(0);
        Quiescence outer = machine.vm().quiesce();
        Quiescence inner = machine.vm().quiesce();
        machine.set(InterruptField.SET_ENABLE, 0, 40, 1);
        inner.close();
        assertThat(machine.get(InterruptField.SET_ENABLE, 0, 40)).isEqualTo(1);
        outer.close();
        outer.close();
        assertThat(machine.trySpi(40, 1)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldHoldOffARunUntilTheStandstillEnds() throws InterruptedException {
        TestMachine machine = started(0);
        Run run = run(machine, 0);
        Thread thread;
        try (Quiescence _ = machine.vm().quiesce()) {
            thread = Thread.ofPlatform().daemon().start(run::begin);
            // Long enough for a run that is not held off to begin.
            thread.join(50);
            assertThat(machine.tryGet(distributorControl(), 0)).isEqualTo(Errno.OK);
        }
        thread.join();
        assertThat(machine.tryGet(distributorControl(), 0)).isEqualTo(Errno.EBUSY);
        run.end();
    }

    private List<Register> oneOfEachFrame() {
        return Frame.of(version()).stream()
                .filter(frame -> frame.attributeGroup() != Frame.NO_ATTRIBUTES)
                .map(frame -> Registers.of(frame).stream()
                        .filter(register -> register.row().user() != Policy.ABSENT)
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private Run run(TestMachine machine, int vcpuIndex) {
        Vcpu vcpu = machine.vcpu(vcpuIndex);
        assumeTrue(execution().canRun(vcpu), "nothing brings a vCPU inside its run here");
        Run run = new Run(machine, vcpu);
        runs.add(run);
        return run;
    }

    /** A run of a vCPU. */
    private final class Run {
        private final TestMachine machine;
        private final Vcpu vcpu;
        private volatile boolean inside;

        Run(TestMachine machine, Vcpu vcpu) {
            this.machine = machine;
            this.vcpu = vcpu;
        }

        int begin() {
            int errno = execution().begin(machine.vm(), vcpu);
            inside = errno == Errno.OK;
            return errno;
        }

        void end() {
            if (inside) {
                inside = false;
                execution().end(vcpu);
            }
        }
    }
}

package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.device.AttributeGroup.ADDRESS;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V2_CPU;
import static org.gic4j.api.device.AttributeGroup.ADDRESS_V2_DISTRIBUTOR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_ABPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_BPR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_TYPER;

import org.gic4j.api.Errno;
import org.junit.jupiter.api.Test;

/** A vCPU's first run with a GICv2: it initialises, needs both frames, and meets the hardware (CONTRACT 2.3). */
public abstract class Gicv2FirstRunContract extends ContractTest {
    /** Tests an implementation. */
    protected Gicv2FirstRunContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldInitialiseAtTheFirstRun() {
        TestMachine machine = bare().withVcpus(0).withDevice().withAddresses();
        machine.vcpu(0).validateFirstRun();
        assertThat(machine.trySetInterrupts(64)).isEqualTo(Errno.EBUSY);
        assertThat(machine.get(GICD_TYPER, 0)).isEqualTo(7);
    }

    @Test
    void shouldRaiseBinaryPointsToTheHardwaresMinimum() {
        TestMachine machine = started(0, 1);
        assertThat(machine.get(GICC_BPR, 0)).isZero();
        assertThat(machine.get(GICC_ABPR, 0)).isZero();
        machine.vcpu(0).validateFirstRun();
        assertThat(machine.get(GICC_BPR, 0)).isEqualTo(2);
        assertThat(machine.get(GICC_ABPR, 0)).isEqualTo(3);
        assertThat(machine.get(GICC_BPR, 1)).isZero();
    }

    @Test
    void shouldKeepBinaryPointsThatHardwareCanHold() {
        TestMachine machine = started(0);
        machine.set(GICC_BPR, 0, 5);
        machine.set(GICC_ABPR, 0, 7);
        machine.vcpu(0).validateFirstRun();
        assertThat(machine.get(GICC_BPR, 0)).isEqualTo(5);
        assertThat(machine.get(GICC_ABPR, 0)).isEqualTo(7);
    }

    @Test
    void shouldFailWithoutAddresses() {
        FailedFirstRun.assertDies(bare().withVcpus(0, 1).withDevice(), Errno.ENXIO);
    }

    @Test
    void shouldFailWithoutTheAddressOfTheCpuInterface() {
        TestMachine machine = bare().withVcpus(0, 1).withDevice();
        machine.device().set(ADDRESS, ADDRESS_V2_DISTRIBUTOR, 0x0800_0000L);
        FailedFirstRun.assertDies(machine, Errno.ENXIO);
    }

    @Test
    void shouldFailWithoutTheAddressOfTheDistributor() {
        TestMachine machine = bare().withVcpus(0, 1).withDevice();
        machine.device().set(ADDRESS, ADDRESS_V2_CPU, 0x0800_0000L);
        FailedFirstRun.assertDies(machine, Errno.ENXIO);
    }

    @Test
    void shouldFailWhenTheFramesAreOne() {
        FailedFirstRun.assertDies(withFramesAt(0x0800_0000L, 0x0800_0000L), Errno.EINVAL);
    }

    @Test
    void shouldFailWhenTheSecondPageOfTheCpuInterfaceOverlaps() {
        FailedFirstRun.assertDies(withFramesAt(0x0800_1000L, 0x0800_0000L), Errno.EINVAL);
    }

    @Test
    void shouldRunWithFramesThatTouch() {
        assertThat(withFramesAt(0x0800_2000L, 0x0800_0000L).vcpu(0).tryValidateFirstRun())
                .isEqualTo(Errno.OK);
        assertThat(withFramesAt(0x0800_0000L, 0x0800_1000L).vcpu(0).tryValidateFirstRun())
                .isEqualTo(Errno.OK);
    }

    private TestMachine withFramesAt(long distributor, long cpuInterface) {
        TestMachine machine = bare().withVcpus(0, 1).withDevice();
        machine.device().set(ADDRESS, ADDRESS_V2_DISTRIBUTOR, distributor);
        machine.device().set(ADDRESS, ADDRESS_V2_CPU, cpuInterface);
        return machine;
    }
}

package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.device.AttributeGroup.ADDRESS;
import static org.gic4j.api.device.AttributeGroup.NUMBER_OF_INTERRUPTS;

import org.gic4j.api.Errno;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;

/** What a first run that fails does to its machine. */
final class FailedFirstRun {
    private FailedFirstRun() {}

    /** DEV-5: the first run fails with an errno, and from then on everything with EIO. */
    static void assertDies(TestMachine machine, int errno) {
        Register control = Registers.named(machine.version(), "GICD_CTLR").orElseThrow();
        assertThat(machine.vcpu(0).tryValidateFirstRun()).isEqualTo(errno);
        assertThat(machine.vcpu(0).tryValidateFirstRun()).isEqualTo(Errno.EIO);
        assertThat(machine.vcpu(1).tryValidateFirstRun()).isEqualTo(Errno.EIO);
        assertThat(ContractTest.errnoOf(machine.vcpu(1)::initialize)).isEqualTo(Errno.EIO);
        assertThat(machine.tryGet(control, 0)).isEqualTo(Errno.EIO);
        assertThat(machine.trySet(control, 0, 0, 1)).isEqualTo(Errno.EIO);
        assertThat(machine.tryHas(control, 0, 0)).isEqualTo(Errno.EIO);
        assertThat(machine.tryGet(NUMBER_OF_INTERRUPTS, 0)).isEqualTo(Errno.EIO);
        assertThat(machine.tryGet(ADDRESS, machine.distributorAddress())).isEqualTo(Errno.EIO);
        assertThat(machine.device().trySet(ADDRESS, machine.distributorAddress(), 0x0900_0000L)).isEqualTo(Errno.EIO);
        assertThat(machine.trySpi(40, 1)).isEqualTo(Errno.EIO);
        assertThat(machine.vm().trySignalMsi(0, 0, 0, 0)).isEqualTo(-Errno.EIO);
        assertThat(ContractTest.errnoOf(() -> machine.vm().createVcpu(2))).isEqualTo(Errno.EIO);
        assertThat(ContractTest.errnoOf(machine::withDevice)).isEqualTo(Errno.EIO);
        assertThat(ContractTest.errnoOf(machine.vm()::createIrqchip)).isEqualTo(Errno.EIO);
        assertThat(ContractTest.errnoOf(() -> machine.vm().setDeviceAddress(0, 0))).isEqualTo(Errno.EIO);
        assertThat(ContractTest.errnoOf(() -> machine.vm().checkExtension(0))).isEqualTo(Errno.EIO);
    }
}

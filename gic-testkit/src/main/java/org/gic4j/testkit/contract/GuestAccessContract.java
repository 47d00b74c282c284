package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_BPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_CTLR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_IIDR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_PMR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICFGR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IGROUPR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IIDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IPRIORITYR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ITARGETSR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_PIDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SPENDSGIR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_TYPER;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.registers.Register;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, widths, identification, first runs and outputs of a guest's accesses (CONTRACT 10). */
public abstract class GuestAccessContract extends Gicv2GuestContract {
    /** Tests an implementation. */
    protected GuestAccessContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldOfferGuestAccessUnlessItIsDeclaredMissing() {
        assertThat(started(0).vm().facet(GuestAccess.class).isPresent()).isEqualTo(has(Feature.GUEST_ACCESS));
        assertThat(started(0).vcpu(0).executionMarks().isPresent()).isEqualTo(has(Feature.EXECUTION_MARKS));
    }

    @Test
    void shouldClaimItsFrames() {
        GuestAccess access = kvm().access();
        assertThat(access.claims(TestMachine.DISTRIBUTOR)).isTrue();
        assertThat(access.claims(TestMachine.DISTRIBUTOR + 0xFFF)).isTrue();
        assertThat(access.claims(TestMachine.DISTRIBUTOR + 0x1000)).isFalse();
        assertThat(access.claims(TestMachine.DISTRIBUTOR - 1)).isFalse();
        assertThat(access.claims(TestMachine.CPU_INTERFACE + 0x1FFF)).isTrue();
        assertThat(access.claims(TestMachine.CPU_INTERFACE + 0x2000)).isFalse();
        assertThat(access.claims(-1)).isFalse();
    }

    @Test
    void shouldIdentifyItselfAsKvmDoes() {
        Gicv2Guest guest = kvm();
        assertThat(guest.read(0, GICD_TYPER)).isEqualTo(0x22);
        assertThat(guest.read(0, GICD_IIDR)).isEqualTo(0x4B00_343B);
        assertThat(guest.read(0, GICC_IIDR)).isEqualTo(0x0002_043B);
        assertThat(guest.read(0, GICD_PIDR, 6)).isZero();
        guest.write(0, GICD_IIDR, 0);
        guest.write(0, GICD_TYPER, 0);
        guest.write(0, GICC_IIDR, 0);
        assertThat(guest.read(0, GICD_IIDR)).isEqualTo(0x4B00_343B);
        assertThat(guest.read(0, GICD_TYPER)).isEqualTo(0x22);
        assertThat(guest.read(0, GICC_IIDR)).isEqualTo(0x0002_043B);
    }

    @Test
    void shouldIdentifyItselfAsQemuDoes() {
        Gicv2Guest guest = qemu();
        assertThat(guest.read(0, GICD_TYPER)).isEqualTo(0x22);
        assertThat(guest.read(0, GICC_IIDR)).isEqualTo(0x0002_043B);
        assertThat(guest.read(0, GICD_ICFGR, 2)).isZero();
    }

    @Test
    void shouldShowGuestAndUserSpaceOneState() {
        requires(Feature.GUEST_ACCESS);
        TestMachine machine = started(0, 1);
        Gicv2Guest guest = machine.gicv2Guest();
        guest.mask(0, 0xF0);
        assertThat(machine.get(GICC_PMR, 0)).isEqualTo(0x1E);
        machine.set(GICC_PMR, 0, 0x10);
        assertThat(guest.read(0, GICC_PMR)).isEqualTo(0x80);
        guest.write(0, GICD_ISENABLER, 1, 0x300);
        assertThat(machine.get(GICD_ISENABLER, 1, 1)).isEqualTo(0x300);
        guest.control(1, 0xFFFF_FFFF);
        assertThat(machine.get(GICC_CTLR, 1)).isEqualTo(0x21F);
    }

    @Test
    void shouldLetAGuestWriteGroups() {
        Gicv2Guest guest = kvm();
        guest.write(0, GICD_IGROUPR, 1, 0x1234_5678);
        assertThat(guest.read(1, GICD_IGROUPR, 1)).isEqualTo(0x1234_5678);
    }

    @Test
    void shouldTakeBytesOfByteFields() {
        Gicv2Guest guest = kvm();
        assertTakesBytes(guest, GICD_IPRIORITYR, 10, 0xF8);
        assertTakesBytes(guest, GICD_ITARGETSR, 10, 0x03);
        assertTakesBytes(guest, GICD_SPENDSGIR, 1, 0xFF);
    }

    private void assertTakesBytes(Gicv2Guest guest, Register register, int word, int mask) {
        guest.access().write(0, Gicv2Guest.address(register, word) + 2, Byte.BYTES, 0xFF);
        assertThat(guest.read(0, register, word)).isEqualTo(mask << 16);
        assertThat(guest.access().read(0, Gicv2Guest.address(register, word) + 2, Byte.BYTES)).isEqualTo(mask);
        assertIgnored(guest, 0, 0);
    }

    @Test
    void shouldIgnoreBytesElsewhere() {
        Gicv2Guest guest = kvm();
        long enables = Gicv2Guest.address(GICD_ISENABLER, 1);
        guest.write(0, GICD_ISENABLER, 1, 0x5A);
        guest.access().write(0, enables, Byte.BYTES, 0xFF);
        assertThat(guest.read(0, GICD_ISENABLER, 1)).isEqualTo(0x5A);
        assertThat(guest.access().read(0, enables, Byte.BYTES)).isZero();
        assertIgnored(guest, 0, 2);
    }

    @Test
    void shouldIgnoreBytesInTheCpuInterface() {
        requires(Feature.GICC_WORDS_ALONE);
        Gicv2Guest guest = kvm();
        assertThat(guest.access().read(0, Gicv2Guest.address(GICC_PMR, 0), Byte.BYTES)).isZero();
        assertIgnored(guest, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8})
    void shouldIgnoreOtherWidths(int bytes) {
        Gicv2Guest guest = kvm();
        long priorities = Gicv2Guest.address(GICD_IPRIORITYR, 10);
        guest.access().write(0, priorities, bytes, -1);
        assertThat(guest.read(0, GICD_IPRIORITYR, 10)).isZero();
        guest.write(0, GICD_IPRIORITYR, 10, -1);
        assertThat(guest.access().read(0, priorities, bytes)).isZero();
        assertIgnored(guest, 0, 2);
    }

    @Test
    void shouldIgnoreMisalignedWords() {
        Gicv2Guest guest = kvm();
        guest.write(0, GICD_IPRIORITYR, 10, -1);
        assertThat(guest.access().read(0, Gicv2Guest.address(GICD_IPRIORITYR, 10) + 1, Integer.BYTES))
                .isZero();
        guest.access().write(0, Gicv2Guest.address(GICD_IPRIORITYR, 10) + 2, Integer.BYTES, 0);
        assertThat(guest.read(0, GICD_IPRIORITYR, 10)).isEqualTo(0xF8F8_F8F8);
    }

    @Test
    void shouldIgnoreInterruptsBeyondTheNumber() {
        Gicv2Guest guest = kvm();
        guest.write(0, GICD_ISENABLER, 3, -1);
        assertThat(guest.read(0, GICD_ISENABLER, 3)).isZero();
        guest.access().write(0, Gicv2Guest.address(GICD_IPRIORITYR, 0) + 96, Byte.BYTES, 0xFF);
        assertThat(guest.access().read(0, Gicv2Guest.address(GICD_IPRIORITYR, 0) + 96, Byte.BYTES))
                .isZero();
        assertIgnored(guest, 0, 4);
    }

    @Test
    void shouldIgnoreAddressesWhereNothingIs() {
        Gicv2Guest guest = kvm();
        for (long address : new long[] {
            0, TestMachine.DISTRIBUTOR + 0x00C, TestMachine.DISTRIBUTOR + 0x1000, TestMachine.CPU_INTERFACE + 0x2C, -4
        }) {
            guest.access().write(0, address, Integer.BYTES, -1);
            assertThat(guest.access().read(0, address, Integer.BYTES)).isZero();
        }
        assertIgnored(guest, 0, 10);
    }

    @Test
    void shouldTakeEveryWidthInTheDistributorAsQemu() {
        Gicv2Guest guest = qemu();
        long enables = Gicv2Guest.address(GICD_ISENABLER, 1);
        guest.access().write(0, enables + 1, Byte.BYTES, 0xFF);
        guest.access().write(0, enables + 2, Short.BYTES, 0x1234);
        assertThat(guest.read(0, GICD_ISENABLER, 1)).isEqualTo(0x1234_FF00);
        assertThat(guest.access().read(0, enables, Short.BYTES)).isEqualTo(0xFF00);
    }

    @Test
    void shouldCountTheFirstAccessAsFirstRun() {
        requires(Feature.GUEST_ACCESS);
        TestMachine machine = started(0, 1);
        machine.gicv2Guest().read(0, GICD_TYPER);
        assertThat(machine.get(GICC_BPR, 0)).isEqualTo(2);
        assertThat(machine.get(GICC_BPR, 1)).isZero();
        assertThat(machine.trySet(GICC_BPR, 0, 0, 4)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldInitialiseAtTheFirstAccess() {
        requires(Feature.GUEST_ACCESS);
        TestMachine machine = bare().withVcpus(0).withDevice().withAddresses();
        assertThat(machine.gicv2Guest().read(0, GICD_TYPER)).isEqualTo(7);
        assertThat(machine.trySetInterrupts(64)).isEqualTo(Errno.EBUSY);
    }

    @Test
    void shouldDieWhenTheFirstAccessFails() {
        requires(Feature.GUEST_ACCESS);
        TestMachine machine = bare().withVcpus(0).withDevice();
        assertThat(errnoOf(() -> machine.gicv2Guest().read(0, GICD_TYPER))).isEqualTo(Errno.ENXIO);
        assertThat(errnoOf(() -> machine.gicv2Guest().read(0, GICD_TYPER))).isEqualTo(Errno.EIO);
        assertThat(machine.tryGet(AttributeGroup.NUMBER_OF_INTERRUPTS, 0)).isEqualTo(Errno.EIO);
    }

    @Test
    void shouldRefuseAVcpuThatIsNotInitialisedOrDoesNotExist() {
        requires(Feature.GUEST_ACCESS);
        TestMachine machine = bare();
        machine.vm().createVcpu(0);
        machine.withDevice().withAddresses();
        assertThat(errnoOf(() -> machine.gicv2Guest().read(0, GICD_TYPER))).isEqualTo(Errno.ENOEXEC);
        assertThat(errnoOf(() -> machine.gicv2Guest().read(1, GICD_TYPER))).isEqualTo(Errno.EINVAL);
        assertThat(errnoOf(() -> machine.gicv2Guest().write(-1, GICD_TYPER, 0))).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldRefuseAccessesWithoutAnInterruptController() {
        requires(Feature.GUEST_ACCESS);
        requires(Feature.GUEST_ACCESS_REFUSALS);
        TestMachine machine = bare().withVcpus(0);
        assertThat(errnoOf(() -> machine.gicv2Guest().read(0, GICD_TYPER))).isEqualTo(Errno.ENXIO);
    }

    @Test
    void shouldRefuseAccessesAfterClose() {
        Gicv2Guest guest = kvm();
        closeMachines();
        assertThat(errnoOf(() -> guest.read(0, GICD_TYPER))).isEqualTo(Errno.EBADF);
    }

    @Test
    void shouldServeTheLegacyController() {
        requires(Feature.GUEST_ACCESS);
        TestMachine machine = bare().withVcpus(0);
        machine.vm().createIrqchip();
        machine.vm().setDeviceAddress(0, TestMachine.DISTRIBUTOR);
        machine.vm().setDeviceAddress(1, TestMachine.CPU_INTERFACE);
        Gicv2Guest guest = machine.gicv2Guest().start(0).edge(40, 0xA0);
        guest.raise(40);
        assertThat(guest.acknowledge(0)).isEqualTo(40);
    }

    @Test
    void shouldTellChangesOfOutputsInOrder() {
        requires(Feature.OUTPUT_LISTENER);
        Gicv2Guest guest = kvm().edge(40, 0xA0);
        List<String> told = new ArrayList<>();
        guest.access().onOutputChange((vcpu, outputs) -> told.add(vcpu + ":" + outputs));
        guest.raise(40);
        guest.acknowledge(0);
        guest.end(0, 40);
        guest.send(0, 1, 0b10);
        guest.access().onOutputChange(null);
        guest.acknowledge(1);
        assertThat(told).containsExactly("0:1", "0:0", "1:1");
    }

    @Test
    void shouldLetTheListenerAccessTheController() {
        requires(Feature.OUTPUT_LISTENER);
        Gicv2Guest guest = kvm().edge(40, 0xA0);
        List<Integer> taken = new ArrayList<>();
        guest.access().onOutputChange((vcpu, outputs) -> {
            if (outputs != 0) {
                taken.add(guest.acknowledge(vcpu));
                guest.end(vcpu, 40);
            }
        });
        guest.raise(40);
        guest.raise(40);
        assertThat(taken).containsExactly(40, 40);
    }
}

package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP0R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_AP1R_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_BPR1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_CTLR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN0_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_IGRPEN1_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_PMR_EL1;
import static org.gic4j.api.registers.Gicv3CpuInterface.ICC_SRE_EL1;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.Stream;
import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The system registers of the CPU interface as user space sees them (CONTRACT 5.3). */
public abstract class SystemRegisterAttributeContract extends ContractTest {
    private static final int MODES = 3;
    private static final int PRIORITY_BITS = 7 << 8;
    private static final int IDENTIFIER_BITS = 7 << 11;
    private static final int SEIS = 1 << 14;
    private static final int A3V = 1 << 15;

    /** Tests an implementation. */
    protected SystemRegisterAttributeContract(Implementation implementation) {
        super(implementation);
    }

    @ParameterizedTest
    @CsvSource({
        "ICC_PMR_EL1, 0xff",
        "ICC_BPR0_EL1, 0x7",
        "ICC_BPR1_EL1, 0x7",
        "ICC_AP0R_EL1, 0xffffffff",
        "ICC_AP1R_EL1, 0xffffffff",
        "ICC_IGRPEN0_EL1, 0x1",
        "ICC_IGRPEN1_EL1, 0x1",
    })
    void shouldKeepTheBitsThatThereAre(Gicv3CpuInterface register, String kept) {
        TestMachine machine = started(0, 1);
        assertThat(machine.get(register, 0)).isZero();
        machine.set(register, 0, -1);
        assertThat(machine.get(register, 0)).isEqualTo(Long.decode(kept));
        assertThat(machine.get(register, 1)).isZero();
        machine.set(register, 0, 0);
        assertThat(machine.get(register, 0)).isZero();
    }

    static Stream<Gicv3CpuInterface> registersWithoutState() {
        return Stream.of(Gicv3CpuInterface.values())
                .filter(register -> register.row().user() == Policy.ABSENT);
    }

    @ParameterizedTest
    @MethodSource("registersWithoutState")
    void shouldNotKnowRegistersWithoutState(Gicv3CpuInterface register) {
        TestMachine machine = started(0);
        assertThat(machine.tryHas(register, 0, 0)).isEqualTo(Errno.ENXIO);
        assertThat(machine.tryGet(register, 0)).isEqualTo(Errno.ENOENT);
        assertThat(machine.trySet(register, 0, 0, 0)).isEqualTo(Errno.ENOENT);
    }

    @ParameterizedTest
    @EnumSource(names = {"ICC_AP0R_EL1", "ICC_AP1R_EL1"})
    void shouldHaveActivePrioritiesAsFarAsThePriorityBitsGo(Gicv3CpuInterface register) {
        TestMachine machine = started(0);
        int priorityBits = (int) (machine.get(ICC_CTLR_EL1, 0) >>> 8 & 7) + 1;
        int accessible = priorityBits <= 5 ? 1 : priorityBits == 6 ? 2 : 4;
        for (int word = 0; word < 4; word++) {
            int expected = word < accessible ? Errno.OK : Errno.EINVAL;
            assertThat(machine.tryHas(register, 0, word)).isEqualTo(Errno.OK);
            assertThat(machine.tryGet(register, 0, word)).isEqualTo(expected);
            assertThat(machine.trySet(register, 0, word, 1)).isEqualTo(expected);
        }
    }

    @Test
    void shouldTakeModesWithTheWidthsThatItHas() {
        TestMachine machine = started(0);
        long control = machine.get(ICC_CTLR_EL1, 0);
        assertThat(control & MODES).isZero();
        machine.set(ICC_CTLR_EL1, 0, control | MODES | 0x7FFF_0000_0000_0040L);
        assertThat(machine.get(ICC_CTLR_EL1, 0)).isEqualTo(control | MODES);
    }

    @ParameterizedTest
    @CsvSource({"0x700", "0x3800"})
    void shouldRefuseMoreBitsThanItHasAndKeepTheModes(String field) {
        TestMachine machine = started(0);
        long control = machine.get(ICC_CTLR_EL1, 0);
        assertThat(machine.trySet(ICC_CTLR_EL1, 0, 0, control | Long.decode(field) | MODES))
                .isEqualTo(Errno.EINVAL);
        assertThat(machine.get(ICC_CTLR_EL1, 0)).isEqualTo(control);
    }

    @ParameterizedTest
    @CsvSource({"" + SEIS, "" + A3V})
    void shouldRefuseWhatTheHostLacksAndKeepTheModes(int bit) {
        TestMachine machine = started(0);
        long control = machine.get(ICC_CTLR_EL1, 0);
        assertThat(machine.trySet(ICC_CTLR_EL1, 0, 0, control ^ bit | MODES)).isEqualTo(Errno.EINVAL);
        assertThat(machine.get(ICC_CTLR_EL1, 0)).isEqualTo(control);
    }

    /** DEV-18: a refused write may have lowered the widths, and for good. */
    @Test
    void shouldLowerTheWidthsOfOneVcpuEvenWhenItRefuses() {
        TestMachine machine = started(0, 1);
        long control = machine.get(ICC_CTLR_EL1, 0);
        assertThat(machine.trySet(ICC_CTLR_EL1, 0, 0, ~control & A3V)).isEqualTo(Errno.EINVAL);
        long lowered = control & ~(PRIORITY_BITS | IDENTIFIER_BITS);
        assertThat(machine.get(ICC_CTLR_EL1, 0)).isEqualTo(lowered);
        assertThat(machine.trySet(ICC_CTLR_EL1, 0, 0, control)).isEqualTo(Errno.EINVAL);
        assertThat(machine.trySet(ICC_CTLR_EL1, 0, 0, lowered | 1)).isEqualTo(Errno.OK);
        assertThat(machine.get(ICC_CTLR_EL1, 1)).isEqualTo(control);
    }

    @Test
    void shouldShowOneMoreThanTheCommonBinaryPointAndDropWhatIsWritten() {
        TestMachine machine = started(0);
        machine.set(ICC_BPR0_EL1, 0, 5);
        machine.set(ICC_BPR1_EL1, 0, 4);
        machine.set(ICC_CTLR_EL1, 0, machine.get(ICC_CTLR_EL1, 0) | 1);
        assertThat(machine.get(ICC_BPR1_EL1, 0)).isEqualTo(6);
        machine.set(ICC_BPR1_EL1, 0, 3);
        machine.set(ICC_BPR0_EL1, 0, 7);
        assertThat(machine.get(ICC_BPR1_EL1, 0)).isEqualTo(7);
        machine.set(ICC_CTLR_EL1, 0, machine.get(ICC_CTLR_EL1, 0) & ~1);
        assertThat(machine.get(ICC_BPR1_EL1, 0)).isEqualTo(4);
    }

    @Test
    void shouldAlwaysUseSystemRegisters() {
        TestMachine machine = started(0);
        assertThat(machine.get(ICC_SRE_EL1, 0)).isEqualTo(7);
        assertThat(machine.trySet(ICC_SRE_EL1, 0, 0, 6)).isEqualTo(Errno.EINVAL);
        assertThat(machine.trySet(ICC_SRE_EL1, 0, 0, 1)).isEqualTo(Errno.OK);
        assertThat(machine.get(ICC_SRE_EL1, 0)).isEqualTo(7);
    }

    /** A fact that the differential test found: the mask keeps bits that are no priority's, binary points do not. */
    @Test
    void shouldRaiseBinaryPointsWithTheFirstRunAndLeaveTheMask() {
        TestMachine machine = started(0, 1);
        machine.set(ICC_PMR_EL1, 0, 0x87);
        assertThat(machine.vcpu(0).tryValidateFirstRun()).isEqualTo(Errno.OK);
        assertThat(machine.get(ICC_PMR_EL1, 0)).isEqualTo(0x87);
        assertThat(machine.get(ICC_BPR0_EL1, 0)).isEqualTo(2);
        assertThat(machine.get(ICC_BPR1_EL1, 0)).isEqualTo(3);
        assertThat(machine.get(ICC_BPR0_EL1, 1)).isZero();
    }

    @Test
    void shouldLookAtTheVcpuThenAtInitialisationThenAtTheRegister() {
        TestMachine machine = bare().withVcpus(0).withDevice();
        int unknown = Gicv3CpuInterface.ICC_IAR1_EL1.row().offset();
        assertThat(get(machine, 1, unknown)).isEqualTo(Errno.EINVAL);
        assertThat(get(machine, 0, unknown)).isEqualTo(Errno.EBUSY);
        machine.withInit();
        assertThat(get(machine, 0, unknown)).isEqualTo(Errno.ENOENT);
    }

    @Test
    void shouldLookWhetherAVcpuRunsBeforeTheRegister() {
        TestMachine machine = started(0);
        int unknown = Gicv3CpuInterface.ICC_IAR1_EL1.row().offset();
        assumeTrue(execution().canRun(machine.vcpu(0)), "nothing brings a vCPU inside its run here");
        assertThat(execution().begin(machine.vm(), machine.vcpu(0))).isEqualTo(Errno.OK);
        try {
            assertThat(get(machine, 0, unknown)).isEqualTo(Errno.EBUSY);
            assertThat(get(machine, 1, unknown)).isEqualTo(Errno.EINVAL);
        } finally {
            execution().end(machine.vcpu(0));
        }
    }

    /** Bits 31 to 16 of the attribute mean nothing. */
    @Test
    void shouldLookAt16BitsOfTheEncoding() {
        TestMachine machine = started(0);
        machine.set(ICC_PMR_EL1, 0, 0xF0);
        long attribute = AttributeGroup.ofAffinity(0, 0xABCD_0000 | ICC_PMR_EL1.row().offset());
        assertThat(machine.device().get(AttributeGroup.CPU_SYSTEM_REGISTERS, attribute)).isEqualTo(0xF0);
        assertThat(machine.device().tryHas(AttributeGroup.CPU_SYSTEM_REGISTERS, attribute)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldKeepBothGroupsActivePrioritiesApart() {
        TestMachine machine = started(0);
        machine.set(ICC_AP0R_EL1, 0, 0x8000_0001L);
        machine.set(ICC_AP1R_EL1, 0, 0x4000_0002L);
        assertThat(machine.get(ICC_AP0R_EL1, 0)).isEqualTo(0x8000_0001L);
        assertThat(machine.get(ICC_AP1R_EL1, 0)).isEqualTo(0x4000_0002L);
        machine.set(ICC_IGRPEN0_EL1, 0, 1);
        assertThat(machine.get(ICC_IGRPEN1_EL1, 0)).isZero();
    }

    private static int get(TestMachine machine, int affinity, int encoding) {
        return machine.tryGet(AttributeGroup.CPU_SYSTEM_REGISTERS, AttributeGroup.ofAffinity(affinity, encoding));
    }
}

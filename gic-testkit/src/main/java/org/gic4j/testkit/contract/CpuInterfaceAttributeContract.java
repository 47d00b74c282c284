package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_ABPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_APR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_BPR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_CTLR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_IIDR;
import static org.gic4j.api.registers.Gicv2CpuInterface.GICC_PMR;

import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CPU interface registers for user space (CONTRACT 4.3). */
public abstract class CpuInterfaceAttributeContract extends ContractTest {
    private static final long IDENTIFICATION = 0x04B2_043BL;

    /** Tests an implementation. */
    protected CpuInterfaceAttributeContract(Implementation implementation) {
        super(implementation);
    }

    @ParameterizedTest
    @CsvSource({"GICC_CTLR, 0x21F", "GICC_PMR, 0x1F", "GICC_BPR, 0x7", "GICC_ABPR, 0x7", "GICC_APR, 0xFFFFFFFF"})
    void shouldHoldTheBitsOfARegister(Gicv2CpuInterface register, String bits) {
        TestMachine machine = started(0);
        long mask = Long.parseLong(bits.substring(2), 16);
        assertThat(machine.get(register, 0)).isZero();
        for (long value : new long[] {-1, 0x5A5A_5A5AL, 0xA5A5_A5A5L, 0}) {
            machine.set(register, 0, value);
            assertThat(machine.get(register, 0)).isEqualTo(value & mask);
        }
    }

    @ParameterizedTest
    @CsvSource({"GICC_CTLR", "GICC_PMR", "GICC_BPR", "GICC_ABPR", "GICC_APR"})
    void shouldHaveARegisterForEachVcpu(Gicv2CpuInterface register) {
        TestMachine machine = started(0, 3);
        machine.set(register, 0, 1);
        assertThat(machine.get(register, 3)).isZero();
        machine.set(register, 3, 3);
        assertThat(machine.get(register, 0)).isEqualTo(1);
    }

    @Test
    void shouldHaveThreeMoreActivePriorityWordsThatReadZero() {
        TestMachine machine = started(0);
        for (int word = 1; word < 4; word++) {
            assertThat(machine.tryHas(GICC_APR, 0, word)).isEqualTo(Errno.OK);
            machine.set(GICC_APR, 0, word, -1);
            assertThat(machine.get(GICC_APR, 0, word)).isZero();
        }
        assertThat(machine.tryHas(GICC_APR, 0, 4)).isEqualTo(Errno.ENXIO);
    }

    @Test
    void shouldIgnoreASetOfTheIdentification() {
        TestMachine machine = started(0);
        assertThat(machine.trySet(GICC_IIDR, 0, 0, 0)).isEqualTo(Errno.OK);
        assertThat(machine.get(GICC_IIDR, 0)).isEqualTo(IDENTIFICATION);
    }

    @Test
    void shouldEnforceNoMinimumOfBinaryPointsBeforeARun() {
        TestMachine machine = started(0);
        machine.set(GICC_BPR, 0, 1);
        machine.set(GICC_ABPR, 0, 2);
        assertThat(machine.get(GICC_BPR, 0)).isEqualTo(1);
        assertThat(machine.get(GICC_ABPR, 0)).isEqualTo(2);
    }

    @Test
    void shouldKeepPriorityMaskAndControlAtTheFirstRun() {
        TestMachine machine = started(0);
        machine.set(GICC_CTLR, 0, 0x201);
        machine.set(GICC_PMR, 0, 0x1E);
        machine.vcpu(0).validateFirstRun();
        assertThat(machine.get(GICC_CTLR, 0)).isEqualTo(0x201);
        assertThat(machine.get(GICC_PMR, 0)).isEqualTo(0x1E);
    }

    /** What a guest acts on has no side effects for user space. */
    @ParameterizedTest
    @ValueSource(ints = {0x0C, 0x10, 0x14, 0x18, 0x20, 0x24, 0x28, 0xE0, 0xF8, 0x100, 0xFFC, 0x1000, 0x1004, 0x2000})
    void shouldAnswerZeroWhereNoRegisterIs(int offset) {
        TestMachine machine = started(0);
        long attribute = AttributeGroup.banked(0, offset);
        int group = AttributeGroup.CPU_REGISTERS;
        assertThat(machine.device().tryHas(group, attribute)).isEqualTo(Errno.ENXIO);
        assertThat(machine.device().trySet(group, attribute, -1)).isEqualTo(Errno.OK);
        assertThat(machine.device().get(group, attribute)).isZero();
    }
}

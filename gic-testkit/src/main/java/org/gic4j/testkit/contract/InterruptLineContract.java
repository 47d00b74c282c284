package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.gic4j.api.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code KVM_IRQ_LINE}: its checks, and what a level does to an interrupt (CONTRACT 7). */
public abstract class InterruptLineContract extends ContractTest {
    private static final int SPI = 40;
    private static final int PPI = 20;

    /** Tests an implementation. */
    protected InterruptLineContract(Implementation implementation) {
        super(implementation);
    }

    @ParameterizedTest
    @CsvSource({
        "0x00000000, OK",
        "0x00000001, OK",
        "0x00000002, EINVAL",
        "0x0000ffff, EINVAL",
        "0x00010000, EINVAL",
        "0x10000000, EINVAL",
        "0x00030000, OK",
        "0x01000028, ENXIO",
        "0x01000005, ENXIO",
        "0x02000014, ENXIO",
        "0x02050014, ENXIO",
        "0x03000000, EINVAL",
        "0x0f000000, EINVAL",
    })
    void shouldCheckALineWithoutAVgic(String irq, String answer) {
        TestMachine machine = bare().withVcpus(0, 3);
        assertThat(Errno.name(machine.vm().tryInterruptLine(parsed(irq), 1))).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "0x00000000, ENXIO",
        "0x00050007, ENXIO",
        "0x01000020, OK",
        "0x0100005f, OK",
        "0x01000060, EINVAL",
        "0x0100ffff, EINVAL",
        "0x0100001f, EINVAL",
        "0x01000000, EINVAL",
        "0xf1ff0028, OK",
        "0x02000010, OK",
        "0x0200001f, OK",
        "0x02030014, OK",
        "0x02010014, EINVAL",
        "0x12000014, EINVAL",
        "0x0200000f, EINVAL",
        "0x02000020, EINVAL",
        "0x03000028, EINVAL",
        "0x0f000028, EINVAL",
    })
    void shouldCheckALineWithAVgic(String irq, String answer) {
        TestMachine machine = started(0, 3);
        assertThat(Errno.name(machine.vm().tryInterruptLine(parsed(irq), 1))).isEqualTo(answer);
    }

    @Test
    void shouldNameTheVcpuOfAPpiByItsId() {
        TestMachine machine = started(0, 3);
        assertThat(machine.tryPpi(3, PPI, 1)).isEqualTo(Errno.OK);
        assertThat(machine.isPending(3, PPI)).isTrue();
        assertThat(machine.isPending(0, PPI)).isFalse();
    }

    @Test
    void shouldFollowTheLineOfALevelSensitiveInterrupt() {
        TestMachine machine = started(0);
        assertThat(machine.tryPpi(0, PPI, 1)).isEqualTo(Errno.OK);
        assertThat(machine.isPending(0, PPI)).isTrue();
        assertThat(machine.tryPpi(0, PPI, 0)).isEqualTo(Errno.OK);
        assertThat(machine.isPending(0, PPI)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 256, -1, Integer.MIN_VALUE})
    void shouldTakeAnyLevelButZeroAsHigh(int level) {
        TestMachine machine = started(0);
        machine.trySpi(SPI, level);
        assertThat(machine.isPending(0, SPI)).isTrue();
    }

    @Test
    void shouldKeepTheLatchOfAnEdgeTriggeredInterruptWhenTheLineFalls() {
        TestMachine machine = started(0);
        machine.trySpi(SPI, 1);
        machine.trySpi(SPI, 0);
        assertThat(machine.isPending(0, SPI)).isTrue();
    }

    @Test
    void shouldLatchAnEdgeTriggeredInterruptAtEveryOne() {
        TestMachine machine = started(0);
        machine.trySpi(SPI, 1);
        machine.clearLatch(0, SPI);
        assertThat(machine.isPending(0, SPI)).isFalse();
        machine.trySpi(SPI, 1);
        assertThat(machine.isPending(0, SPI)).isTrue();
    }

    @Test
    void shouldKeepALevelSensitiveInterruptPendingWhileItsLineIsHigh() {
        TestMachine machine = levelSensitive();
        machine.trySpi(SPI, 1);
        machine.set(InterruptField.CLEAR_PENDING.of(version(), SPI), 0, 1, -1);
        assertThat(machine.isPending(0, SPI)).isTrue();
        machine.trySpi(SPI, 0);
        assertThat(machine.isPending(0, SPI)).isFalse();
    }

    @Test
    void shouldKeepTheLatchOfALevelSensitiveInterruptWhenItsLineFalls() {
        TestMachine machine = levelSensitive();
        machine.trySpi(SPI, 1);
        machine.set(InterruptField.SET_PENDING, 0, SPI, 1);
        machine.trySpi(SPI, 0);
        assertThat(machine.isPending(0, SPI)).isTrue();
        machine.clearLatch(0, SPI);
        assertThat(machine.isPending(0, SPI)).isFalse();
    }

    @Test
    void shouldKeepTheLineOfAnInterruptThatBecomesEdgeTriggered() {
        TestMachine machine = levelSensitive();
        machine.trySpi(SPI, 1);
        machine.configure(SPI, true);
        assertThat(machine.isPending(0, SPI)).isFalse();
        machine.trySpi(SPI, 0);
        machine.configure(SPI, false);
        assertThat(machine.isPending(0, SPI)).isTrue();
    }

    @Test
    void shouldShowASharedInterruptThroughEveryVcpu() {
        TestMachine machine = started(0, 3);
        machine.trySpi(SPI, 1);
        assertThat(machine.isPending(0, SPI)).isTrue();
        assertThat(machine.isPending(3, SPI)).isTrue();
    }

    @Test
    void shouldIgnoreLinesOfPpisThatTheKernelsTimersDrive() {
        requires(Feature.KERNEL_TIMERS);
        TestMachine machine = started(0);
        machine.vcpu(0).validateFirstRun();
        for (int intid : new int[] {27, 30}) {
            assertThat(machine.tryPpi(0, intid, 1)).isEqualTo(Errno.OK);
            assertThat(machine.isPending(0, intid)).isFalse();
        }
    }

    @Test
    void shouldDriveTimerPpisWhereNoKernelDoes() {
        assumeTrue(!has(Feature.KERNEL_TIMERS), "the kernel's timers drive them");
        TestMachine machine = started(0);
        machine.vcpu(0).validateFirstRun();
        assertThat(machine.tryPpi(0, 27, 1)).isEqualTo(Errno.OK);
        assertThat(machine.isPending(0, 27)).isTrue();
    }

    private TestMachine levelSensitive() {
        TestMachine machine = started(0);
        machine.configure(SPI, false);
        return machine;
    }

    private static int parsed(String irq) {
        return Integer.parseUnsignedInt(irq.substring(2), 16);
    }
}

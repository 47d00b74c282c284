package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv3Input.LINE_LEVEL;
import static org.gic4j.api.registers.Gicv3RedistributorSgi.GICR_ISPENDR;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The levels of input lines: LEVEL_INFO (CONTRACT 6). */
public abstract class LevelInfoContract extends ContractTest {
    private static final int SPI = 40;
    private static final int PPI = 20;
    private static final int GROUP = AttributeGroup.LEVEL_INFO;
    private static final long ALL = 0xFFFF_FFFFL;

    /** Tests an implementation. */
    protected LevelInfoContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldShowTheLineOfALevelSensitiveSpiThroughEveryVcpu() {
        TestMachine machine = started(0, 1);
        machine.configure(SPI, false);
        machine.trySpi(SPI, 1);
        assertThat(machine.get(LINE_LEVEL, 0, 1)).isEqualTo(1 << SPI % 32);
        assertThat(machine.get(LINE_LEVEL, 1, 1)).isEqualTo(1 << SPI % 32);
        machine.trySpi(SPI, 0);
        assertThat(machine.get(LINE_LEVEL, 0, 1)).isZero();
    }

    @Test
    void shouldShowNoLineOfAnEdgeTriggeredSpi() {
        TestMachine machine = started(0);
        machine.trySpi(SPI, 1);
        assertThat(machine.get(LINE_LEVEL, 0, 1)).isZero();
        assertThat(machine.get(GICD_ISPENDR, 0, 1)).isEqualTo(1 << SPI % 32);
    }

    @Test
    void shouldKeepTheLinesOfPpisForEachVcpu() {
        TestMachine machine = started(0, 1);
        machine.tryPpi(1, PPI, 1);
        assertThat(machine.get(LINE_LEVEL, 0, 0)).isZero();
        assertThat(machine.get(LINE_LEVEL, 1, 0)).isEqualTo(1 << PPI);
    }

    @Test
    void shouldAssignLinesAndLeaveLatches() {
        TestMachine machine = started(0);
        machine.configure(SPI, false);
        machine.set(GICD_ISPENDR, 0, 1, 0x100);
        machine.set(LINE_LEVEL, 0, 1, 0x300);
        assertThat(machine.get(LINE_LEVEL, 0, 1)).isEqualTo(0x300);
        machine.set(LINE_LEVEL, 0, 1, 0x200);
        assertThat(machine.get(LINE_LEVEL, 0, 1)).isEqualTo(0x200);
        assertThat(machine.get(GICD_ISPENDR, 0, 1)).isEqualTo(0x100);
    }

    @Test
    void shouldHaveNoLinesOfSgis() {
        TestMachine machine = started(0);
        machine.set(LINE_LEVEL, 0, 0, ALL);
        assertThat(machine.get(LINE_LEVEL, 0, 0)).isEqualTo(0xFFFF_0000L);
        assertThat(machine.get(GICR_ISPENDR, 0, 0)).isZero();
    }

    @Test
    void shouldRememberALineUntilTheInterruptIsLevelSensitive() {
        TestMachine machine = started(0);
        machine.set(LINE_LEVEL, 0, 1, ALL);
        assertThat(machine.get(LINE_LEVEL, 0, 1)).isZero();
        machine.configure(SPI, false);
        assertThat(machine.get(LINE_LEVEL, 0, 1) >>> SPI % 32 & 1).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 33, 991})
    void shouldRefuseAnIntidThatIsNotTheFirstOf32(int intid) {
        TestMachine machine = started(0);
        assertThat(machine.tryGet(GROUP, intid)).isEqualTo(Errno.EINVAL);
        assertThat(machine.device().trySet(GROUP, intid, 0)).isEqualTo(Errno.EINVAL);
        // Has looks at neither the INTID nor the vCPU (DEV-6).
        assertThat(machine.device().tryHas(GROUP, 7L << 32 | intid)).isEqualTo(Errno.OK);
    }

    @ParameterizedTest
    @ValueSource(longs = {1 << 10, 1 << 31 & ALL, 0xFFFF_FC00L})
    void shouldRefuseOtherInformation(long information) {
        TestMachine machine = started(0);
        assertThat(machine.device().tryHas(GROUP, information)).isEqualTo(Errno.ENXIO);
        assertThat(machine.tryGet(GROUP, information)).isEqualTo(Errno.EINVAL);
        assertThat(machine.device().trySet(GROUP, information, 0)).isEqualTo(Errno.EINVAL);
    }

    @ParameterizedTest
    @ValueSource(ints = {96, 992})
    void shouldReadNoLinesOfInterruptsThatDoNotExist(int intid) {
        TestMachine machine = started(0);
        assertThat(machine.device().trySet(GROUP, intid, ALL)).isEqualTo(Errno.OK);
        assertThat(machine.device().get(GROUP, intid)).isZero();
    }

    /** DEV-6. */
    @Test
    void shouldBeThereWithoutAnyVcpu() {
        TestMachine machine = bare().withDevice();
        assertThat(machine.device().tryHas(GROUP, 7L << 32 | 5)).isEqualTo(Errno.OK);
        assertThat(machine.tryGet(GROUP, 0)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldLookAtInitialisationBeforeTheIntid() {
        TestMachine machine = bare().withVcpus(0).withDevice();
        assertThat(machine.tryGet(GROUP, 5)).isEqualTo(Errno.EBUSY);
        assertThat(machine.device().trySet(GROUP, 1 << 10, 0)).isEqualTo(Errno.EBUSY);
        assertThat(machine.tryGet(GROUP, AttributeGroup.ofAffinity(1, 5))).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldLookWhetherAVcpuRunsBeforeTheIntid() {
        TestMachine machine = started(0);
        assumeTrue(execution().canRun(machine.vcpu(0)), "nothing brings a vCPU inside its run here");
        assertThat(execution().begin(machine.vm(), machine.vcpu(0))).isEqualTo(Errno.OK);
        try {
            assertThat(machine.tryGet(GROUP, 5)).isEqualTo(Errno.EBUSY);
            assertThat(machine.device().trySet(GROUP, 1 << 10, 0)).isEqualTo(Errno.EBUSY);
            assertThat(machine.device().tryHas(GROUP, 5)).isEqualTo(Errno.OK);
        } finally {
            execution().end(machine.vcpu(0));
        }
    }

    @Test
    void shouldRefuseAVcpuThatDoesNotExist() {
        TestMachine machine = started(0);
        assertThat(machine.tryGet(GROUP, AttributeGroup.ofAffinity(1, 32))).isEqualTo(Errno.EINVAL);
    }
}

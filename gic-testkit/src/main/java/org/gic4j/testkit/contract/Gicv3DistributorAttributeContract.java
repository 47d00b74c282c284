package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_ICFGR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_ICPENDR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IGROUPR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IIDR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_IROUTER;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_PIDR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_STATUSR;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_TYPER;
import static org.gic4j.api.registers.Gicv3Distributor.GICD_TYPER2;

import java.util.stream.Stream;
import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.registers.Banking;
import org.gic4j.api.registers.Gicv3Distributor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A GICv3's distributor as user space sees it (CONTRACT 5.1). */
public abstract class Gicv3DistributorAttributeContract extends ContractTest {
    private static final long ALL = 0xFFFF_FFFFL;
    private static final int SPI = 40;

    /** Tests an implementation. */
    protected Gicv3DistributorAttributeContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldChangeTheEnableOfGroup1Alone() {
        TestMachine machine = started(0);
        assertThat(machine.get(GICD_CTLR, 0)).isEqualTo(0x50);
        machine.set(GICD_CTLR, 0, ALL);
        assertThat(machine.get(GICD_CTLR, 0)).isEqualTo(0x52);
        machine.set(GICD_CTLR, 0, 0);
        assertThat(machine.get(GICD_CTLR, 0)).isEqualTo(0x50);
    }

    @Test
    void shouldNeverShowTheNumberOfVcpus() {
        TestMachine machine = started(0, 1, 2);
        assertThat(machine.get(GICD_TYPER, 0)).isEqualTo(0x0048_0002);
        machine.set(GICD_TYPER, 0, 0);
        assertThat(machine.get(GICD_TYPER, 0)).isEqualTo(0x0048_0002);
    }

    @Test
    void shouldIdentifyItself() {
        TestMachine machine = started(0);
        assertThat(machine.get(GICD_IIDR, 0)).isEqualTo(0x4B00_343BL);
        assertThat(machine.get(GICD_PIDR, 0, 6)).isEqualTo(0x3B);
        assertThat(machine.trySet(GICD_IIDR, 0, 0, 0x4B00_243BL)).isEqualTo(Errno.OK);
        assertThat(machine.get(GICD_IIDR, 0)).isEqualTo(0x4B00_243BL);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0x4B00_143BL, 0x4B00_443BL, 0x4B00_343AL, 0x0B00_343BL, 0x4B01_343BL})
    void shouldRefuseAnotherIdentification(long identification) {
        TestMachine machine = started(0);
        assertThat(machine.trySet(GICD_IIDR, 0, 0, identification)).isEqualTo(Errno.EINVAL);
        assertThat(machine.get(GICD_IIDR, 0)).isEqualTo(0x4B00_343BL);
    }

    @Test
    void shouldTakeBackItsSecondTypeAndNothingElse() {
        TestMachine machine = started(0);
        assertThat(machine.get(GICD_TYPER2, 0)).isZero();
        assertThat(machine.trySet(GICD_TYPER2, 0, 0, 0)).isEqualTo(Errno.OK);
        assertThat(machine.trySet(GICD_TYPER2, 0, 0, 1)).isEqualTo(Errno.EINVAL);
        assertThat(machine.trySet(GICD_TYPER2, 0, 0, 1L << 31)).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldReadAStatusThatCannotBeSet() {
        TestMachine machine = started(0);
        machine.set(GICD_STATUSR, 0, 0);
        assertThat(machine.get(GICD_STATUSR, 0)).isEqualTo(ALL);
    }

    static Stream<Gicv3Distributor> registersOfInterrupts() {
        return Stream.of(Gicv3Distributor.values())
                .filter(register -> register.row().banking() == Banking.SHARED_INTIDS);
    }

    @ParameterizedTest
    @MethodSource("registersOfInterrupts")
    void shouldHaveTheWordsOfPrivateInterruptsAndKeepNothingThere(Gicv3Distributor register) {
        TestMachine machine = started(0);
        for (int word = 0; word < register.firstWord(); word++) {
            assertThat(machine.tryHas(register, 0, word)).isEqualTo(Errno.OK);
            assertThat(machine.trySet(register, 0, word, ALL)).isEqualTo(Errno.OK);
            assertThat(machine.get(register, 0, word)).isZero();
        }
    }

    @Test
    void shouldAssignLatches() {
        TestMachine machine = started(0);
        machine.set(GICD_ISPENDR, 0, 1, 0x311);
        assertThat(machine.get(GICD_ISPENDR, 0, 1)).isEqualTo(0x311);
        machine.set(GICD_ICPENDR, 0, 1, ALL);
        assertThat(machine.get(GICD_ICPENDR, 0, 1)).isZero();
        assertThat(machine.get(GICD_ISPENDR, 0, 1)).isEqualTo(0x311);
        machine.set(GICD_ISPENDR, 0, 1, 0x10);
        assertThat(machine.get(GICD_ISPENDR, 0, 1)).isEqualTo(0x10);
    }

    @Test
    void shouldShowLatchesWithoutLines() {
        TestMachine machine = started(0);
        machine.configure(SPI, false);
        assertThat(machine.trySpi(SPI, 1)).isEqualTo(Errno.OK);
        assertThat(machine.get(GICD_ISPENDR, 0, 1)).isZero();
        machine.configure(SPI, true);
        assertThat(machine.trySpi(SPI, 1)).isEqualTo(Errno.OK);
        assertThat(machine.get(GICD_ISPENDR, 0, 1)).isEqualTo(1 << SPI % 32);
    }

    @Test
    void shouldBeginInGroup1AndEdgeTriggered() {
        TestMachine machine = started(0);
        assertThat(machine.get(GICD_IGROUPR, 0, 1)).isEqualTo(ALL);
        assertThat(machine.get(GICD_ICFGR, 0, 2)).isEqualTo(0xAAAA_AAAAL);
        // No identification has to be written first, as for a GICv2.
        machine.set(GICD_IGROUPR, 0, 1, 0x0F0F_0F0F);
        assertThat(machine.get(GICD_IGROUPR, 0, 1)).isEqualTo(0x0F0F_0F0F);
    }

    @Test
    void shouldRouteByThreeLevelsOfAffinity() {
        TestMachine machine = started(0);
        machine.set(GICD_IROUTER, 0, 2 * SPI, ALL);
        machine.set(GICD_IROUTER, 0, 2 * SPI + 1, ALL);
        assertThat(machine.get(GICD_IROUTER, 0, 2 * SPI)).isEqualTo(0x00FF_FFFF);
        assertThat(machine.get(GICD_IROUTER, 0, 2 * SPI + 1)).isZero();
    }

    /** The offset has 32 bits, of which the frame has 16. */
    @ParameterizedTest
    @ValueSource(longs = {0x1_0104L, 0x2_0104L, 0x8000_0104L, 0xFFFF_0104L})
    void shouldHaveNothingBehindTheFrame(long offset) {
        TestMachine machine = started(0);
        machine.set(GICD_ISENABLER, 0, 1, 0x100);
        assertThat(machine.device().tryHas(AttributeGroup.DISTRIBUTOR_REGISTERS, offset)).isEqualTo(Errno.ENXIO);
        assertThat(machine.device().get(AttributeGroup.DISTRIBUTOR_REGISTERS, offset)).isZero();
        assertThat(machine.device().trySet(AttributeGroup.DISTRIBUTOR_REGISTERS, offset, ALL)).isEqualTo(Errno.OK);
        assertThat(machine.get(GICD_ISENABLER, 0, 1)).isEqualTo(0x100);
    }

    @Test
    void shouldNotLookAtTheAffinityInTheAttributeButWantAVcpu() {
        TestMachine machine = bare().withDevice().withInit();
        long control = AttributeGroup.ofAffinity(0x7654_3210, GICD_CTLR.row().offset());
        assertThat(machine.tryGet(AttributeGroup.DISTRIBUTOR_REGISTERS, control)).isEqualTo(Errno.EINVAL);
        assertThat(machine.device().tryHas(AttributeGroup.DISTRIBUTOR_REGISTERS, control)).isEqualTo(Errno.EINVAL);
        TestMachine other = started(3);
        assertThat(other.device().get(AttributeGroup.DISTRIBUTOR_REGISTERS, control)).isEqualTo(0x50);
    }
}

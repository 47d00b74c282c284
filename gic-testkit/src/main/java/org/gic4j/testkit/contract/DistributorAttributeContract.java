package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CPENDSGIR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_CTLR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICFGR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ICPENDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IGROUPR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IIDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_IPRIORITYR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISENABLER;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ISPENDR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_ITARGETSR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SGIR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_SPENDSGIR;
import static org.gic4j.api.registers.Gicv2Distributor.GICD_TYPER;

import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Distributor registers with rules of their own, for user space (CONTRACT 4.2). */
public abstract class DistributorAttributeContract extends ContractTest {
    private static final long IDENTIFICATION = 0x4B00_343BL;
    private static final int FILTER_OTHERS = 1 << 24;
    private static final int FILTER_SELF = 2 << 24;
    private static final int FILTER_RESERVED = 3 << 24;

    /** Tests an implementation. */
    protected DistributorAttributeContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldResetAsKvmDoes() {
        TestMachine machine = started(0, 1);
        assertThat(machine.get(GICD_CTLR, 0)).isZero();
        assertThat(machine.get(GICD_TYPER, 0)).isEqualTo(0x22);
        assertThat(machine.get(GICD_IIDR, 0)).isEqualTo(IDENTIFICATION);
        assertThat(machine.get(GICD_IGROUPR, 0)).isZero();
        assertThat(machine.get(GICD_ISENABLER, 0)).isEqualTo(0xFFFF);
        assertThat(machine.get(GICD_ICENABLER, 0)).isEqualTo(0xFFFF);
        assertThat(machine.get(GICD_ISENABLER, 0, 1)).isZero();
        assertThat(machine.get(GICD_IPRIORITYR, 0, 8)).isZero();
        assertThat(machine.get(GICD_ITARGETSR, 0, 8)).isZero();
        assertThat(machine.get(GICD_ICFGR, 0, 0)).isEqualTo(0xAAAA_AAAAL);
        assertThat(machine.get(GICD_ICFGR, 0, 1)).isZero();
        assertThat(machine.get(GICD_ICFGR, 0, 2)).isEqualTo(0xAAAA_AAAAL);
    }

    @Test
    void shouldHoldOneEnableBit() {
        TestMachine machine = started(0, 1);
        machine.set(GICD_CTLR, 0, -1);
        assertThat(machine.get(GICD_CTLR, 1)).isEqualTo(1);
        machine.set(GICD_CTLR, 1, 0xFFFF_FFFEL);
        assertThat(machine.get(GICD_CTLR, 0)).isZero();
    }

    @Test
    void shouldIgnoreASetOfTheType() {
        TestMachine machine = started(0, 1);
        machine.set(GICD_TYPER, 0, -1);
        assertThat(machine.get(GICD_TYPER, 0)).isEqualTo(0x22);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x4B00_243BL, 0x4B00_343BL})
    void shouldTakeAnIdentificationOfAKnownRevision(long value) {
        TestMachine machine = started(0);
        assertThat(machine.trySet(GICD_IIDR, 0, 0, value)).isEqualTo(Errno.OK);
        assertThat(machine.get(GICD_IIDR, 0)).isEqualTo(value);
        machine.set(GICD_IGROUPR, 0, 1, -1);
        assertThat(machine.get(GICD_IGROUPR, 0, 1)).isEqualTo(0xFFFF_FFFFL);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0x4B00_043BL, 0x4B00_143BL, 0x4B00_443BL, 0x4B00_F43BL, 0x4B00_343AL, 0x4A00_343BL, -1})
    void shouldRefuseAnotherIdentification(long value) {
        TestMachine machine = started(0);
        assertThat(machine.trySet(GICD_IIDR, 0, 0, value)).isEqualTo(Errno.EINVAL);
        assertThat(machine.get(GICD_IIDR, 0)).isEqualTo(IDENTIFICATION);
        machine.set(GICD_IGROUPR, 0, 1, -1);
        assertThat(machine.get(GICD_IGROUPR, 0, 1)).isZero();
    }

    @Test
    void shouldKeepGroupsWritableAfterARefusedIdentification() {
        TestMachine machine = started(0);
        machine.set(GICD_IIDR, 0, IDENTIFICATION);
        assertThat(machine.trySet(GICD_IIDR, 0, 0, 0)).isEqualTo(Errno.EINVAL);
        machine.set(GICD_IGROUPR, 0, 1, 0x1234);
        assertThat(machine.get(GICD_IGROUPR, 0, 1)).isEqualTo(0x1234);
    }

    @Test
    void shouldKeepTheIdentificationAcrossInit() {
        TestMachine machine = bare().withVcpus(0).withDevice();
        machine.set(GICD_IIDR, 0, 0x4B00_243BL);
        machine.withInit();
        assertThat(machine.get(GICD_IIDR, 0)).isEqualTo(0x4B00_243BL);
    }

    @Test
    void shouldKeepTheHighBitsOfPriorities() {
        TestMachine machine = started(0);
        machine.set(GICD_IPRIORITYR, 0, 8, 0xFF07_A181L);
        assertThat(machine.get(GICD_IPRIORITYR, 0, 8)).isEqualTo(0xF800_A080L);
    }

    @Test
    void shouldNameTargetsByCreationIndex() {
        TestMachine machine = started(0, 2, 5);
        assertThat(machine.get(GICD_ITARGETSR, 0)).isEqualTo(0x0101_0101L);
        assertThat(machine.get(GICD_ITARGETSR, 2)).isEqualTo(0x0202_0202L);
        assertThat(machine.get(GICD_ITARGETSR, 5, 7)).isEqualTo(0x0404_0404L);
        machine.set(GICD_ITARGETSR, 0, 8, -1);
        assertThat(machine.get(GICD_ITARGETSR, 5, 8)).isEqualTo(0x0707_0707L);
    }

    /** DEV-14. */
    @Test
    void shouldHoldTargetsWithOneVcpu() {
        TestMachine machine = started(0);
        machine.set(GICD_ITARGETSR, 0, 8, -1);
        assertThat(machine.get(GICD_ITARGETSR, 0, 8)).isEqualTo(0x0101_0101L);
    }

    @Test
    void shouldAddTheAccessedVcpuAsSourceOfAnSgi() {
        TestMachine machine = started(0, 1);
        machine.set(GICD_ISPENDR, 1, 0x8);
        assertThat(machine.get(GICD_SPENDSGIR, 1)).isEqualTo(0x0200_0000L);
        assertThat(machine.get(GICD_SPENDSGIR, 0)).isZero();
        assertThat(machine.get(GICD_ISPENDR, 0)).isZero();
    }

    @Test
    void shouldDropAllSourcesOfAnSgi() {
        TestMachine machine = started(0, 1);
        machine.set(GICD_SPENDSGIR, 0, 0xFF00_0000L);
        assertThat(machine.get(GICD_ISPENDR, 0)).isEqualTo(0x8);
        machine.set(GICD_ICPENDR, 0, 0x8);
        assertThat(machine.get(GICD_SPENDSGIR, 0)).isZero();
        assertThat(machine.get(GICD_ISPENDR, 0)).isZero();
    }

    @Test
    void shouldKeepAnSgiPendingUntilItsLastSourceIsCleared() {
        TestMachine machine = started(0, 1);
        machine.set(GICD_SPENDSGIR, 0, 1, 0x03);
        machine.set(GICD_CPENDSGIR, 0, 1, 0x01);
        assertThat(machine.get(GICD_ISPENDR, 0)).isEqualTo(0x10);
        assertThat(machine.get(GICD_CPENDSGIR, 0, 1)).isEqualTo(0x02);
        machine.set(GICD_CPENDSGIR, 0, 1, 0xFF);
        assertThat(machine.get(GICD_ISPENDR, 0)).isZero();
    }

    @Test
    void shouldTakeSourcesThatAreNoVcpus() {
        TestMachine machine = started(0);
        machine.set(GICD_SPENDSGIR, 0, 3, 0x8000_0000L);
        assertThat(machine.get(GICD_SPENDSGIR, 0, 3)).isEqualTo(0x8000_0000L);
        assertThat(machine.get(GICD_ISPENDR, 0)).isEqualTo(0x8000);
    }

    @Test
    void shouldLatchAPpiForTheAccessedVcpu() {
        TestMachine machine = started(0, 1);
        machine.set(GICD_ISPENDR, 1, 1 << 20);
        assertThat(machine.isPending(1, 20)).isTrue();
        assertThat(machine.isPending(0, 20)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // Sent by vCPU 1 of 0, 1 and 2, SGI 2: which have it pending, a bit for each.
        "0x00050002, 5",
        "0x00ff0002, 7",
        "0x00000002, 0",
        "0x01000002, 5",
        "0x02000002, 2",
        "0x03070002, 0",
    })
    void shouldSendAnSgi(String value, int receivers) {
        TestMachine machine = started(0, 1, 2);
        machine.set(GICD_SGIR, 1, Long.parseLong(value.substring(2), 16));
        for (int id = 0; id < 3; id++) {
            long sources = machine.get(GICD_SPENDSGIR, id);
            assertThat(sources).as("sources at vCPU %d", id).isEqualTo((receivers >> id & 1) != 0 ? 0x0002_0000L : 0);
        }
        assertThat(machine.get(GICD_SGIR, 1)).isZero();
    }

    /** The list counts creation indexes, "self" is the bit of the id: with gaps they are not the same. */
    @Test
    void shouldSendToListedIndexesButToItselfById() {
        TestMachine machine = started(0, 2, 5);
        machine.set(GICD_SGIR, 5, 0x0004_0001L);
        assertThat(machine.get(GICD_SPENDSGIR, 5)).isEqualTo(0x20L << 8);
        machine.set(GICD_SGIR, 2, FILTER_SELF | 4);
        assertThat(machine.get(GICD_SPENDSGIR, 5, 1)).isEqualTo(0x04);
        assertThat(machine.get(GICD_SPENDSGIR, 2, 1)).isZero();
    }

    @Test
    void shouldSendNothingByTheReservedFilter() {
        TestMachine machine = started(0, 1);
        machine.set(GICD_SGIR, 0, FILTER_RESERVED | 0x00FF_0001L);
        machine.set(GICD_SGIR, 1, FILTER_OTHERS | 0x0000_0002L);
        assertThat(machine.get(GICD_ISPENDR, 0)).isEqualTo(0x4);
        assertThat(machine.get(GICD_ISPENDR, 1)).isZero();
    }

    /** DEV-12. */
    @ParameterizedTest
    @ValueSource(ints = {0x00C, 0x010, 0x07C, 0xF04, 0xFD0, 0xFE8, 0xFFC, 0x1000, 0x10000, 0x7FFF_FFFC, 0xFFFF_FFFC})
    void shouldAnswerZeroWhereNoRegisterIs(int offset) {
        TestMachine machine = started(0);
        long attribute = AttributeGroup.banked(0, offset);
        int group = AttributeGroup.DISTRIBUTOR_REGISTERS;
        assertThat(machine.device().tryHas(group, attribute)).isEqualTo(Errno.ENXIO);
        assertThat(machine.device().trySet(group, attribute, -1)).isEqualTo(Errno.OK);
        assertThat(machine.device().get(group, attribute)).isZero();
    }

    @Test
    void shouldFindVcpusByIdNotByIndex() {
        TestMachine machine = started(0, 2);
        assertThat(machine.tryGet(GICD_CTLR, 1)).isEqualTo(Errno.EINVAL);
        assertThat(machine.trySet(GICD_CTLR, 1, 0, 1)).isEqualTo(Errno.EINVAL);
        assertThat(machine.tryHas(GICD_CTLR, 1, 0)).isEqualTo(Errno.EINVAL);
        assertThat(machine.tryGet(GICD_CTLR, 2)).isEqualTo(Errno.OK);
    }

    @Test
    void shouldServeTheLargestController() {
        TestMachine machine = bare().withVcpus(0, 1, 2, 3, 4, 5, 6, 7)
                .withDevice()
                .withInterrupts(992)
                .withInit();
        assertThat(machine.get(GICD_TYPER, 7)).isEqualTo(0xFE);
        machine.set(GICD_ISENABLER, 0, 30, 0x8000_0000L);
        assertThat(machine.get(GICD_ICENABLER, 7, 30)).isEqualTo(0x8000_0000L);
        assertThat(machine.tryHas(GICD_ISENABLER, 0, 31)).isEqualTo(Errno.ENXIO);
        machine.set(GICD_ITARGETSR, 0, 247, -1);
        assertThat(machine.get(GICD_ITARGETSR, 0, 247)).isEqualTo(0xFFFF_FFFFL);
    }
}

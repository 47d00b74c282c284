package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.gic4j.api.Errno;
import org.gic4j.api.registers.Its;
import org.gic4j.testkit.its.ItsMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The registers of an ITS through attributes (CONTRACT 5.4, 9.1). */
public abstract class ItsRegisterContract extends ItsContractTest {
    private static final long VALID = 1L << 63;
    private static final long QUIESCENT = 1L << 31;
    private static final long DEVICES_AT_RESET = 0x1907_0000_0000_0600L;
    private static final long COLLECTIONS_AT_RESET = 0x1C07_0000_0000_0600L;

    /** Tests an implementation. */
    protected ItsRegisterContract(Implementation implementation) {
        super(implementation);
    }

    @ParameterizedTest
    @CsvSource({
        "GITS_CTLR, 0, 0x80000000",
        "GITS_IIDR, 0, 0x4b00043b",
        "GITS_TYPER, 0, 0x1ef71",
        "GITS_CBASER, 0, 0x0",
        "GITS_CWRITER, 0, 0x0",
        "GITS_CREADR, 0, 0x0",
        "GITS_BASER, 0, 0x1907000000000600",
        "GITS_BASER, 1, 0x1c07000000000600",
        "GITS_BASER, 2, 0x0",
        "GITS_BASER, 7, 0x0",
        "GITS_PIDR, 0, 0x40",
        "GITS_PIDR, 4, 0x92",
        "GITS_PIDR, 5, 0xb4",
        "GITS_PIDR, 6, 0x3b",
        "GITS_PIDR, 8, 0xd",
        "GITS_PIDR, 11, 0xb1",
    })
    void shouldBeAtResetWhatItIs(Its register, int number, String value) {
        assertThat(Long.toHexString(machine(0).get(register, number))).isEqualTo(value.substring(2));
    }

    @ParameterizedTest
    @CsvSource({
        // Cacheability that cannot be had becomes what can; outer shareable becomes inner shareable.
        "GITS_CBASER, 0, 0xffffffffffffffff, 0xff1fffffffff0fff",
        "GITS_CBASER, 0, 0x0, 0x1800000000000000",
        "GITS_CBASER, 0, 0x800, 0x1800000000000400",
        "GITS_BASER, 0, 0xffffffffffffffff, 0xf907fffffffffeff",
        "GITS_BASER, 1, 0xffffffffffffffff, 0xbc07fffffffffeff",
        "GITS_BASER, 2, 0xffffffffffffffff, 0x0",
        "GITS_BASER, 7, 0xffffffffffffffff, 0x0",
        "GITS_TYPER, 0, 0x0, 0x1ef71",
        "GITS_PIDR, 4, 0x0, 0x92",
    })
    void shouldKeepOfAValueWhatThereIs(Its register, int number, String written, String read) {
        ItsMachine machine = machine(0);
        assertThat(machine.trySet(register, number, Long.parseUnsignedLong(written.substring(2), 16)))
                .isEqualTo(Errno.OK);
        assertThat(Long.toHexString(machine.get(register, number))).isEqualTo(read.substring(2));
    }

    @Test
    void shouldLookAtTheRevisionAlone() {
        ItsMachine machine = machine(0);
        assertThat(machine.trySet(Its.GITS_IIDR, 0, 0xFFFF_0FFFL)).isEqualTo(Errno.OK);
        assertThat(machine.trySet(Its.GITS_IIDR, 0, 0x4B00_143BL)).isEqualTo(Errno.EINVAL);
        assertThat(machine.get(Its.GITS_IIDR, 0)).isEqualTo(0x4B00_043BL);
    }

    @Test
    void shouldBoundTheQueueByItsSize() {
        ItsMachine machine = machine(0);
        machine.set(Its.GITS_CBASER, 0, VALID | ItsMachine.QUEUE | 1);
        assertThat(machine.trySet(Its.GITS_CWRITER, 0, 0x1FFF)).isEqualTo(Errno.OK);
        assertThat(machine.get(Its.GITS_CWRITER, 0)).isEqualTo(0x1FE0);
        assertThat(machine.trySet(Its.GITS_CWRITER, 0, 0x2000)).isEqualTo(Errno.OK);
        assertThat(machine.get(Its.GITS_CWRITER, 0)).isEqualTo(0x1FE0);
        assertThat(machine.trySet(Its.GITS_CREADR, 0, 0x1FFF)).isEqualTo(Errno.OK);
        assertThat(machine.get(Its.GITS_CREADR, 0)).isEqualTo(0x1FE0);
        assertThat(machine.trySet(Its.GITS_CREADR, 0, 0x2000)).isEqualTo(Errno.EINVAL);
        assertThat(machine.trySet(Its.GITS_CREADR, 0, 0xFFF0_0000L)).isEqualTo(Errno.OK);
        assertThat(machine.get(Its.GITS_CREADR, 0)).isZero();
    }

    @Test
    void shouldBeginTheQueueAnewWithItsBase() {
        ItsMachine machine = machine(0).placed();
        machine.set(Its.GITS_CWRITER, 0, 0x40);
        machine.set(Its.GITS_CREADR, 0, 0x20);
        assertThat(machine.get(Its.GITS_CTLR, 0)).isZero();
        machine.set(Its.GITS_CBASER, 0, VALID | ItsMachine.QUEUE);
        assertThat(machine.get(Its.GITS_CWRITER, 0)).isZero();
        assertThat(machine.get(Its.GITS_CREADR, 0)).isZero();
        assertThat(machine.get(Its.GITS_CTLR, 0)).isEqualTo(QUIESCENT);
    }

    @ParameterizedTest
    @CsvSource({"GITS_CBASER, 0", "GITS_BASER, 0", "GITS_BASER, 1"})
    void shouldNotBeEnabledWithoutQueueOrTables(Its missing, int number) {
        ItsMachine machine = machine(0).placed();
        machine.set(missing, number, 0);
        machine.set(Its.GITS_CTLR, 0, 1);
        assertThat(machine.get(Its.GITS_CTLR, 0)).isEqualTo(QUIESCENT);
    }

    @Test
    void shouldKeepQueueAndTablesWhileItIsEnabled() {
        ItsMachine machine = startedIts(0);
        long queue = machine.get(Its.GITS_CBASER, 0);
        long devices = machine.get(Its.GITS_BASER, 0);
        long collections = machine.get(Its.GITS_BASER, 1);
        machine.set(Its.GITS_CBASER, 0, 0);
        machine.set(Its.GITS_BASER, 0, 0);
        machine.set(Its.GITS_BASER, 1, 0);
        assertThat(machine.trySet(Its.GITS_CREADR, 0, 0x20)).isEqualTo(Errno.EBUSY);
        assertThat(machine.get(Its.GITS_CBASER, 0)).isEqualTo(queue);
        assertThat(machine.get(Its.GITS_BASER, 0)).isEqualTo(devices);
        assertThat(machine.get(Its.GITS_BASER, 1)).isEqualTo(collections);
        assertThat(machine.get(Its.GITS_CTLR, 0)).isEqualTo(QUIESCENT | 1);
    }

    @Test
    void shouldLoseAllButAddressesByReset() {
        ItsMachine machine = startedIts(0);
        machine.mapDevice(1);
        assertThat(machine.reset()).isEqualTo(Errno.OK);
        assertThat(machine.get(Its.GITS_CTLR, 0)).isEqualTo(QUIESCENT);
        assertThat(machine.get(Its.GITS_CBASER, 0)).isZero();
        assertThat(machine.get(Its.GITS_CWRITER, 0)).isZero();
        assertThat(machine.get(Its.GITS_CREADR, 0)).isZero();
        assertThat(machine.get(Its.GITS_BASER, 0) & ~DEVICES_AT_RESET).isEqualTo(ItsMachine.DEVICES);
        assertThat(machine.get(Its.GITS_BASER, 1) & ~COLLECTIONS_AT_RESET).isEqualTo(ItsMachine.COLLECTIONS);
    }
}

package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.testkit.its.ItsMachine.QUEUE;
import static org.gic4j.testkit.its.ItsMachine.QUEUE_SIZE;

import org.gic4j.api.Errno;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.registers.Its;
import org.gic4j.testkit.its.ItsMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands, as pending tables and translation tables in guest memory show what they did (CONTRACT 9.2, 9.4). */
public abstract class ItsCommandContract extends ItsContractTest {
    private static final int DEVICE = 3;
    private static final int EVENT = 4;
    private static final int LPI = 8200;
    private static final int DELIVERED = 1;
    private static final int DROPPED = 0;

    /** Tests an implementation. */
    protected ItsCommandContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldExecuteCommandsInsideTheWriteAndPassOverWhatItDoesNotKnow() {
        ItsMachine machine = startedIts(0);
        machine.execute(new ItsCommand(0xEE, -1, -1, -1), ItsCommand.sync(), ItsCommand.mapCollection(0, 0));
        assertThat(machine.get(Its.GITS_CREADR, 0)).isEqualTo(0x60);
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
        assertThat(machine.memory().readLong(ItsMachine.COLLECTIONS)).isEqualTo(1L << 63);
    }

    @Test
    void shouldExecuteNothingWhileItIsDisabled() {
        ItsMachine machine = startedIts(0);
        machine.set(Its.GITS_CTLR, 0, 0);
        machine.execute(ItsCommand.mapCollection(0, 0));
        assertThat(machine.get(Its.GITS_CREADR, 0)).isZero();
        assertThat(machine.get(Its.GITS_CTLR, 0)).isZero();
        machine.set(Its.GITS_CTLR, 0, 1);
        assertThat(machine.get(Its.GITS_CREADR, 0)).isEqualTo(0x20);
    }

    @Test
    void shouldGoAroundTheEndOfTheQueue() {
        ItsMachine machine = mapped();
        int commands = QUEUE_SIZE / ItsCommand.SIZE;
        for (int i = 0; i < commands; i++) {
            machine.execute(ItsCommand.sync());
        }
        machine.execute(ItsCommand.ofEvent(ItsCommand.INT, DEVICE, EVENT));
        assertThat(pendingAt(machine, 0)).isTrue();
    }

    @Test
    void shouldPassOverACommandThatIsNotInMemory() {
        ItsMachine machine = startedIts(0);
        machine.set(Its.GITS_CTLR, 0, 0);
        machine.set(Its.GITS_CBASER, 0, 1L << 63 | QUEUE + ItsMachine.RAM_SIZE);
        machine.set(Its.GITS_CTLR, 0, 1);
        machine.set(Its.GITS_CWRITER, 0, 0x60);
        assertThat(machine.get(Its.GITS_CREADR, 0)).isEqualTo(0x60);
    }

    @Test
    void shouldMakePendingAndNotPending() {
        ItsMachine machine = mapped();
        machine.execute(ItsCommand.ofEvent(ItsCommand.INT, DEVICE, EVENT));
        assertThat(pendingAt(machine, 0)).isTrue();
        machine.execute(ItsCommand.ofEvent(ItsCommand.CLEAR, DEVICE, EVENT));
        assertThat(pendingAt(machine, 0)).isFalse();
    }

    @Test
    void shouldTakeThePendingBitWhenAnEventIsMapped() {
        ItsMachine machine = startedIts(0);
        machine.setPendingInTable(0, LPI);
        map(machine);
        assertThat(machine.isPendingInTable(0, LPI)).isFalse();
        assertThat(pendingAt(machine, 0)).isTrue();
    }

    @Test
    void shouldKeepWhatIsPendingElsewhereWhenAVcpuBeginsToTakeLpis() {
        ItsMachine machine = mapped();
        machine.enableLpis(1, false);
        machine.signal(DEVICE, EVENT);
        machine.enableLpis(1, true);
        assertThat(pendingAt(machine, 0)).isTrue();
    }

    @Test
    void shouldMoveAnEventToAnotherCollection() {
        ItsMachine machine = mapped();
        machine.signal(DEVICE, EVENT);
        machine.execute(ItsCommand.move(DEVICE, EVENT, 1));
        assertThat(machine.savePendingTables()).isEqualTo(Errno.OK);
        assertThat(machine.isPendingInTable(0, LPI)).isFalse();
        assertThat(machine.isPendingInTable(1, LPI)).isTrue();
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
        assertThat(entry(machine) & 0xFFFF).isEqualTo(1);
    }

    @Test
    void shouldMoveACollectionToAnotherVcpu() {
        ItsMachine machine = mapped();
        machine.signal(DEVICE, EVENT);
        machine.execute(ItsCommand.mapCollection(0, 1));
        assertThat(pendingAt(machine, 1)).isTrue();
    }

    @Test
    void shouldMoveTheLpisOfOneVcpuToAnother() {
        ItsMachine machine = mapped();
        machine.signal(DEVICE, EVENT);
        machine.execute(ItsCommand.moveAll(0, 1));
        assertThat(pendingAt(machine, 1)).isTrue();
    }

    @Test
    void shouldNotMoveLpisOfAThirdVcpu() {
        ItsMachine machine = startedIts(0, 1, 2);
        map(machine);
        machine.signal(DEVICE, EVENT);
        machine.execute(ItsCommand.moveAll(1, 2));
        assertThat(pendingAt(machine, 0)).isTrue();
        assertThat(machine.isPendingInTable(2, LPI)).isFalse();
    }

    @Test
    void shouldNotMapAnEventWhoseEntryIsNotInMemory() {
        ItsMachine machine = mapped();
        machine.execute(
                ItsCommand.mapDevice(DEVICE + 1, 5, ItsMachine.RAM + ItsMachine.RAM_SIZE),
                ItsCommand.mapEvent(DEVICE + 1, 0, LPI + 1, 0));
        assertThat(machine.signal(DEVICE + 1, 0)).isEqualTo(DROPPED);
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
    }

    @Test
    void shouldKeepWhatIsMapped() {
        ItsMachine machine = mapped();
        machine.execute(ItsCommand.mapEvent(DEVICE, EVENT, LPI + 5, 1));
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
        assertThat(entry(machine)).isEqualTo((long) LPI << 16);
    }

    @Test
    void shouldMapAnEventToTheLpiOfTheSameNumber() {
        ItsMachine machine = startedIts(0);
        machine.execute(
                ItsCommand.mapCollection(0, 0),
                ItsCommand.mapDevice(DEVICE, 16, ItsMachine.TRANSLATION),
                ItsCommand.mapEvent(DEVICE, LPI, 0));
        assertThat(machine.signal(DEVICE, LPI)).isEqualTo(DELIVERED);
        assertThat(pendingAt(machine, 0)).isTrue();
    }

    @Test
    void shouldForgetAnEventAndClearItsEntryAtOnce() {
        ItsMachine machine = mapped();
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
        assertThat(entry(machine)).isNotZero();
        machine.execute(ItsCommand.ofEvent(ItsCommand.DISCARD, DEVICE, EVENT));
        assertThat(entry(machine)).isZero();
        assertThat(machine.signal(DEVICE, EVENT)).isEqualTo(DROPPED);
    }

    @Test
    void shouldForgetADeviceAndClearItsEntryAtOnce() {
        ItsMachine machine = mapped();
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
        machine.execute(ItsCommand.unmapDevice(DEVICE));
        assertThat(machine.memory().readLong(ItsMachine.DEVICES + DEVICE * 8)).isZero();
        assertThat(entry(machine)).isNotZero();
        assertThat(machine.signal(DEVICE, EVENT)).isEqualTo(DROPPED);
    }

    @ParameterizedTest
    // The table has 64 KiB; ids have 16 bits.
    @ValueSource(ints = {0x2000, 0xFFFF, 0x1_0000, -1})
    void shouldNotMapADeviceThatTheTableHasNoRoomFor(int device) {
        ItsMachine machine = mapped();
        machine.execute(
                ItsCommand.mapDevice(device, 5, ItsMachine.TRANSLATION), ItsCommand.mapEvent(device, 0, LPI + 1, 0));
        assertThat(machine.signal(device, 0)).isEqualTo(DROPPED);
    }

    @Test
    void shouldNotMapADeviceOfMoreEventsThanThereAre() {
        ItsMachine machine = mapped();
        machine.execute(ItsCommand.mapDevice(DEVICE + 1, 17, ItsMachine.TRANSLATION));
        machine.execute(ItsCommand.mapEvent(DEVICE + 1, 0, LPI + 1, 0));
        assertThat(machine.signal(DEVICE + 1, 0)).isEqualTo(DROPPED);
    }

    @Test
    void shouldNotMapAnEventBeyondItsDevice() {
        ItsMachine machine = mapped();
        machine.execute(ItsCommand.mapEvent(DEVICE, 32, LPI + 1, 0));
        assertThat(machine.signal(DEVICE, 32)).isEqualTo(DROPPED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1023, 8191, 0x1_0000, -1})
    void shouldNotMapAnEventToWhatIsNoLpi(int intid) {
        ItsMachine machine = mapped();
        machine.execute(ItsCommand.mapEvent(DEVICE, 1, intid, 0));
        assertThat(machine.signal(DEVICE, 1)).isEqualTo(DROPPED);
    }

    @Test
    void shouldNotMapACollectionToAVcpuThatDoesNotExist() {
        ItsMachine machine = startedIts(0, 5);
        machine.execute(
                ItsCommand.mapCollection(0, 5), ItsCommand.mapCollection(1, 1), ItsCommand.mapCollection(2, -1));
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
        assertThat(machine.memory().readLong(ItsMachine.COLLECTIONS)).isEqualTo(1L << 63 | 5 << 16);
        assertThat(machine.memory().readLong(ItsMachine.COLLECTIONS + 8)).isZero();
    }

    @Test
    void shouldCreateAnUnknownCollectionUnmapped() {
        ItsMachine machine = startedIts(0);
        machine.mapDevice(DEVICE);
        machine.execute(ItsCommand.mapEvent(DEVICE, EVENT, LPI, 9));
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
        assertThat(machine.memory().readLong(ItsMachine.COLLECTIONS)).isEqualTo(1L << 63 | 0xFFFF_FFFFL << 16 | 9);
        assertThat(machine.savePendingTables()).isEqualTo(Errno.OK);
    }

    /** Event 4 of device 3 goes to collection 0 and vCPU 0; collection 1 to vCPU 1. */
    private ItsMachine mapped() {
        ItsMachine machine = startedIts(0, 1);
        machine.execute(ItsCommand.mapCollection(1, 1));
        map(machine);
        return machine;
    }

    private static void map(ItsMachine machine) {
        machine.execute(ItsCommand.mapCollection(0, 0));
        machine.mapDevice(DEVICE);
        machine.execute(ItsCommand.mapEvent(DEVICE, EVENT, LPI, 0));
    }

    private static boolean pendingAt(ItsMachine machine, int vcpuIndex) {
        assertThat(machine.savePendingTables()).isEqualTo(Errno.OK);
        return machine.isPendingInTable(vcpuIndex, LPI);
    }

    private static long entry(ItsMachine machine) {
        return machine.memory().readLong(ItsMachine.translationTable(DEVICE) + EVENT * 8);
    }
}

package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeException;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.registers.Its;
import org.gic4j.testkit.its.ItsMachine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Events whose collection is gone: their entries cannot be saved, and kernels crash where they try (CONTRACT 9.3). So
 * SAVE_TABLES answers EINVAL, and whoever drives a kernel does not ask it.
 */
public abstract class LostCollectionContract extends ItsContractTest {
    private static final int DEVICE = 2;
    private static final int OTHER_DEVICE = 9;
    private static final int COLLECTION = 1;
    private static final int OTHER_COLLECTION = 7;
    private static final int LPI = 8192;

    /** Tests an implementation. */
    protected LostCollectionContract(Implementation implementation) {
        super(implementation);
    }

    @BeforeEach
    final void requireThatItIsSafe() {
        requires(Feature.LOST_COLLECTIONS);
    }

    @Test
    void shouldNotSaveAnEventWhoseCollectionWasUnmapped() {
        ItsMachine machine = withTwoDevices();
        machine.execute(ItsCommand.unmapCollection(COLLECTION));

        assertThatExceptionOfType(AttributeException.class)
                .isThrownBy(() ->
                        machine.its().set(AttributeGroup.CONTROL, AttributeGroup.CONTROL_ITS_SAVE_TABLES, 0))
                .withMessageContaining("the collection of a mapped event was unmapped")
                .withMessageContaining("reset the ITS")
                .satisfies(refused -> assertThat(refused.errno()).isEqualTo(Errno.EINVAL));
        assertThat(machine.memory().readLong(ItsMachine.DEVICES + DEVICE * 8)).isZero();
        assertThat(machine.memory().readLong(ItsMachine.COLLECTIONS)).isZero();
    }

    @Test
    void shouldNotSaveItThoughTheCollectionIsMappedAgain() {
        ItsMachine machine = withTwoDevices();
        machine.execute(ItsCommand.unmapCollection(COLLECTION), ItsCommand.mapCollection(COLLECTION, 0));
        assertThat(machine.saveTables()).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldNotSaveItAfterADiscardWhichDoesNotReachIt() {
        ItsMachine machine = withTwoDevices();
        machine.execute(
                ItsCommand.unmapCollection(COLLECTION), ItsCommand.ofEvent(ItsCommand.DISCARD, DEVICE, 0));
        assertThat(machine.saveTables()).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldNotSaveAnEventThatWasMovedToTheCollection() {
        ItsMachine machine = withTwoDevices();
        machine.execute(
                ItsCommand.move(OTHER_DEVICE, 1, COLLECTION),
                ItsCommand.unmapDevice(DEVICE),
                ItsCommand.unmapCollection(COLLECTION));
        assertThat(machine.saveTables()).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldSaveOnceTheDeviceIsUnmapped() {
        ItsMachine machine = withTwoDevices();
        machine.execute(ItsCommand.unmapCollection(COLLECTION), ItsCommand.unmapDevice(DEVICE));
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
    }

    @Test
    void shouldSaveOnceTheDeviceIsMappedAgain() {
        ItsMachine machine = withTwoDevices();
        machine.execute(ItsCommand.unmapCollection(COLLECTION));
        machine.mapDevice(DEVICE);
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
    }

    @Test
    void shouldSaveAfterACollectionWithoutEventsWasUnmapped() {
        ItsMachine machine = withTwoDevices();
        machine.execute(
                ItsCommand.ofEvent(ItsCommand.DISCARD, DEVICE, 0), ItsCommand.unmapCollection(COLLECTION));
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
    }

    @Test
    void shouldNotSaveAfterARestoreOfWhatIsMappedHasFailed() {
        ItsMachine machine = withTwoDevices();
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
        assertThat(machine.restoreTables()).isEqualTo(Errno.EEXIST);

        assertThat(machine.saveTables()).isEqualTo(Errno.EINVAL);
        assertThat(machine.reset()).isEqualTo(Errno.OK);
        machine.placed();
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
    }

    @Test
    void shouldNotSaveRestoredEventsAfterASecondRestoreHasFailed() {
        ItsMachine machine = withTwoDevices();
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
        assertThat(machine.reset()).isEqualTo(Errno.OK);
        machine.placed();
        assertThat(machine.restoreTables()).isEqualTo(Errno.OK);
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
        assertThat(machine.restoreTables()).isEqualTo(Errno.EEXIST);
        assertThat(machine.saveTables()).isEqualTo(Errno.EINVAL);
    }

    @Test
    void shouldSaveAfterARestoreOfNothingMappedHasFailed() {
        ItsMachine machine = withTwoDevices();
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
        assertThat(machine.reset()).isEqualTo(Errno.OK);
        machine.placed();
        machine.memory().writeLong(ItsMachine.COLLECTIONS + 8, machine.memory().readLong(ItsMachine.COLLECTIONS));
        assertThat(machine.restoreTables()).isEqualTo(Errno.EEXIST);
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
    }

    @Test
    void shouldNotSaveAfterTheCollectionTableWasTakenAway() {
        ItsMachine machine = withTwoDevices();
        machine.set(Its.GITS_CTLR, 0, 0);
        machine.set(Its.GITS_BASER, 1, 0);
        assertThat(machine.saveTables()).isEqualTo(Errno.EINVAL);
        machine.placed();
        assertThat(machine.saveTables()).isEqualTo(Errno.EINVAL);
        machine.set(Its.GITS_BASER, 0, 0);
        machine.placed();
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
    }

    @Test
    void shouldSaveWhereTheCollectionTableCouldNotBeTakenAway() {
        ItsMachine machine = withTwoDevices();
        machine.set(Its.GITS_BASER, 1, 0);
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
    }

    /** Device 2 with an event in collection 1, device 9 with one in collection 7. */
    private ItsMachine withTwoDevices() {
        ItsMachine machine = startedIts(0, 1);
        machine.execute(
                ItsCommand.mapCollection(COLLECTION, 0), ItsCommand.mapCollection(OTHER_COLLECTION, 1));
        machine.mapDevice(DEVICE);
        machine.mapDevice(OTHER_DEVICE);
        machine.execute(
                ItsCommand.mapEvent(DEVICE, 0, LPI, COLLECTION),
                ItsCommand.mapEvent(OTHER_DEVICE, 1, LPI + 8, OTHER_COLLECTION));
        return machine;
    }
}

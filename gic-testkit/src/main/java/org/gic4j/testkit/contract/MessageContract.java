package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.device.DeviceType;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.registers.Its;
import org.gic4j.testkit.its.ItsMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices' messages (CONTRACT 8). */
public abstract class MessageContract extends ItsContractTest {
    private static final int VALID_DEVICE_ID = 1;
    private static final int DELIVERED = 1;
    private static final int DROPPED = 0;
    private static final int DEVICE = 3;
    private static final int EVENT = 4;
    private static final int LPI = 8200;

    /** Tests an implementation. */
    protected MessageContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldRefuseAMessageWithoutInterruptController() {
        TestMachine machine = bare();
        assertThat(machine.vm().trySignalMsi(ItsMachine.DOORBELL, 0, VALID_DEVICE_ID, 0)).isEqualTo(-Errno.EINVAL);
        machine.vm()
                .createDevice(DeviceType.ITS)
                .set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_ITS, ItsMachine.ITS);
        assertThat(machine.vm().trySignalMsi(ItsMachine.DOORBELL, 0, VALID_DEVICE_ID, 0)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void shouldMissAnIts() {
        TestMachine machine = started(0);
        assertThat(machine.vm().trySignalMsi(ItsMachine.DOORBELL, 0, VALID_DEVICE_ID, 0)).isEqualTo(-Errno.ENODEV);
        assertThat(machine.vm().trySignalMsi(ItsMachine.DOORBELL, 0, 2, 0)).isEqualTo(-Errno.EINVAL);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, ItsMachine.ITS - 1, ItsMachine.ITS + 0x2_0000, -2})
    void shouldMissAnItsAtAnAddress(long address) {
        ItsMachine machine = mapped();
        assertThat(machine.vm().trySignalMsi(address, EVENT, VALID_DEVICE_ID, DEVICE)).isEqualTo(-Errno.EINVAL);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0x40, 0x1_0040, 0x1_FFFF})
    void shouldTakeAMessageAnywhereInItsFrames(long offset) {
        ItsMachine machine = mapped();
        assertThat(machine.vm().trySignalMsi(ItsMachine.ITS + offset, EVENT, VALID_DEVICE_ID, DEVICE))
                .isEqualTo(DELIVERED);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 0x8000_0000, -1})
    void shouldRefuseUnknownFlags(int flags) {
        assertThat(mapped().vm().trySignalMsi(ItsMachine.DOORBELL, EVENT, flags, DEVICE)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void shouldNeedADeviceIdUntilATranslationIsRemembered() {
        ItsMachine machine = mapped();
        assertThat(machine.vm().trySignalMsi(ItsMachine.DOORBELL, EVENT, 0, DEVICE)).isEqualTo(-Errno.EINVAL);
        assertThat(machine.signal(DEVICE, EVENT)).isEqualTo(DELIVERED);
        assertThat(machine.vm().trySignalMsi(ItsMachine.DOORBELL, EVENT, 0, DEVICE)).isEqualTo(DELIVERED);
        machine.execute(ItsCommand.ofEvent(ItsCommand.DISCARD, DEVICE, EVENT + 1));
        assertThat(machine.vm().trySignalMsi(ItsMachine.DOORBELL, EVENT, 0, DEVICE)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void shouldDropWhatIsNotMapped() {
        ItsMachine machine = mapped();
        machine.execute(ItsCommand.mapEvent(DEVICE, 7, LPI + 7, 9));
        assertThat(machine.signal(DEVICE, EVENT + 2)).isEqualTo(DROPPED);
        assertThat(machine.signal(DEVICE + 1, EVENT)).isEqualTo(DROPPED);
        assertThat(machine.signal(DEVICE, 7)).as("an event whose collection is not mapped").isEqualTo(DROPPED);
        assertThat(machine.signal(-1, -1)).isEqualTo(DROPPED);
    }

    @Test
    void shouldBeBusyWhileTheItsIsDisabled() {
        ItsMachine machine = mapped();
        machine.set(Its.GITS_CTLR, 0, 0);
        assertThat(machine.signal(DEVICE, EVENT)).isEqualTo(-Errno.EBUSY);
        assertThat(machine.signal(DEVICE, EVENT + 2)).isEqualTo(-Errno.EBUSY);
        machine.set(Its.GITS_CTLR, 0, 1);
        assertThat(machine.signal(DEVICE, EVENT)).isEqualTo(DELIVERED);
    }

    @Test
    void shouldBeBusyWhileTheTargetTakesNoLpis() {
        ItsMachine machine = mapped();
        assertThat(machine.signal(DEVICE, EVENT)).isEqualTo(DELIVERED);
        machine.enableLpis(1, false);
        assertThat(machine.signal(DEVICE, EVENT)).isEqualTo(-Errno.EBUSY);
        assertThat(machine.signal(DEVICE, EVENT + 1)).as("of the other vCPU").isEqualTo(DELIVERED);
    }

    @Test
    void shouldReachTheItsThatTheAddressNames() {
        ItsMachine machine = mapped();
        long elsewhere = 0x0900_0000L;
        machine.vm()
                .createDevice(DeviceType.ITS)
                .set(AttributeGroup.ADDRESS, AttributeGroup.ADDRESS_ITS, elsewhere);
        assertThat(machine.vm().trySignalMsi(elsewhere + 0x1_0040, EVENT, VALID_DEVICE_ID, DEVICE))
                .isEqualTo(-Errno.EBUSY);
        assertThat(machine.signal(DEVICE, EVENT)).isEqualTo(DELIVERED);
    }

    /** Event 4 goes to vCPU 1, event 5 to vCPU 0. */
    private ItsMachine mapped() {
        ItsMachine machine = startedIts(0, 1);
        machine.mapDevice(DEVICE);
        machine.execute(
                ItsCommand.mapCollection(0, 0),
                ItsCommand.mapCollection(1, 1),
                ItsCommand.mapEvent(DEVICE, EVENT, LPI, 1),
                ItsCommand.mapEvent(DEVICE, EVENT + 1, LPI + 1, 0));
        return machine;
    }
}

package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.Arena;
import org.gic4j.api.Errno;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.Difference;
import org.gic4j.api.snapshot.ItsMappings;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.testkit.its.ItsMachine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshots that carry the tables of ITSs and LPIs: where guest memory is not what it was. */
public abstract class WholeSnapshotContract extends ItsContractTest {
    private static final int DEVICE = 1;
    private static final int LPI = ItsMachine.FIRST_LPI;
    private static final long PAGE = 4096;

    /** Tests an implementation. */
    protected WholeSnapshotContract(Implementation implementation) {
        super(implementation);
    }

    @BeforeEach
    final void requireSnapshots() {
        requires(Feature.SNAPSHOTS);
    }

    @Test
    void shouldRestoreWhereGuestMemoryIsEmpty() {
        Snapshot whole = Snapshots.saveWhole(withAPendingLpi().vm());
        try (Arena arena = Arena.ofShared();
                VirtualMachine other = fresh(whole, arena)) {
            assertThat(Snapshots.restore(other, whole)).isEmpty();

            ItsMachine restored = ItsMachine.of(other);
            assertThat(Difference.between(whole.state(), Snapshots.save(other).state())).isEmpty();
            assertThat(Snapshots.mappings(whole.state(), other.memory())).containsExactly(new ItsMappings(1, 2, 2, 2));
            assertThat(restored.isPendingInTable(0, LPI)).isFalse();
            assertThat(restored.isPendingInTable(1, LPI + 1)).isTrue();
            assertThat(restored.signal(DEVICE, 0)).isEqualTo(1);
            assertThat(restored.savePendingTables()).isEqualTo(Errno.OK);
            assertThat(restored.isPendingInTable(0, LPI)).isTrue();
        }
    }

    @Test
    void shouldCarryWhatIsUsedOfTables() {
        assertThat(Snapshots.saveWhole(withAPendingLpi().vm()).memory())
                .extracting(MemoryBlock::address)
                .containsExactly(
                        ItsMachine.DEVICES,
                        ItsMachine.COLLECTIONS,
                        ItsMachine.CONFIGURATION,
                        pendingPage(0),
                        pendingPage(1),
                        ItsMachine.translationTable(DEVICE));
    }

    @Test
    void shouldChangeNothingWhereTheReadPositionIsBeyondTheQueue() {
        Snapshot whole = Snapshots.saveWhole(withAPendingLpi().vm());
        ItsState behind = whole.state().translationServices().getFirst().toBuilder()
                .value(Its.GITS_CREADR, 0, ItsMachine.QUEUE_SIZE)
                .build();
        Snapshot torn = whole.withState(whole.state().toBuilder()
                .withoutTranslationServices()
                .translationService(behind)
                .build());
        try (Arena arena = Arena.ofShared();
                VirtualMachine other = fresh(whole, arena)) {
            Snapshot before = Snapshots.save(other);

            assertThatExceptionOfType(SnapshotException.class)
                    .isThrownBy(() -> Snapshots.restore(other, torn))
                    .withMessageContaining("ITS 0: GITS_CREADR is 0x1000, beyond the end of its queue of 0x1000 bytes");

            assertThat(Snapshots.save(other).state()).isEqualTo(before.state());
            assertThat(other.memory().readLong(ItsMachine.COLLECTIONS)).isZero();
        }
    }

    private ItsMachine withAPendingLpi() {
        ItsMachine machine = startedIts(0, 1);
        machine.configure(LPI, 0xA0, true);
        machine.configure(LPI + 1, 0xA0, true);
        machine.mapDevice(DEVICE);
        machine.execute(
                ItsCommand.mapCollection(0, 0),
                ItsCommand.mapCollection(1, 1),
                ItsCommand.mapEvent(DEVICE, 0, LPI, 0),
                ItsCommand.mapEvent(DEVICE, 1, LPI + 1, 1));
        assertThat(machine.signal(DEVICE, 1)).isEqualTo(1);
        return machine;
    }

    private VirtualMachine fresh(Snapshot snapshot, Arena arena) {
        VirtualMachine vm = backend().createVirtualMachine(Snapshots.configurationFor(snapshot));
        vm.memory().map(ItsMachine.RAM, arena.allocate(ItsMachine.RAM_SIZE, PAGE));
        Snapshots.prepare(vm, snapshot);
        return vm;
    }

    private static long pendingPage(int vcpu) {
        return ItsMachine.pendingTable(vcpu) + LPI / Byte.SIZE & -PAGE;
    }
}

package org.gic4j.emulated.its;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.Difference;
import org.gic4j.api.snapshot.ItsMappings;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.Snapshots;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a restore checks of an ITS's registers, queue and tables before it changes anything. */
class PlausibleTablesTest {
    private static final int LPI = 8200;

    private final ItsGuest guest = new ItsGuest(2);

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void shouldRefuseToReadCommandsBeyondTheQueue() {
        mapAnEvent();

        refused(with(its -> its.value(Its.GITS_CREADR, 0, ItsGuest.QUEUE_SIZE)), "ITS 0: GITS_CREADR is 0x10000");
    }

    @Test
    void shouldRefuseToWriteCommandsBeyondTheQueue() {
        mapAnEvent();

        refused(with(its -> its.value(Its.GITS_CWRITER, 0, 0xF_F000)), "ITS 0: GITS_CWRITER is 0xff000");
    }

    @Test
    void shouldRefuseTablesThatWereNotWritten() {
        mapAnEvent();
        Snapshot saved = Snapshots.save(guest.vm);
        guest.memory.writeLong(ItsGuest.COLLECTIONS, 0);
        guest.memory.writeLong(ItsGuest.ITT + 2 * 0x1_0000L, 0);

        refused(saved, "ITS 0: the collection table at 0x40090000 (GITS_BASER1) is empty");
    }

    @Test
    void shouldRefuseMemoryThatIsNotTheGuests() {
        mapAnEvent();
        Snapshot saved = Snapshots.save(guest.vm);
        for (long at = 0; at < 0x10_0000; at += Long.BYTES) {
            guest.memory.writeLong(ItsGuest.RAM + at, 0);
        }

        refused(saved, "ITS 0: the collection table at 0x40090000 (GITS_BASER1) is empty");
    }

    @Test
    void shouldRestoreAnItsThatHasTakenNoCommand() {
        assertThat(Snapshots.restore(guest.vm, Snapshots.save(guest.vm)))
                .extracting(Note::id)
                .containsExactly("its-no-devices");
    }

    @Test
    void shouldRestoreAnItsWhoseGuestUnmappedWhatItHad() {
        mapAnEvent();
        guest.command(ItsCommand.unmapDevice(2));
        guest.command(ItsCommand.unmapCollection(0));
        Snapshot saved = Snapshots.save(guest.vm);

        Snapshots.restore(guest.vm, saved);

        assertThat(Difference.between(saved.state(), Snapshots.save(guest.vm).state())).isEmpty();
    }

    @Test
    void shouldTakeAnEmptyTableThatWasSavedWithTheRegistersAsItIs() {
        mapAnEvent();
        guest.command(ItsCommand.unmapDevice(2));
        guest.command(ItsCommand.unmapCollection(0));
        Snapshot whole = Snapshots.saveWhole(guest.vm);
        try (Arena arena = Arena.ofShared();
                VirtualMachine other = another(whole, arena)) {
            assertThat(Snapshots.restore(other, whole)).extracting(Note::id).containsExactly("its-tables-empty");
        }
    }

    @Test
    void shouldRefuseWhereTheQueueOfCommandsThatWereNotReadIsMissing() {
        mapAnEvent();
        Snapshot saved = with(its -> its.value(Its.GITS_CREADR, 0, 0)
                .value(Its.GITS_CBASER, 0, ItsGuest.VALID | 0x7000_0000L | 0xF));

        refused(saved, "ITS 0: the queue with the commands that were not read is not in guest memory at 0x70000000");
    }

    @Test
    void shouldCarryCommandsThatWereNotRead() {
        mapAnEvent();
        guest.access.write(0, ItsGuest.ITS, 4, 0);
        guest.command(ItsCommand.mapEvent(2, 1, LPI + 1, 0));
        Snapshot whole = Snapshots.saveWhole(guest.vm);
        try (Arena arena = Arena.ofShared();
                VirtualMachine other = another(whole, arena)) {
            Snapshots.restore(other, whole);
            other.facet(org.gic4j.api.guest.GuestAccess.class).orElseThrow().write(0, ItsGuest.ITS, 4, 1);

            assertThat(other.trySignalMsi(ItsGuest.DOORBELL, 1, 1, 2)).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseBlocksThatOverlap() {
        mapAnEvent();
        Snapshot whole = Snapshots.saveWhole(guest.vm);
        MemoryBlock twice = new MemoryBlock(ItsGuest.COLLECTIONS + 8, new byte[8]);

        refused(
                whole.withMemory(Stream.concat(whole.memory().stream(), Stream.of(twice)).toList()),
                "8 bytes at 0x40090008, which overlap");
    }

    @Test
    void shouldCountWhatIsMapped() {
        mapAnEvent();
        guest.map(2, 1, LPI, 0);
        Snapshot saved = Snapshots.save(guest.vm);

        assertThat(Snapshots.mappings(saved.state(), guest.memory)).isEqualTo(List.of(new ItsMappings(1, 2, 1, 1)));
    }

    private void mapAnEvent() {
        guest.configure(LPI, 0xA0, true);
        guest.mapDevice(2, 5);
        guest.mapCollection(0, 0);
        guest.map(2, 0, LPI, 0);
    }

    private Snapshot with(Consumer<ItsState.Builder> change) {
        Snapshot saved = Snapshots.save(guest.vm);
        ItsState.Builder its = saved.state().translationServices().getFirst().toBuilder();
        change.accept(its);
        return saved.withState(saved.state().toBuilder()
                .withoutTranslationServices()
                .translationService(its.build())
                .build());
    }

    private static VirtualMachine another(Snapshot snapshot, Arena arena) {
        VirtualMachine other = new org.gic4j.emulated.EmulatedBackend()
                .createVirtualMachine(Snapshots.configurationFor(snapshot));
        other.memory().map(ItsGuest.RAM, arena.allocate(ItsGuest.RAM_SIZE, 4096));
        Snapshots.prepare(other, snapshot);
        return other;
    }

    /** On a machine with the same memory, which nothing is changed of. */
    private void refused(Snapshot snapshot, String why) {
        try (Arena arena = Arena.ofShared();
                VirtualMachine other = another(snapshot, arena)) {
            MemorySegment ram = other.memory().regions().getFirst().segment();
            MemorySegment.copy(guest.memory.regions().getFirst().segment(), 0, ram, 0, ItsGuest.RAM_SIZE);
            Snapshot before = Snapshots.save(other);

            assertThatThrownBy(() -> Snapshots.restore(other, snapshot))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageContaining(why);
            assertThat(Snapshots.save(other).state()).isEqualTo(before.state());
            assertThat(ram.mismatch(guest.memory.regions().getFirst().segment())).isEqualTo(-1);
        }
    }
}

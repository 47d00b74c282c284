package org.gic4j.emulated.its;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.gic4j.api.GicProfile;
import org.gic4j.api.VirtualMachine;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.its.TableEntry;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Gicv3Redistributor;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.Difference;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.Snapshots;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A snapshot with an ITS, restored where guest memory is not what it was. */
class WholeSnapshotTest {
    private static final int LPI = 8200;

    private final ItsGuest guest = new ItsGuest(2);

    @BeforeEach
    void map() {
        guest.configure(LPI, 0xA0, true);
        guest.configure(LPI + 1, 0xA0, true);
        guest.mapDevice(2, 5);
        guest.mapDevice(7, 3);
        guest.mapCollection(0, 0);
        guest.mapCollection(1, 1);
        guest.map(2, 0, LPI, 0);
        guest.map(7, 3, LPI + 1, 1);
        assertThat(guest.signal(7, 3)).isEqualTo(1);
    }

    @AfterEach
    void close() {
        guest.close();
    }

    @Test
    void shouldDeliverInAnotherMachineWhatWasPending() {
        Snapshot saved = Snapshots.saveWhole(guest.vm);
        try (Arena arena = Arena.ofShared();
                VirtualMachine other = new org.gic4j.emulated.EmulatedBackend()
                        .createVirtualMachine(Snapshots.configurationFor(saved))) {
            other.memory().map(ItsGuest.RAM, arena.allocate(ItsGuest.RAM_SIZE, 4096));
            Snapshots.prepare(other, saved);
            assertThat(Snapshots.restore(other, saved)).isEmpty();

            assertThat(Difference.between(saved.state(), Snapshots.save(other).state())).isEmpty();
            GuestAccess access = other.facet(GuestAccess.class).orElseThrow();
            assertThat(access.outputs(1)).isEqualTo(GuestAccess.OUTPUT_IRQ);
            assertThat(access.readSystemRegister(1, Gicv3CpuInterface.ICC_IAR1_EL1.row().offset()))
                    .isEqualTo(LPI + 1);
            assertThat(other.trySignalMsi(ItsGuest.DOORBELL, 0, 1, 2)).isEqualTo(1);
            assertThat(access.outputs(0)).isEqualTo(GuestAccess.OUTPUT_IRQ);
        }
    }

    /** GICR_PENDBASER.PTZ, which QEMU saves, is of when LPIs were enabled. */
    @Test
    void shouldDeliverWhatIsPendingInATableThatOnceWasZero() {
        Snapshot saved = Snapshots.saveWhole(guest.vm);
        long table = saved.state().wideValue(Gicv3Redistributor.GICR_PENDBASER, 1, 0);
        Snapshot once = saved.withState(saved.state().toBuilder()
                .wideValue(Gicv3Redistributor.GICR_PENDBASER, 1, 0, table | 1L << 62)
                .build());
        guest.acknowledge(1);
        guest.end(1, LPI + 1);

        assertThat(Snapshots.restore(guest.vm, once)).isEmpty();

        assertThat(guest.acknowledge(1)).isEqualTo(LPI + 1);
        assertThat(Difference.between(Snapshots.conform(once.state(), guest.vm).state(), saved.state()))
                .isEmpty();
    }

    @Test
    void shouldCarryOnlyTheUsedPartOfTables() {
        long bytes = Snapshots.saveWhole(guest.vm).memory().stream()
                .mapToLong(MemoryBlock::size)
                .sum();

        assertThat(bytes).isBetween(1L, 16 * 4096L);
    }

    @Test
    void shouldRefuseBeforeAnythingIsWrittenWhereTheTablesAreMissing() {
        Snapshot saved = Snapshots.save(guest.vm);
        try (VirtualMachine other = new org.gic4j.emulated.EmulatedBackend()
                .createVirtualMachine(Snapshots.configurationFor(saved))) {
            Snapshots.prepare(other, saved);
            Snapshot before = Snapshots.save(other);

            assertThatThrownBy(() -> Snapshots.restore(other, saved))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageContaining("ITS 0: the collection table is not in guest memory");
            assertThat(Snapshots.save(other).state()).isEqualTo(before.state());
        }
    }

    @Test
    void shouldWriteNoMemoryWhereATableThatTheSnapshotCarriesCannotBe() {
        Snapshot saved = Snapshots.saveWhole(guest.vm);
        Snapshot damaged = saved.withMemory(
                saved.memory().stream().map(WholeSnapshotTest::withoutVcpu).toList());
        try (Arena arena = Arena.ofShared();
                VirtualMachine other = new org.gic4j.emulated.EmulatedBackend()
                        .createVirtualMachine(Snapshots.configurationFor(saved))) {
            MemorySegment memory = arena.allocate(ItsGuest.RAM_SIZE, 4096);
            other.memory().map(ItsGuest.RAM, memory);
            Snapshots.prepare(other, saved);
            Snapshot before = Snapshots.save(other);

            assertThatThrownBy(() -> Snapshots.restore(other, damaged))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageContaining("ITS 0: collection 0 is mapped to vCPU 9, which there is not");
            assertThat(memory.mismatch(arena.allocate(ItsGuest.RAM_SIZE))).isEqualTo(-1);
            assertThat(Snapshots.save(other).state()).isEqualTo(before.state());
        }
    }

    /** The collection table with its first collection mapped to a vCPU that does not exist. */
    private static MemoryBlock withoutVcpu(MemoryBlock block) {
        long offset = ItsGuest.COLLECTIONS - block.address();
        byte[] content = block.content();
        if (offset >= 0 && offset < content.length) {
            ByteBuffer.wrap(content)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong((int) offset, TableEntry.collection(0, 9));
        }
        return new MemoryBlock(block.address(), content);
    }

    @Test
    void shouldExecuteCommandsThatHadNotBeenRead() {
        Snapshot saved = Snapshots.saveWhole(guest.vm);
        ItsState its = saved.state().translationServices().getFirst();
        long read = its.value(Its.GITS_CREADR, 0);
        ItsState behind = its.toBuilder()
                .value(Its.GITS_CREADR, 0, read | 1)
                .value(Its.GITS_CWRITER, 0, read + ItsCommand.SIZE | 1)
                .build();
        GicState state = saved.state().toBuilder()
                .withoutTranslationServices()
                .translationService(behind)
                .build();
        ItsCommand.mapEvent(2, 1, LPI + 2, 0).write(guest.memory, ItsGuest.QUEUE + read);

        Snapshots.restore(guest.vm, new Snapshot(saved.producer(), state).withMemory(saved.memory()));

        assertThat(guest.signal(2, 1)).isEqualTo(1);
        assertThat(guest.its.get(AttributeGroup.ITS_REGISTERS, Its.GITS_CREADR.attribute(0, 0)))
                .isEqualTo(read + ItsCommand.SIZE);
    }

    @Test
    void shouldRefuseACollectionThatTheTableHasNoRoomFor() {
        Snapshot saved = Snapshots.save(guest.vm);
        guest.memory.writeLong(ItsGuest.COLLECTIONS, TableEntry.collection(9000, 0));

        assertThatThrownBy(() -> Snapshots.restore(guest.vm, saved))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("collection 9000 is in the table of GITS_BASER1")
                .hasMessageContaining("no room");
    }

    @Test
    void shouldSayThatAQueueIsNotWhereTheGuestWritesCommands() {
        Snapshot saved = Snapshots.saveWhole(guest.vm);
        ItsState its = saved.state().translationServices().getFirst();
        GicState state = saved.state().toBuilder()
                .withoutTranslationServices()
                .translationService(its.toBuilder()
                        .value(Its.GITS_CBASER, 0, its.value(Its.GITS_CBASER, 0) | 0x3000)
                        .value(Its.GITS_BASER, 1, its.value(Its.GITS_BASER, 1) & ~0x300L)
                        .build())
                .build();

        assertThat(Snapshots.conform(state, GicProfile.KVM).notes())
                .extracting(Note::id)
                .containsExactly("its-queue", "its-page-size");
    }

    @Test
    void shouldRestoreOntoAMachineThatIsInUse() {
        Snapshot saved = Snapshots.saveWhole(guest.vm);
        guest.acknowledge(1);
        guest.end(1, LPI + 1);
        guest.discard(2, 0);

        Snapshots.restore(guest.vm, saved);

        assertThat(guest.acknowledge(1)).isEqualTo(LPI + 1);
        assertThat(guest.signal(2, 0)).isEqualTo(1);
    }
}

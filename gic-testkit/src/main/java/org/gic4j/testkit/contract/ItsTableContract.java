package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gic4j.testkit.its.ItsMachine.COLLECTIONS;
import static org.gic4j.testkit.its.ItsMachine.DEVICES;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.LongStream;
import org.gic4j.api.Errno;
import org.gic4j.api.device.AttributeGroup;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.testkit.its.ItsMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SAVE_TABLES, RESTORE_TABLES and SAVE_PENDING_TABLES, entry for entry (CONTRACT 9.3, 9.4). */
public abstract class ItsTableContract extends ItsContractTest {
    private static final long VALID = 1L << 63;
    private static final long PAGE = 4096;
    private static final int FIRST_DEVICE = 2;
    private static final int SECOND_DEVICE = 9;
    private static final int LPI = 8192;
    private static final long STALE = 0x1234_5678_9ABC_DEF0L;
    private static final long OUTSIDE = 0x7000_0000L;

    /** Tests an implementation. */
    protected ItsTableContract(Implementation implementation) {
        super(implementation);
    }

    @Test
    void shouldWriteEntriesAsTheKernelDoes() {
        ItsMachine machine = saved();
        assertThat(word(machine, COLLECTIONS)).isEqualTo("8000000000000001");
        assertThat(word(machine, COLLECTIONS + 8)).isEqualTo("8000000000010007");
        assertThat(word(machine, COLLECTIONS + 16)).isEqualTo("0");
        assertThat(word(machine, DEVICES + FIRST_DEVICE * 8)).isEqualTo("800e000008080404");
        assertThat(word(machine, DEVICES + SECOND_DEVICE * 8)).isEqualTo("8000000008081204");
        assertThat(word(machine, event(FIRST_DEVICE, 0))).isEqualTo("3000020000001");
        assertThat(word(machine, event(FIRST_DEVICE, 3))).isEqualTo("1c000020010007");
        assertThat(word(machine, event(FIRST_DEVICE, 31))).isEqualTo("20020001");
        assertThat(word(machine, event(SECOND_DEVICE, 1))).isEqualTo("20080007");
    }

    @Test
    void shouldWriteLiveEntriesAndNothingElse() {
        ItsMachine machine = mapped();
        machine.memory().writeLong(DEVICES, STALE);
        machine.memory().writeLong(event(FIRST_DEVICE, 1), STALE);
        machine.memory().writeLong(COLLECTIONS + 24, STALE);
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
        assertThat(machine.memory().readLong(DEVICES)).isEqualTo(STALE);
        assertThat(machine.memory().readLong(event(FIRST_DEVICE, 1))).isEqualTo(STALE);
        assertThat(machine.memory().readLong(COLLECTIONS + 24)).isEqualTo(STALE);
        assertThat(machine.memory().readLong(COLLECTIONS + 16)).as("the end of the list").isZero();
    }

    @Test
    void shouldWriteTheSecondLevelOfADeviceTable() {
        ItsMachine machine = startedIts(0);
        long page = ItsMachine.RAM + 0x8_0000;
        machine.set(Its.GITS_CTLR, 0, 0);
        machine.set(Its.GITS_BASER, 0, VALID | 1L << 62 | DEVICES);
        machine.memory().writeLong(DEVICES + 8, VALID | page);
        machine.set(Its.GITS_CTLR, 0, 1);
        machine.execute(ItsCommand.mapDevice(0x2001, 1, ItsMachine.TRANSLATION), ItsCommand.mapDevice(5, 1, 0));
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
        assertThat(word(machine, page + 8)).isEqualTo(Long.toHexString(VALID | ItsMachine.TRANSLATION >>> 8 << 5));
        assertThat(machine.memory().readLong(page + 5 * 8)).as("of a page that is not there").isZero();
    }

    @Test
    void shouldRestoreWhatItSaved() {
        ItsMachine machine = saved();
        machine.signal(FIRST_DEVICE, 3);
        assertThat(machine.savePendingTables()).isEqualTo(Errno.OK);
        reset(machine);
        assertThat(machine.restoreTables()).isEqualTo(Errno.OK);
        assertThat(machine.isPendingInTable(1, LPI + 1)).as("taken from the table").isFalse();
        machine.set(Its.GITS_CTLR, 0, 1);
        assertThat(machine.signal(FIRST_DEVICE, 31)).isEqualTo(1);
        assertThat(machine.signal(SECOND_DEVICE, 1)).isEqualTo(1);
        assertThat(machine.signal(SECOND_DEVICE, 0)).isZero();
        assertThat(machine.savePendingTables()).isEqualTo(Errno.OK);
        assertThat(machine.isPendingInTable(1, LPI + 1)).isTrue();
        assertThat(machine.isPendingInTable(0, LPI + 2)).isTrue();
        assertThat(machine.isPendingInTable(0, LPI)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // Where, the distance in bytes, what is written there, the answer.
        "COLLECTION, 0, 0x8000000000020001, EINVAL",
        "COLLECTION, 0, 0x8000ffffffff0001, OK",
        "COLLECTION, 0, 0x800000000000ffff, EINVAL",
        "COLLECTION, 8, 0x8000000000000001, EEXIST",
        "COLLECTION, 0, 0x0, EINVAL",
        "COLLECTION, 8, 0x0, EINVAL",
        "EVENT, 0, 0x00030000200003e7, EINVAL",
        "EVENT, 0, 0x0003000000640001, EINVAL",
        "EVENT, 0, 0x000300001fff0001, EINVAL",
        "EVENT, 0, 0x0000000000000001, OK",
        "EVENT, 0, 0x0000000020000001, OK",
        "EVENT, 0, 0x0020000020000001, EINVAL",
        "EVENT, 0, 0xffff000020000001, EINVAL",
        "EVENT, 0, 0x0003ffffffff0001, EFAULT",
        "DEVICE, 0, 0x0, OK",
        "DEVICE, 0, 0x800000000808041f, EINVAL",
        "DEVICE, 0, 0x8000000008080401, EINVAL",
        "DEVICE, 0, 0x800e00000e000004, EFAULT",
    })
    void shouldAnswerForATableThatCannotBe(String table, int offset, String entry, String answer) {
        ItsMachine machine = saved();
        reset(machine);
        long begin =
                switch (table) {
                    case "COLLECTION" -> COLLECTIONS;
                    case "EVENT" -> event(FIRST_DEVICE, 0);
                    default -> DEVICES + FIRST_DEVICE * 8;
                };
        machine.memory().writeLong(begin + offset, Long.parseUnsignedLong(entry.substring(2), 16));
        int errno = machine.restoreTables();
        assertThat(Errno.name(errno)).isEqualTo(answer);
        if (errno != Errno.OK) {
            assertThatNothingIsMapped(machine);
        }
    }

    @Test
    void shouldSkipATableThatIsNotValid() {
        ItsMachine machine = saved();
        assertThat(machine.reset()).isEqualTo(Errno.OK);
        machine.set(Its.GITS_BASER, 1, VALID | COLLECTIONS);
        assertThat(machine.restoreTables()).isEqualTo(Errno.OK);
        machine.memory().writeLong(DEVICES + FIRST_DEVICE * 8, STALE);
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
        assertThat(machine.memory().readLong(DEVICES + FIRST_DEVICE * 8)).isEqualTo(STALE);
    }

    @Test
    void shouldNeedTheCollectionTableForEvents() {
        ItsMachine machine = saved();
        assertThat(machine.reset()).isEqualTo(Errno.OK);
        machine.set(Its.GITS_BASER, 0, VALID | DEVICES);
        assertThat(machine.restoreTables()).isEqualTo(Errno.EINVAL);
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void shouldMissATableOutsideMemory(int number) {
        ItsMachine machine = saved();
        reset(machine);
        machine.set(Its.GITS_BASER, number, VALID | OUTSIDE);
        assertThat(machine.restoreTables()).isEqualTo(Errno.EFAULT);
        assertThat(machine.saveTables()).isEqualTo(number == 0 ? Errno.OK : Errno.EFAULT);
    }

    @Test
    void shouldWriteThePendingBitOfEachMappedLpiAndNoOther() {
        ItsMachine machine = mapped();
        machine.memory().writeByte(ItsMachine.pendingTable(0) + LPI / 8, 0xFF);
        machine.memory().writeByte(ItsMachine.pendingTable(0) + LPI / 8 + 1, 0xFF);
        machine.signal(FIRST_DEVICE, 31);
        assertThat(machine.savePendingTables()).isEqualTo(Errno.OK);
        // Of the first byte, LPIs 0 and 2 go to this vCPU: one was sent, one was not.
        assertThat(machine.memory().readByte(ItsMachine.pendingTable(0) + LPI / 8)).isEqualTo(0xFE);
        assertThat(machine.memory().readByte(ItsMachine.pendingTable(0) + LPI / 8 + 1)).isEqualTo(0xFF);
        assertThat(machine.memory().readByte(ItsMachine.pendingTable(1) + LPI / 8)).isZero();
    }

    @Test
    void shouldSavePendingTablesWithoutAnItsOnceInitialised() {
        TestMachine machine = bare().withVcpus(0).withDevice().withAddresses();
        assertThat(machine.device().trySet(
                        AttributeGroup.CONTROL, AttributeGroup.CONTROL_SAVE_PENDING_TABLES, 0))
                .isEqualTo(Errno.ENXIO);
        machine.withInit();
        assertThat(machine.device().trySet(
                        AttributeGroup.CONTROL, AttributeGroup.CONTROL_SAVE_PENDING_TABLES, 0))
                .isEqualTo(Errno.OK);
    }

    @Test
    void shouldTellWhichPagesASaveWrote() {
        requires(Feature.SNAPSHOTS);
        ItsMachine machine = mapped();
        machine.signal(SECOND_DEVICE, 1);
        assertThat(machine.memory().takeWrittenPages()).as("commands of user space").contains(ItsMachine.QUEUE);
        MemorySegment before = copy(machine);

        assertThat(Snapshots.save(machine.vm()).state().translationServices()).hasSize(1);

        long[] written = machine.memory().takeWrittenPages();
        assertThat(written).isSorted().contains(
                DEVICES,
                COLLECTIONS,
                event(FIRST_DEVICE, 0),
                event(SECOND_DEVICE, 0),
                ItsMachine.pendingTable(1) & -PAGE);
        MemorySegment after = machine.memory().regions().getFirst().segment();
        for (long at = 0; at < ItsMachine.RAM_SIZE; at += PAGE) {
            boolean changed = before.asSlice(at, PAGE).mismatch(after.asSlice(at, PAGE)) >= 0;
            assertThat(!changed || LongStream.of(written).anyMatch(page(at)::equals))
                    .as("page 0x%x", ItsMachine.RAM + at)
                    .isTrue();
        }
        assertThat(machine.memory().takeWrittenPages()).as("told once").isEmpty();
    }

    private static MemorySegment copy(ItsMachine machine) {
        return Arena.ofAuto()
                .allocate(ItsMachine.RAM_SIZE)
                .copyFrom(machine.memory().regions().getFirst().segment());
    }

    private static Long page(long offset) {
        return ItsMachine.RAM + offset;
    }

    private static void reset(ItsMachine machine) {
        assertThat(machine.reset()).isEqualTo(Errno.OK);
        machine.placed();
    }

    private static void assertThatNothingIsMapped(ItsMachine machine) {
        machine.memory().writeLong(DEVICES + FIRST_DEVICE * 8, STALE);
        machine.memory().writeLong(COLLECTIONS, STALE);
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
        assertThat(machine.memory().readLong(DEVICES + FIRST_DEVICE * 8)).isEqualTo(STALE);
        assertThat(machine.memory().readLong(COLLECTIONS)).as("the end of an empty list").isZero();
    }

    private static ItsMachine saved(ItsMachine machine) {
        assertThat(machine.saveTables()).isEqualTo(Errno.OK);
        return machine;
    }

    private ItsMachine saved() {
        return saved(mapped());
    }

    /** Collection 1 at vCPU 0 and 7 at vCPU 1; device 2 with events 0, 3 and 31, device 9 with event 1. */
    private ItsMachine mapped() {
        ItsMachine machine = startedIts(0, 1);
        machine.execute(ItsCommand.mapCollection(1, 0), ItsCommand.mapCollection(7, 1));
        machine.mapDevice(FIRST_DEVICE);
        machine.mapDevice(SECOND_DEVICE);
        machine.execute(
                ItsCommand.mapEvent(FIRST_DEVICE, 31, LPI + 2, 1),
                ItsCommand.mapEvent(FIRST_DEVICE, 0, LPI, 1),
                ItsCommand.mapEvent(FIRST_DEVICE, 3, LPI + 1, 7),
                ItsCommand.mapEvent(SECOND_DEVICE, 1, LPI + 8, 7));
        return machine;
    }

    private static long event(int device, int event) {
        return ItsMachine.translationTable(device) + event * 8L;
    }

    private static String word(ItsMachine machine, long address) {
        return Long.toHexString(machine.memory().readLong(address));
    }
}

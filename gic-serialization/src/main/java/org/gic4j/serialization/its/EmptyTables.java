package org.gic4j.serialization.its;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.its.TableEntry;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.Note;

/**
 * Tables that map nothing. To a restore they are as good as any: nothing is refused, and no message reaches a vCPU. What
 * was never written to guest memory looks so, and so does an ITS whose guest has mapped nothing.
 */
public final class EmptyTables {
    private static final int ENABLED = 1;
    private static final int DEVICES = 0;
    private static final int COLLECTIONS = 1;

    private final ItsState its;
    private final Translation translation;

    /**
     * The tables of an ITS.
     *
     * @param its its registers
     * @param translation what is in them
     */
    public EmptyTables(ItsState its, Translation translation) {
        this.its = its;
        this.translation = translation;
    }

    /**
     * Whether an enabled ITS that has taken commands has no collection, though its queue does not tell that the guest
     * unmapped them. A guest that uses an ITS maps collections first.
     *
     * @param memory guest memory, with the queue where there is one
     */
    public boolean cannotBe(GuestMemory memory) {
        CommandQueue queue = new CommandQueue(its, "");
        return isEnabled()
                && translation.collections().isEmpty()
                && isValid(COLLECTIONS)
                && queue.wasRead()
                && !queue.tellsThatNoCollectionIsMapped(memory);
    }

    /** Whether an enabled ITS maps no device: so it is before the first message-signalled interrupt, too. */
    public boolean hasNoDevices() {
        return isEnabled() && isValid(DEVICES) && translation.devices().isEmpty();
    }

    /**
     * What is to be said of them before a restore.
     *
     * @param name of the ITS
     * @param memory guest memory
     * @param carried what of it the snapshot carries; a table that was saved with the registers is taken as it is
     * @return empty where they map something, or the ITS is off
     * @throws TableException for a table that cannot be empty
     */
    Optional<Note> note(String name, GuestMemory memory, List<MemoryBlock> carried) {
        if (cannotBe(memory)) {
            long table = TableRegister.TRANSLATION.address(its.value(Its.GITS_BASER, COLLECTIONS));
            if (carried.stream().noneMatch(block -> contains(block, table))) {
                throw new TableException(
                        TableException.Fault.EMPTY,
                        Its.GITS_BASER.name() + COLLECTIONS,
                        table,
                        name + ": the collection table at 0x" + Long.toHexString(table) + " (" + Its.GITS_BASER + COLLECTIONS
                                + ") is empty, and the ITS has taken commands: its tables were not in the memory that was"
                                + " saved, or this is other memory; save the tables first and memory last, or restore a"
                                + " snapshot that carries its tables");
            }
            return Optional.of(note(
                    "its-tables-empty", name, COLLECTIONS, "the collection table is empty, and the ITS has taken commands"));
        }
        return hasNoDevices()
                ? Optional.of(note(
                        "its-no-devices",
                        name,
                        DEVICES,
                        "the device table is empty: no message-signalled interrupt is mapped"))
                : Optional.empty();
    }

    private Note note(String id, String name, int number, String what) {
        long register = its.value(Its.GITS_BASER, number);
        return new Note(
                id, false, Its.GITS_BASER.name() + number, null, OptionalInt.empty(), register, register, name + ": " + what);
    }

    private boolean isEnabled() {
        return its.has(Its.GITS_CTLR) && (its.value(Its.GITS_CTLR, 0) & ENABLED) != 0;
    }

    private boolean isValid(int number) {
        return its.has(Its.GITS_BASER) && TableRegister.isValid(its.value(Its.GITS_BASER, number));
    }

    private static boolean contains(MemoryBlock block, long address) {
        return Long.compareUnsigned(address - block.address(), block.size() - TableEntry.SIZE) <= 0
                && block.size() >= TableEntry.SIZE;
    }
}

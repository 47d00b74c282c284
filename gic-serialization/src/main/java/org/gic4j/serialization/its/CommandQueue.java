package org.gic4j.serialization.its;

import java.util.HashSet;
import java.util.Set;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.ItsState;

/** The command queue of an ITS in guest memory: where it is, how far it was read, and what is left in it. */
public final class CommandQueue {
    /** Of GITS_CREADR and GITS_CWRITER; without CREADR.Stalled and CWRITER.Retry, which the kernel's ITS does not have. */
    private static final long OFFSET = 0xF_FFE0;

    private static final int CODE = 0xFF;
    private static final int COLLECTION = 0xFFFF;

    private final String name;
    private final long register;
    private final long read;
    private final long written;

    /**
     * The queue of an ITS.
     *
     * @param its its registers
     * @param name what it is called in messages, for example {@code ITS 0}
     */
    CommandQueue(ItsState its, String name) {
        this.name = name;
        register = value(its, Its.GITS_CBASER);
        read = offset(value(its, Its.GITS_CREADR));
        written = offset(value(its, Its.GITS_CWRITER));
    }

    /**
     * Where in the queue a GITS_CREADR or GITS_CWRITER is.
     *
     * @param value the register's value
     * @return bytes from its begin, a multiple of 32
     */
    public static long offset(long value) {
        return value & OFFSET;
    }

    /**
     * Checks that both places are inside: the kernel refuses such a GITS_CREADR with EINVAL and ignores such a
     * GITS_CWRITER.
     *
     * @throws TableException naming the register
     */
    void requireWithin() {
        requireWithin(Its.GITS_CREADR, read);
        requireWithin(Its.GITS_CWRITER, written);
    }

    private void requireWithin(Its place, long offset) {
        if (offset >= size()) {
            throw new TableException(
                    TableException.Fault.IMPOSSIBLE,
                    place.name(),
                    offset,
                    name + ": " + place + " is 0x" + Long.toHexString(offset) + ", beyond the end of its queue of 0x"
                            + Long.toHexString(size()) + " bytes (" + Its.GITS_CBASER + " 0x" + Long.toHexString(register)
                            + "); the registers are of different instants, take the snapshot again with all vCPUs stopped");
        }
    }

    /**
     * Checks that the commands that were not read are in guest memory: the kernel skips one that is not.
     *
     * @param memory guest memory
     * @param pages gets where they are
     * @throws TableException for the first that is not there
     */
    void requireUnread(GuestMemory memory, PageSet pages) {
        if (!TableRegister.isValid(register)) {
            return;
        }
        for (long at = read; at != written; at = (at + ItsCommand.SIZE) % size()) {
            TableException.requireMapped(
                    memory,
                    base() + at,
                    ItsCommand.SIZE,
                    Its.GITS_CBASER.name(),
                    name + ": the queue with the commands that were not read");
            pages.add(base() + at, ItsCommand.SIZE);
        }
    }

    /**
     * Whether the queue tells that a guest, after the commands that it gave, has no collection mapped: it is there, and
     * holds those commands, and what was last said of each collection that they name is that it is not mapped.
     *
     * @param memory guest memory
     */
    boolean tellsThatNoCollectionIsMapped(GuestMemory memory) {
        if (!TableRegister.isValid(register) || !memory.isMapped(base(), size())) {
            return false;
        }
        Set<Integer> mapped = new HashSet<>();
        boolean unmaps = false;
        boolean holdsWhatWasRead = false;
        boolean hasRoomLeft = false;
        // From the oldest command to the last one that was read.
        for (long done = 0; done < size(); done += ItsCommand.SIZE) {
            long offset = (read + done) % size();
            long first = memory.readLong(base() + offset);
            if (first == 0) {
                hasRoomLeft |= offset >= read;
                continue;
            }
            holdsWhatWasRead |= offset < read;
            if ((first & CODE) == ItsCommand.MAPC) {
                long third = memory.readLong(base() + offset + 2 * Long.BYTES);
                Integer collection = (int) third & COLLECTION;
                if (third < 0) {
                    mapped.add(collection);
                } else {
                    mapped.remove(collection);
                    unmaps = true;
                }
            }
        }
        return holdsWhatWasRead && mapped.isEmpty() && (unmaps || hasRoomLeft);
    }

    /** Whether a command was taken since the queue was set up, as far as can be seen. */
    boolean wasRead() {
        return read != 0;
    }

    private long base() {
        return TableRegister.COMMANDS.address(register);
    }

    private long size() {
        return TableRegister.size(TableRegister.COMMANDS, register);
    }

    private static long value(ItsState its, Its register) {
        return its.has(register) ? its.value(register, 0) : 0;
    }
}

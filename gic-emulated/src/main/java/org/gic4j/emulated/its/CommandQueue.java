package org.gic4j.emulated.its;

import org.gic4j.api.Errno;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.its.TableRegister;

/**
 * The command queue: GITS_CBASER, GITS_CWRITER and GITS_CREADR. Guarded by the lock of the ITS.
 */
final class CommandQueue {
    private static final int OFFSET = 0xF_FFE0;

    private final GuestMemory memory;
    private final Commands commands;
    private long base;
    private int reader;
    private int writer;

    CommandQueue(GuestMemory memory, Commands commands) {
        this.memory = memory;
        this.commands = commands;
    }

    long base() {
        return base;
    }

    int reader() {
        return reader;
    }

    int writer() {
        return writer;
    }

    boolean isValid() {
        return TableRegister.isValid(base);
    }

    boolean isEmpty() {
        return reader == writer;
    }

    /** Sets GITS_CBASER, and begins at its begin. */
    void setBase(long value) {
        base = TableRegister.COMMANDS.sanitise(value);
        reader = 0;
        writer = 0;
    }

    /** Sets GITS_CWRITER; beyond the queue's end it is ignored. */
    boolean setWriter(int value) {
        int offset = value & OFFSET;
        if (offset >= size()) {
            return false;
        }
        writer = offset;
        return true;
    }

    /** Sets GITS_CREADR: 0, or EINVAL beyond the queue's end. */
    int setReader(int value) {
        int offset = value & OFFSET;
        if (offset >= size()) {
            return Errno.EINVAL;
        }
        reader = offset;
        return Errno.OK;
    }

    /** Executes what has not been read. A command that is not in memory is passed over. */
    void run() {
        int size = size();
        while (reader != writer) {
            long at = TableRegister.COMMANDS.address(base) + reader;
            if (memory.isMapped(at, ItsCommand.SIZE)) {
                commands.execute(
                        memory.readLong(at),
                        memory.readLong(at + Long.BYTES),
                        memory.readLong(at + 2 * Long.BYTES),
                        memory.readLong(at + 3 * Long.BYTES));
            }
            reader += ItsCommand.SIZE;
            if (reader == size) {
                reader = 0;
            }
        }
    }

    void reset() {
        base = 0;
        reader = 0;
        writer = 0;
    }

    private int size() {
        return (int) TableRegister.size(TableRegister.COMMANDS, base);
    }
}

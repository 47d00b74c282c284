package org.gic4j.kvm.machine;

import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import org.gic4j.api.Errno;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.its.ItsCommand;
import org.gic4j.api.its.TableRegister;

/**
 * Whether an ITS's tables can be saved without crashing the kernel, as far as user space can know. Guarded by the device.
 *
 * <p>Commands that user space had executed are known one by one. A guest's are not: once a vCPU may have run, events that
 * nobody saw may be mapped, and any MAPC that unmaps a collection, anywhere in the command queue, counts as one that left
 * events behind.
 */
final class TableSafety {
    private final GuestMemory memory;
    private final IntPredicate hasVcpu;
    private final boolean attached;
    private final LongSupplier runs;
    private final MappedEvents events = new MappedEvents();
    private long runsKnown;

    /**
     * Of an ITS that nothing is mapped in, unless it was another's before.
     *
     * @param memory guest memory, with the command queue
     * @param hasVcpu whether there is a vCPU of an id
     * @param attached whether somebody else runs vCPUs, or has, and whether the memory may be told incompletely
     * @param runs how many runs of vCPUs have begun
     */
    TableSafety(GuestMemory memory, IntPredicate hasVcpu, boolean attached, LongSupplier runs) {
        this.memory = memory;
        this.hasVcpu = hasVcpu;
        this.attached = attached;
        this.runs = runs;
        if (attached) {
            events.mayHaveOthers();
        }
    }

    /**
     * Whether tables may be saved.
     *
     * @param queue GITS_CBASER
     * @param devices GITS_BASER0
     * @param collections GITS_BASER1
     * @return 0; EINVAL where an event may belong to no collection; EFAULT where the command queue is not in the memory
     *     that an attached virtual machine was told of
     */
    int errnoOfSave(long queue, long devices, long collections) {
        if (mayHaveRun()) {
            events.mayHaveOthers();
            // Without a table of devices the kernel has none, and saves nothing.
            int errno = TableRegister.isValid(devices) ? errnoOfGuests(queue, collections) : Errno.OK;
            if (errno != Errno.OK) {
                return errno;
            }
        }
        return events.mayLackCollections() ? Errno.EINVAL : Errno.OK;
    }

    /** What was taken away leaves events behind. */
    private int errnoOfGuests(long queue, long collections) {
        if (!TableRegister.isValid(queue) || !TableRegister.isValid(collections)) {
            return Errno.EINVAL;
        }
        if (attached && !isInMemory(queue)) {
            return Errno.EFAULT;
        }
        return hasUnmapping(queue) ? Errno.EINVAL : Errno.OK;
    }

    /**
     * User space is about to replace the command queue, and with it what a guest's commands are known by.
     *
     * @param queue GITS_CBASER until now
     * @param devices GITS_BASER0
     */
    void queueReplaced(long queue, long devices) {
        if (mayHaveRun() && TableRegister.isValid(queue) && TableRegister.isValid(devices)) {
            events.mayHaveOthers();
            if (attached && !isInMemory(queue) || hasUnmapping(queue)) {
                events.collectionsDropped();
            }
        }
    }

    /**
     * Commands were executed.
     *
     * @param queue GITS_CBASER
     * @param from GITS_CREADR before
     * @param to GITS_CREADR after
     * @param devices GITS_BASER0
     * @param collections GITS_BASER1
     */
    void executed(long queue, int from, int to, long devices, long collections) {
        if (mayHaveRun()) {
            events.mayHaveOthers();
        }
        int size = (int) TableRegister.size(TableRegister.COMMANDS, queue);
        for (int offset = from; offset != to; offset = (offset + ItsCommand.SIZE) % size) {
            long at = TableRegister.COMMANDS.address(queue) + offset;
            if (memory.isMapped(at, ItsCommand.SIZE)) {
                execute(ItsCommand.read(memory, at), devices, collections);
            } else if (attached) {
                events.mayHaveOthers();
                events.collectionsDropped();
            }
        }
    }

    private void execute(ItsCommand command, long devices, long collections) {
        int device = ItsCommand.device(command.first());
        int event = ItsCommand.event(command.second());
        int collection = ItsCommand.collection(command.third());
        boolean valid = ItsCommand.isValid(command.third());
        switch (ItsCommand.code(command.first())) {
            case ItsCommand.MAPTI, ItsCommand.MAPI -> events.mayBelong(device, event, collection);
            case ItsCommand.MOVI -> events.moved(device, event, collection);
            case ItsCommand.DISCARD -> events.discarded(device, event);
            case ItsCommand.MAPD -> {
                boolean hasRoom = TableRegister.entry(devices, memory, device) != TableRegister.NOWHERE;
                if (hasRoom && (!valid || ItsCommand.eventBits(command.second()) <= MappedEvents.EVENT_BITS)) {
                    events.dropped(device);
                }
            }
            case ItsCommand.MAPC -> {
                if (!valid) {
                    events.collectionDropped(collection);
                } else if (hasVcpu.test(ItsCommand.processorOf(command.third()))
                        && TableRegister.entry(collections, memory, collection) != TableRegister.NOWHERE) {
                    events.collectionMapped(collection);
                }
            }
            default -> {
                // Others leave events in their collections.
            }
        }
    }

    /** How many runs have begun, for {@link #reset} and {@link #devicesDropped}. */
    long runs() {
        return runs.getAsLong();
    }

    /**
     * GITS_BASER0 was made invalid.
     *
     * @param runsBefore how many runs had begun before that: one that began since may have mapped something
     */
    void devicesDropped(long runsBefore) {
        events.dropAll();
        runsKnown = runsBefore;
    }

    /** GITS_BASER1 was made invalid. */
    void collectionsDropped() {
        events.collectionsDropped();
    }

    /**
     * Everything was dropped.
     *
     * @param runsBefore how many runs had begun before that
     */
    void reset(long runsBefore) {
        devicesDropped(runsBefore);
        events.collectionsDropped();
    }

    /**
     * RESTORE_TABLES was answered.
     *
     * @param errno how; an error leaves events that were mapped before, and drops collections
     */
    void restored(int errno) {
        if (mayHaveRun()) {
            events.mayHaveOthers();
        }
        if (errno == Errno.OK) {
            events.mayHaveOthers();
        } else if (errno != Errno.EBUSY && errno != Errno.EBADF && errno != Errno.EIO) {
            events.collectionsDropped();
        }
    }

    private boolean mayHaveRun() {
        return attached || runs.getAsLong() != runsKnown;
    }

    private boolean isInMemory(long queue) {
        return memory.isMapped(
                TableRegister.COMMANDS.address(queue), TableRegister.size(TableRegister.COMMANDS, queue));
    }

    private boolean hasUnmapping(long queue) {
        long begin = TableRegister.COMMANDS.address(queue);
        long end = begin + TableRegister.size(TableRegister.COMMANDS, queue);
        for (long at = begin; at != end; at += ItsCommand.SIZE) {
            // A command that is not in memory is not executed.
            if (memory.isMapped(at, ItsCommand.SIZE)
                    && ItsCommand.code(memory.readLong(at)) == ItsCommand.MAPC
                    && !ItsCommand.isValid(memory.readLong(at + 2 * Long.BYTES))) {
                return true;
            }
        }
        return false;
    }
}

package org.gic4j.serialization.transfer;

import java.util.List;
import java.util.OptionalInt;
import org.gic4j.api.its.TableRegister;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.serialization.its.CommandQueue;

/** The registers of an ITS as user space of the kernel's ITS reads them: every profile has that one. */
final class ItsConformance {
    private static final int ENABLED = 1;
    private static final long QUIESCENT = 1L << 31;
    /** Of a queue's address; queues of the kernel's ITS begin at a multiple of 64 KiB. */
    private static final long LOW_ADDRESS = 0xF000;

    private ItsConformance() {}

    /**
     * Conforms.
     *
     * @param its the ITS
     * @param name what it is called in notes
     * @param notes gets what the guest will miss
     */
    static ItsState conform(ItsState its, String name, List<Note> notes) {
        note(its, name, notes);
        ItsState.Builder conformed = its.toBuilder();
        for (Its register : its.registers()) {
            for (int number = 0; number < ItsState.count(register); number++) {
                conformed.value(register, number, kept(its, register, number, its.value(register, number)));
            }
        }
        return conformed.build();
    }

    private static void note(ItsState its, String name, List<Note> notes) {
        if (its.has(Its.GITS_CBASER)) {
            long queue = its.value(Its.GITS_CBASER, 0);
            if (TableRegister.isValid(queue) && (queue & LOW_ADDRESS) != 0) {
                notes.add(loss(
                        "its-queue",
                        Its.GITS_CBASER.name(),
                        queue,
                        TableRegister.COMMANDS.sanitise(queue),
                        name + ": its queue does not begin at a multiple of 64 KiB, and commands are read from where the"
                                + " guest writes none"));
            }
        }
        for (int number = 0; its.has(Its.GITS_BASER) && number < ItsState.count(Its.GITS_BASER); number++) {
            long base = its.value(Its.GITS_BASER, number);
            if (TableRegister.isValid(base) && TableRegister.pageSize(base) != TableRegister.PAGE_OF_64K) {
                notes.add(loss(
                        "its-page-size",
                        Its.GITS_BASER.name() + number,
                        base,
                        TableRegister.keepTable(number, base),
                        name + ": pages of tables have 64 KiB here, and the table is longer than what the guest set aside"));
            }
        }
    }

    private static Note loss(String id, String register, long source, long kept, String reason) {
        return new Note(id, true, register, null, OptionalInt.empty(), source, kept, reason);
    }

    private static long kept(ItsState its, Its register, int number, long value) {
        return switch (register) {
            case GITS_IIDR -> Its.KERNEL_IDENTIFICATION;
            case GITS_CBASER -> TableRegister.COMMANDS.sanitise(value);
            case GITS_BASER -> TableRegister.keepTable(number, value);
            case GITS_CTLR -> value & ENABLED | (isQuiescent(its, value) ? QUIESCENT : 0);
            // An enabled ITS executes what the queue still holds.
            case GITS_CREADR ->
                CommandQueue.offset(isEnabled(its) && its.has(Its.GITS_CWRITER) ? its.value(Its.GITS_CWRITER, 0) : value);
            case GITS_CWRITER -> CommandQueue.offset(value);
            case GITS_TYPER, GITS_PIDR, GITS_TRANSLATER -> value;
        };
    }

    private static boolean isEnabled(ItsState its) {
        return its.has(Its.GITS_CTLR) && (its.value(Its.GITS_CTLR, 0) & ENABLED) != 0;
    }

    private static boolean isQuiescent(ItsState its, long control) {
        return (control & ENABLED) != 0
                || !its.has(Its.GITS_CREADR)
                || !its.has(Its.GITS_CWRITER)
                || its.value(Its.GITS_CREADR, 0) == its.value(Its.GITS_CWRITER, 0);
    }
}

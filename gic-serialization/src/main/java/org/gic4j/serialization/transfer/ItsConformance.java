package org.gic4j.serialization.transfer;

import org.gic4j.api.its.TableRegister;
import org.gic4j.api.registers.Its;
import org.gic4j.api.snapshot.ItsState;

/** The registers of an ITS as user space of the kernel's ITS reads them: every profile has that one. */
final class ItsConformance {
    private static final int ENABLED = 1;
    private static final long QUIESCENT = 1L << 31;

    private ItsConformance() {}

    static ItsState conform(ItsState its) {
        ItsState.Builder conformed = its.toBuilder();
        for (Its register : its.registers()) {
            for (int number = 0; number < ItsState.count(register); number++) {
                conformed.value(register, number, kept(its, register, number, its.value(register, number)));
            }
        }
        return conformed.build();
    }

    private static long kept(ItsState its, Its register, int number, long value) {
        return switch (register) {
            case GITS_IIDR -> Its.KERNEL_IDENTIFICATION;
            case GITS_CBASER -> TableRegister.COMMANDS.sanitise(value);
            case GITS_BASER -> TableRegister.keepTable(number, value);
            case GITS_CTLR -> value & ENABLED | (isQuiescent(its, value) ? QUIESCENT : 0);
            // An enabled ITS executes what the queue still holds.
            case GITS_CREADR -> isEnabled(its) && its.has(Its.GITS_CWRITER) ? its.value(Its.GITS_CWRITER, 0) : value;
            case GITS_CWRITER, GITS_TYPER, GITS_PIDR, GITS_TRANSLATER -> value;
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

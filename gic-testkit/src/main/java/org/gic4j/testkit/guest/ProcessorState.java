package org.gic4j.testkit.guest;

import java.util.Collections;
import java.util.List;

/**
 * The registers that guest programs of tests use.
 *
 * @param general x0 to x30
 * @param pc the program counter
 * @param pstate PSTATE
 * @param elr ELR_EL1
 * @param spsr SPSR_EL1
 * @param vbar VBAR_EL1
 */
public record ProcessorState(List<Long> general, long pc, long pstate, long elr, long spsr, long vbar) {
    /** How many general-purpose registers there are. */
    public static final int GENERAL = 31;

    /** EL1 with its own stack pointer, interrupts masked, at the beginning of memory. */
    public static final ProcessorState AT_RESET =
            new ProcessorState(Collections.nCopies(GENERAL, 0L), GuestMap.MEMORY, 0x3C5, 0, 0, 0);

    /** Copies the list. */
    public ProcessorState {
        general = List.copyOf(general);
        if (general.size() != GENERAL) {
            throw new IllegalArgumentException("x0 to x30 are " + GENERAL + " registers, not " + general.size());
        }
    }
}

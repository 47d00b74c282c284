package org.gic4j.serialization.transfer;

import org.gic4j.api.registers.Register;
import org.jspecify.annotations.Nullable;

/** What is peculiar to one architecture version when a state is written. */
interface RestoreRules {
    /** What comes before all registers but the identification, once what can only be set was cleared. */
    void begin();

    /**
     * The words to write for a register that the state has.
     *
     * @param register a register that attributes reach
     * @return by state index; null where nothing is to be written
     */
    int @Nullable [] words(Register register);

    /**
     * A row that no attribute reaches, at its place in the order.
     *
     * @param register the row; the state need not have it
     */
    void restoreInput(Register register);
}

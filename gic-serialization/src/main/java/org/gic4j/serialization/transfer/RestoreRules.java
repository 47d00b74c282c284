package org.gic4j.serialization.transfer;

import org.gic4j.api.registers.Register;

/** What is peculiar to one architecture version when a state is written. */
interface RestoreRules {
    /** What comes before all registers but the identification, once what can only be set was cleared. */
    void begin();

    /**
     * Copies the words to write for a register that the state has.
     *
     * @param register a register that attributes reach
     * @param words where to, by state index; at least {@link Register#stateWords} long
     * @return false where nothing is left to be written
     */
    boolean copyWords(Register register, int[] words);

    /**
     * A row that no attribute reaches, at its place in the order.
     *
     * @param register the row; the state need not have it
     */
    void restoreInput(Register register);
}

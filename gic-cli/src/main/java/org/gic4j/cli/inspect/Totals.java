package org.gic4j.cli.inspect;

import java.util.List;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.cli.output.Words;
import org.gic4j.cli.view.InterruptView;

/**
 * How many interrupts of a state are in each condition; a private one counts for each vCPU.
 *
 * @param enabled those that the distributor forwards when they are pending
 * @param pending those that are pending
 * @param active those that were acknowledged and are not ended
 * @param highLines those whose line is high; 0 where the state does not tell lines
 */
record Totals(long enabled, long pending, long active, long highLines) {
    static Totals of(List<InterruptView> interrupts) {
        return new Totals(
                count(interrupts, InterruptProperty.ENABLED),
                count(interrupts, InterruptProperty.PENDING),
                count(interrupts, InterruptProperty.ACTIVE),
                count(interrupts, InterruptProperty.LINE));
    }

    private static long count(List<InterruptView> interrupts, InterruptProperty property) {
        return interrupts.stream().filter(interrupt -> interrupt.is(property)).count();
    }

    /**
     * The numbers in words.
     *
     * @param tellsLines whether the state tells lines
     */
    String words(boolean tellsLines) {
        return "interrupts: " + pending + " pending, " + active + " active, "
                + (tellsLines ? Words.count(highLines, "line") + " high, " : "") + enabled + " enabled";
    }
}

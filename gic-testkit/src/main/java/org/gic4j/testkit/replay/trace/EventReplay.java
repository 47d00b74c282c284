package org.gic4j.testkit.replay.trace;

import java.util.List;
import org.gic4j.testkit.replay.tally.Tally;

/**
 * A trace on its way through a machine: events are applied in order, and what QEMU stated between two of them is
 * compared.
 *
 * @param <E> the events
 */
abstract class EventReplay<E extends TraceEvent> {
    /** The count of reads. */
    static final String READS = "reads";

    private final OutputGap gap;
    private final Tally tally;

    EventReplay(OutputGap gap, Tally tally) {
        this.gap = gap;
        this.tally = tally;
        tally.count(READS, 0);
    }

    /** Applies all events. */
    final void run(List<E> events) {
        for (E event : events) {
            switch (event.moment()) {
                case STATEMENT -> compare(event);
                case EARLY -> {
                    gap.endBefore();
                    apply(event);
                    gap.begin(event.line());
                }
                case LATE -> {
                    apply(event);
                    gap.endAfterLate(event.line());
                }
            }
        }
        gap.endBefore();
    }

    /** Does what an event says, and compares what a read gives. */
    abstract void apply(E event);

    /** Takes a statement to compare. */
    abstract void compare(E statement);

    /** Counts a read and compares it. */
    final void checkRead(String count, int line, String what, long expected, long got) {
        tally.count(count, 1);
        if (expected == got) {
            tally.agree(1);
        } else {
            tally.differ(
                    line, 1, what + ": expected 0x" + Long.toHexString(expected) + ", got 0x" + Long.toHexString(got));
        }
    }
}

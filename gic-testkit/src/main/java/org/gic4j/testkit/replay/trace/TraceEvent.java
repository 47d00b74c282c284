package org.gic4j.testkit.replay.trace;

/** A line of a trace that says something. */
sealed interface TraceEvent permits Gicv2Event, Gicv3Event {
    /** When a line was printed. */
    enum Moment {
        /** An event, before its effects. */
        EARLY,
        /** An event, after its effects. */
        LATE,
        /** No event: something that is true now. */
        STATEMENT
    }

    /** The line's number, from 1. */
    int line();

    /** When the line was printed. */
    default Moment moment() {
        return Moment.EARLY;
    }
}

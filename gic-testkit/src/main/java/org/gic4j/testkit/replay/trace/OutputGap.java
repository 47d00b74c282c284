package org.gic4j.testkit.replay.trace;

/** The output lines between two events, and what must be true of them. */
interface OutputGap {
    /** The count of output lines. */
    String LINES = "output lines";
    /** The count of changes of outputs. */
    String CHANGES = "changes";

    /** Ends the gap; an event that was printed before its effects follows, or none. */
    void endBefore();

    /**
     * Begins the gap behind an event that was printed before its effects.
     *
     * @param line the event's line
     */
    void begin(int line);

    /**
     * Ends the gap with an event that has had its effects already, and begins the next.
     *
     * @param line the event's line
     */
    void endAfterLate(int line);
}

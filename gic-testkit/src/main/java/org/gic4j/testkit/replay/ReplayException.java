package org.gic4j.testkit.replay;

/** A log that cannot be replayed, with the line where it went wrong. */
public final class ReplayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;

    /**
     * A log that went wrong at a line.
     *
     * @param line the line's number, from 1; 0 for the log as a whole
     * @param message what is wrong and what to do
     */
    public ReplayException(int line, String message) {
        super(line == 0 ? message : "line " + line + ": " + message);
        this.line = line;
    }

    /** The line's number, from 1; 0 where it is about the log as a whole. */
    public int line() {
        return line;
    }
}

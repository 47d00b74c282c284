package org.gic4j.api.snapshot;

import java.util.OptionalLong;

/** A snapshot that cannot be read, with the place where it went wrong, or one that does not fit. */
public class SnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final long NOWHERE = -1;

    private final long offset;
    private final String problem;

    /**
     * A snapshot that went wrong at a place.
     *
     * @param offset byte offset in the (uncompressed) file
     * @param message what is wrong
     */
    public SnapshotException(long offset, String message) {
        super(message + " (at byte " + offset + ")");
        this.offset = offset;
        this.problem = message;
    }

    /**
     * A snapshot that does not fit where it should go.
     *
     * @param message what is wrong and what to do
     */
    public SnapshotException(String message) {
        super(message);
        this.offset = NOWHERE;
        this.problem = message;
    }

    /** What is wrong, without the place. */
    public String problem() {
        return problem;
    }

    /** The byte offset in the (uncompressed) file; empty where it is not about a place. */
    public OptionalLong offset() {
        return offset == NOWHERE ? OptionalLong.empty() : OptionalLong.of(offset);
    }
}

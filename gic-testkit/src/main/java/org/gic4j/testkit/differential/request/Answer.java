package org.gic4j.testkit.differential.request;

import org.gic4j.api.Errno;
import org.jspecify.annotations.Nullable;

/**
 * What a backend answered.
 *
 * @param errno 0 or a positive Linux error number
 * @param value the value of a get, the result of a message or of a capability query, the index of a created device;
 *     0 for everything else and for a failed get
 * @param thrown what it threw where the contract lets it throw nothing; then the rest is 0
 */
public record Answer(int errno, long value, @Nullable Throwable thrown) {
    /** There was nothing to ask: the object that a request names does not exist. */
    public static final Answer NONE = new Answer(-1, 0, null);

    /** Success without a value. */
    public static final Answer DONE = new Answer(Errno.OK, 0, null);

    /**
     * An answer.
     *
     * @param errno 0 or a positive Linux error number
     * @param value see above
     */
    public static Answer of(int errno, long value) {
        return new Answer(errno, value, null);
    }

    /**
     * An errno alone.
     *
     * @param errno 0 or a positive Linux error number
     */
    public static Answer of(int errno) {
        return errno == Errno.OK ? DONE : new Answer(errno, 0, null);
    }

    /**
     * A failure that the contract does not know.
     *
     * @param thrown what came
     */
    public static Answer ofThrown(Throwable thrown) {
        return new Answer(Errno.OK, 0, thrown);
    }

    /** In words. */
    public String describe() {
        if (thrown != null) {
            return "threw " + thrown;
        }
        if (errno != Errno.OK) {
            return errno < 0 ? "nothing to ask" : Errno.name(errno);
        }
        return value == 0 ? "OK" : "0x" + Long.toHexString(value);
    }
}

package org.gic4j.api;

/** An operation that was refused, with the error number that the kernel would give. */
public class GicException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * Makes an exception.
     *
     * @param errno a positive Linux error number, see {@link Errno}
     * @param message what was refused and what to do
     */
    public GicException(int errno, String message) {
        super(Errno.name(errno) + ": " + message);
        this.errno = errno;
    }

    /**
     * Makes an exception with a cause.
     *
     * @param errno a positive Linux error number, see {@link Errno}
     * @param message what was refused and what to do
     * @param cause what led to it
     */
    public GicException(int errno, String message, Throwable cause) {
        super(Errno.name(errno) + ": " + message, cause);
        this.errno = errno;
    }

    /** The positive Linux error number, see {@link Errno}. */
    public final int errno() {
        return errno;
    }
}

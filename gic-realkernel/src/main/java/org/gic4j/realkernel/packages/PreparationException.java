package org.gic4j.realkernel.packages;

/** The guest cannot be prepared; the message says why, and what to do where something can be done. */
public final class PreparationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * With a message alone.
     *
     * @param message what failed and what to do
     */
    public PreparationException(String message) {
        super(message);
    }

    /**
     * With what caused it.
     *
     * @param message what failed and what to do
     * @param cause why
     */
    public PreparationException(String message, Throwable cause) {
        super(message, cause);
    }
}

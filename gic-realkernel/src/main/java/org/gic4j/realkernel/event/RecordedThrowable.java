package org.gic4j.realkernel.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A throwable of another JVM.
 *
 * @param type the name of its class
 * @param message its message
 * @param assertion whether it is an {@link AssertionError}: a test's expectation that does not hold
 * @param frames its stack, the innermost first
 * @param cause what caused it
 */
public record RecordedThrowable(
        String type,
        @Nullable String message,
        boolean assertion,
        List<StackTraceElement> frames,
        @Nullable RecordedThrowable cause) {
    private static final int CAUSES = 8;
    private static final int FRAMES = 60;

    /** Copies the list. */
    public RecordedThrowable {
        frames = List.copyOf(frames);
    }

    /**
     * Records a throwable, with at most {@value #CAUSES} causes and {@value #FRAMES} frames each.
     *
     * @param thrown what was thrown
     */
    public static RecordedThrowable of(Throwable thrown) {
        return of(thrown, CAUSES);
    }

    private static RecordedThrowable of(Throwable thrown, int causes) {
        Throwable cause = thrown.getCause();
        List<StackTraceElement> frames = List.of(thrown.getStackTrace());
        return new RecordedThrowable(
                thrown.getClass().getName(),
                thrown.getMessage(),
                thrown instanceof AssertionError,
                frames.subList(0, Math.min(frames.size(), FRAMES)),
                cause == null || causes == 0 ? null : of(cause, causes - 1));
    }

    /** A throwable that reads like the recorded one. */
    public Throwable toThrowable() {
        Throwable rebuilt = assertion ? new GuestAssertionError(this) : new GuestException(this);
        rebuilt.setStackTrace(frames.toArray(StackTraceElement[]::new));
        return rebuilt;
    }

    /** As {@link Throwable#toString} of the recorded one. */
    String describe() {
        return message == null ? type : type + ": " + message;
    }

    private @Nullable Throwable rebuiltCause() {
        return cause == null ? null : cause.toThrowable();
    }

    /** Stands for an assertion error of the guest. */
    @SuppressWarnings("OverrideThrowableToString") // Its class is of no interest to anyone.
    private static final class GuestAssertionError extends AssertionError {
        private static final long serialVersionUID = 1;

        private final String description;

        GuestAssertionError(RecordedThrowable recorded) {
            super(recorded.message(), recorded.rebuiltCause());
            description = recorded.describe();
        }

        @Override
        public String toString() {
            return description;
        }
    }

    /** Stands for any other throwable of the guest. */
    @SuppressWarnings("OverrideThrowableToString") // Its class is of no interest to anyone.
    private static final class GuestException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String description;

        GuestException(RecordedThrowable recorded) {
            super(recorded.message(), recorded.rebuiltCause());
            description = recorded.describe();
        }

        @Override
        public String toString() {
            return description;
        }
    }
}

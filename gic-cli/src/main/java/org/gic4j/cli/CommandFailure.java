package org.gic4j.cli;

import org.gic4j.api.Errno;
import org.gic4j.api.GicException;

/** Ends a command with one line on standard error and an exit code. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * Makes a failure.
     *
     * @param exitCode one of {@link ExitCode}
     * @param message one line: what is wrong and what to do
     * @param cause what led to it
     */
    public CommandFailure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /**
     * Makes a failure without a cause.
     *
     * @param exitCode one of {@link ExitCode}
     * @param message one line: what is wrong and what to do
     */
    public CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /**
     * A backend that does not exist, is not available here, or cannot honour what is asked of it.
     *
     * @param refusal what it answered
     */
    public static CommandFailure ofBackend(GicException refusal) {
        return new CommandFailure(ExitCode.BACKEND, withoutErrno(refusal), refusal);
    }

    /** The exit code, one of {@link ExitCode}. */
    public int exitCode() {
        return exitCode;
    }

    /** The error number tells a user nothing where it is not the kernel's. */
    private static String withoutErrno(GicException refusal) {
        String message = String.valueOf(refusal.getMessage());
        String prefix = Errno.name(refusal.errno()) + ": ";
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }
}

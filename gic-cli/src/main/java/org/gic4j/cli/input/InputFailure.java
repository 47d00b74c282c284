package org.gic4j.cli.input;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.gic4j.cli.CommandFailure;
import org.gic4j.cli.ExitCode;

/** What is said of a file that cannot be read. */
public final class InputFailure {
    private InputFailure() {}

    /**
     * A file that the system does not give.
     *
     * @param file the file
     * @param unreadable why
     */
    public static CommandFailure of(Path file, IOException unreadable) {
        boolean other = unreadable instanceof FileSystemException system
                && system.getFile() != null
                && !system.getFile().equals(file.toString());
        return new CommandFailure(
                ExitCode.INPUT,
                file + ": " + reason(unreadable) + (other ? " (" + unreadable.getMessage() + ")" : ""),
                unreadable);
    }

    /**
     * A message about a file's content, led by the file's name.
     *
     * @param file the file
     * @param failure what is wrong with it
     */
    public static String message(Path file, Exception failure) {
        String message = String.valueOf(failure.getMessage());
        String name = file.toString();
        if (message.startsWith(name + ": ")) {
            return message;
        }
        return name + ": " + (message.startsWith(name + " ") ? message.substring(name.length() + 1) : message);
    }

    /**
     * A failure of the file system in words.
     *
     * @param failure any
     */
    public static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing when missing.getReason() == null -> "there is no such file";
            case EOFException end -> end.getMessage() == null ? "it ends too early" : end.getMessage();
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }
}

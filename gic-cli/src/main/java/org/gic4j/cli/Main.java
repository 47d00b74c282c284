package org.gic4j.cli;

import java.io.FileDescriptor;

/** The entry point of the process. */
public final class Main {
    private Main() {}

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        int exitCode = GicCommand.run(
                StandardStream.of(FileDescriptor.out), StandardStream.of(FileDescriptor.err), arguments);
        // An orderly end needs no exit, which would first look for a logger.
        if (exitCode != ExitCode.OK) {
            System.exit(exitCode);
        }
    }
}

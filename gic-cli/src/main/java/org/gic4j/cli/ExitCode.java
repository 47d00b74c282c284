package org.gic4j.cli;

/** What the command's exit says. */
public final class ExitCode {
    /** All is well. */
    public static final int OK = 0;
    /** Differences or findings, or a restore was refused. */
    public static final int DIFFERENCES = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;
    /** The input cannot be read. */
    public static final int INPUT = 3;
    /** The backend does not exist or is not available here. */
    public static final int BACKEND = 4;
    /** The output, or a file to write, cannot be written, or not wholly. */
    public static final int OUTPUT = 5;
    /**
     * Who read the output through a pipe closed it: nothing is wrong, and nothing is said. What a shell tells of a program
     * that SIGPIPE ended, which is how others end then.
     */
    public static final int CLOSED_PIPE = 128 + 13;
    /** Something that should not happen: a defect of this program. */
    public static final int INTERNAL = 70;

    private ExitCode() {}
}

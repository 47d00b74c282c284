package org.gic4j.cli;

/** What the command's exit says. */
public final class ExitCode {
    /** All is well. */
    public static final int OK = 0;
    /** Differences or findings, or a restore was refused. */
    public static final int DIFFERENCES = 1;
    /** The command line is wrong, or its output cannot be written. */
    public static final int USAGE = 2;
    /** The input cannot be read. */
    public static final int INPUT = 3;
    /** The backend does not exist or is not available here. */
    public static final int BACKEND = 4;
    /** Something that should not happen: a defect of this program. */
    public static final int INTERNAL = 70;

    private ExitCode() {}
}

package org.gic4j.cli.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.cli.CommandFailure;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.input.InputFailure;

/**
 * A file that was read in one format and written in another.
 *
 * @param from what was read
 * @param imported what was in it
 * @param to what was written
 * @param format the name of the format that it is in
 * @param bytes its size
 * @param notes what the source did not say, and what the target's format cannot hold
 */
record Conversion(Path from, Imported imported, Path to, String format, long bytes, List<Note> notes) {
    private static final String JSON = "json";
    private static final String NATIVE = "native";

    Conversion {
        notes = List.copyOf(notes);
    }

    /** The format that a file's name stands for. */
    static String formatFor(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith("." + JSON) ? JSON : NATIVE;
    }

    /**
     * Writes what was read.
     *
     * @throws CommandFailure when it cannot be written
     */
    static Conversion of(Path from, Imported imported, Path to, String format) {
        if (Files.isDirectory(to)) {
            throw new CommandFailure(ExitCode.USAGE, to + ": cannot be written: it is a directory");
        }
        if (to.toString().endsWith(".gz")) {
            throw new CommandFailure(
                    ExitCode.USAGE, to + ": nothing is compressed on writing: name the file without .gz");
        }
        try {
            List<Note> writing = Snapshots.write(to, imported.snapshot(), format);
            return new Conversion(
                    from,
                    imported,
                    to,
                    format,
                    Files.size(to),
                    Stream.concat(imported.notes().stream(), writing.stream()).toList());
        } catch (SnapshotException impossible) {
            throw new CommandFailure(ExitCode.USAGE, InputFailure.message(to, impossible), impossible);
        } catch (IOException unwritable) {
            throw new CommandFailure(
                    ExitCode.OUTPUT, to + ": cannot be written: " + InputFailure.reason(unwritable), unwritable);
        }
    }
}

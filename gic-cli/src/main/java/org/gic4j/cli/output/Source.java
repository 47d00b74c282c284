package org.gic4j.cli.output;

import java.nio.file.Path;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;

/** How it is said what was read. */
public final class Source {
    private Source() {}

    /**
     * The file, its format, who made it and what is in it.
     *
     * @param file the file
     * @param imported what was read
     */
    public static String line(Path file, Imported imported) {
        return "read: " + file + ", " + imported.format() + ", made by "
                + imported.snapshot().producer() + ": " + imported.snapshot().state();
    }
}

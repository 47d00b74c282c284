package org.gic4j.testkit.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.Snapshots;

/** The way of a snapshot through a file, as it goes from one host to another. */
final class SnapshotFile {
    private static final String FORMAT = "native";

    private SnapshotFile() {}

    /** What comes out of a file into which a snapshot was written. */
    static Snapshot through(Snapshot snapshot) {
        try {
            Path file = Files.createTempFile("gic4j", ".snapshot");
            try {
                List<Note> lost = Snapshots.write(file, snapshot, FORMAT);
                if (!lost.isEmpty()) {
                    throw new IllegalStateException("the format lacks something: " + lost);
                }
                return Snapshots.read(file).snapshot();
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.gic4j.serialization.hostile;

import java.nio.file.Path;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.Snapshots;

/** Reads a file and ends, in a process of its own with little memory. */
final class ReadOnce {
    private ReadOnce() {}

    public static void main(String[] arguments) throws Exception {
        try {
            System.out.println(Snapshots.read(Path.of(arguments[0])).snapshot().state());
        } catch (SnapshotException refused) {
            System.out.println(refused.getMessage());
        }
    }
}

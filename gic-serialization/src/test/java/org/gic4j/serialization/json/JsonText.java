package org.gic4j.serialization.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotSource;

/** Snapshots as JSON text. */
final class JsonText {
    private JsonText() {}

    static String write(Snapshot snapshot) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new JsonFormat().write(snapshot, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    static Snapshot read(String text) {
        return new JsonFormat().read(source(text), ReadOptions.DEFAULT).snapshot();
    }

    static boolean recognizes(String text) {
        return new JsonFormat().recognizes(source(text));
    }

    static SnapshotSource source(String text) {
        return SnapshotSource.of("text", text.getBytes(StandardCharsets.UTF_8));
    }
}

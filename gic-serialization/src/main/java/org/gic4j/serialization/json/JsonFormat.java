package org.gic4j.serialization.json;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.serialization.utf8.Utf8Json;
import tools.jackson.core.exc.JacksonIOException;

/** The native format's readable twin. */
public final class JsonFormat implements SnapshotFormat {
    /** The format's name must come within so many bytes: whatever else there is, the words alone take more. */
    private static final int TELLING = 1 << 16;
    /** A snapshot of 512 vCPUs takes less than a megabyte; parts may be larger. */
    private static final long LARGEST = 1L << 28;

    /** Made by {@link java.util.ServiceLoader}. */
    public JsonFormat() {}

    @Override
    public String name() {
        return "json";
    }

    @Override
    public String description() {
        return "JSON, the native format's readable twin";
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public boolean recognizes(SnapshotSource source) {
        String text = Utf8Json.begin(source.bytes(), TELLING);
        return text.startsWith("{") && text.contains('"' + Names.THIS_FORMAT + '"');
    }

    @Override
    public Imported read(SnapshotSource source, ReadOptions options) {
        if (source.size() > LARGEST) {
            throw new SnapshotException(
                    LARGEST, "the text has " + source.size() + " bytes, more than the " + LARGEST + " that are read");
        }
        byte[] text = source.bytes().toArray(ValueLayout.JAVA_BYTE);
        return new Imported(new JsonReader(text).read(), name(), List.of());
    }

    @Override
    public List<Note> write(Snapshot snapshot, OutputStream out) throws IOException {
        try {
            new JsonWriter(snapshot).write(out);
        } catch (JacksonIOException unwritable) {
            throw unwritable.getCause();
        }
        return List.of();
    }
}

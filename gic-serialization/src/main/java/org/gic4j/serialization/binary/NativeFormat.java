package org.gic4j.serialization.binary;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotFormat;
import org.gic4j.api.snapshot.SnapshotSource;

/** gic4j's own format: everything, in little space, with checksums. */
public final class NativeFormat implements SnapshotFormat {
    /** So much of the magic number tells a file that is cut short within it. */
    private static final int TELLING = 4;

    /** Made by {@link java.util.ServiceLoader}. */
    public NativeFormat() {}

    @Override
    public String name() {
        return "native";
    }

    @Override
    public String description() {
        return "gic4j's own: binary, with checksums";
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public boolean recognizes(SnapshotSource source) {
        MemorySegment bytes = source.bytes();
        int length = (int) Math.min(bytes.byteSize(), Layout.MAGIC.length);
        for (int i = 0; i < length; i++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, i) != Layout.MAGIC[i]) {
                return false;
            }
        }
        return length >= TELLING;
    }

    @Override
    public Imported read(SnapshotSource source, ReadOptions options) {
        return new Imported(new SnapshotReader(new Bytes(source.bytes())).read(), name(), List.of());
    }

    @Override
    public List<Note> write(Snapshot snapshot, OutputStream out) throws IOException {
        out.write(new SnapshotWriter(snapshot).write());
        return List.of();
    }
}

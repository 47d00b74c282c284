package org.gic4j.serialization.firecracker;

import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat;
import org.gic4j.api.snapshot.SnapshotSource;

/** State files of Firecracker v1.7 to v1.14; newer and older ones are recognised and explained. */
public final class FirecrackerFormat implements SnapshotFormat {
    static final String NAME = "firecracker";

    /** State files have some hundred kilobytes; nothing larger is summed up only to tell what it is. */
    private static final long LARGEST_UNMARKED = 1L << 24;

    /** Made by {@link java.util.ServiceLoader}. */
    public FirecrackerFormat() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Firecracker state file (v1.7 to v1.14); read only";
    }

    @Override
    public boolean writable() {
        return false;
    }

    @Override
    public boolean recognizes(SnapshotSource source) {
        MemorySegment bytes = source.bytes();
        return Container.hasMagic(bytes) || source.size() <= LARGEST_UNMARKED && Container.hasChecksum(bytes);
    }

    @Override
    public Imported read(SnapshotSource source, ReadOptions options) {
        MemorySegment bytes = source.bytes();
        Container container = Container.of(bytes);
        GicShape shape = GicShape.find(bytes, container);
        return new StateReader(container, shape, VcpuAffinities.find(bytes, container, shape)).read();
    }

    @Override
    public List<Note> write(Snapshot snapshot, OutputStream out) {
        throw new SnapshotException("format '" + NAME + "' can be read but not written");
    }
}

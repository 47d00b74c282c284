package org.gic4j.serialization.qemu.container;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.SnapshotSource;
import org.jspecify.annotations.Nullable;

/** A migration stream, taken out of the file that it is in. Close it once the stream is not read any more. */
public final class StreamContainer implements AutoCloseable {
    private final MemorySegment stream;
    private final long offset;
    private final String display;
    private final @Nullable Note note;
    private final @Nullable Arena arena;

    /**
     * A stream.
     *
     * @param stream its bytes
     * @param offset where it begins in the file; 0 where its bytes are not together
     * @param display what it is in, in words; empty for a stream that is a file of its own
     * @param note what there is to say about where it was
     * @param arena what its memory belongs to, where it is not the file's
     */
    StreamContainer(
            MemorySegment stream, long offset, String display, @Nullable Note note, @Nullable Arena arena) {
        this.stream = stream;
        this.offset = offset;
        this.display = display;
        this.note = note;
        this.arena = arena;
    }

    /**
     * Whether bytes begin as a file does that can have a stream inside.
     *
     * @param source the bytes
     */
    public static boolean begins(SnapshotSource source) {
        return LibvirtSave.begins(source.bytes()) || Qcow2Image.begins(source.bytes());
    }

    /**
     * Takes the stream out.
     *
     * @param source the bytes of the whole file
     * @throws org.gic4j.api.snapshot.SnapshotException where there is no stream in it, or it cannot be reached
     */
    public static StreamContainer open(SnapshotSource source) {
        MemorySegment bytes = source.bytes();
        if (LibvirtSave.begins(bytes)) {
            return LibvirtSave.open(bytes);
        }
        if (Qcow2Image.begins(bytes)) {
            return new Qcow2Image(bytes).open();
        }
        return new StreamContainer(bytes, 0, "", null, null);
    }

    /** The stream's bytes. */
    public MemorySegment stream() {
        return stream;
    }

    /** Where it begins in the file; 0 where its bytes are not together. */
    public long offset() {
        return offset;
    }

    /** What it is in, in words; empty for a stream that is a file of its own. */
    public String display() {
        return display;
    }

    /** What there is to say about where it was; null for nothing. */
    public @Nullable Note note() {
        return note;
    }

    @Override
    public void close() {
        if (arena != null) {
            arena.close();
        }
    }
}

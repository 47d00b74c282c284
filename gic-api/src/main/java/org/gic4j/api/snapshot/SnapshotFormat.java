package org.gic4j.api.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A file format of snapshots, found by {@link java.util.ServiceLoader}. */
public interface SnapshotFormat {
    /** A short name in lower case, as commands take it, for example {@code native}. */
    String name();

    /** What it is, in a few words. */
    String description();

    /** Whether {@link #write} works. */
    boolean writable();

    /**
     * Whether the bytes look like this format. Reads no more than it must, and never fails.
     *
     * @param source the bytes
     */
    boolean recognizes(SnapshotSource source);

    /**
     * Reads a snapshot.
     *
     * @param source the bytes
     * @param options what the reader is told
     * @return the snapshot as the source has it, and what the source did not say
     * @throws SnapshotException for damaged or unsupported bytes, with their offset
     */
    Imported read(SnapshotSource source, ReadOptions options);

    /**
     * Writes a snapshot.
     *
     * @param snapshot what to write
     * @param out where to; not closed
     * @return what the format cannot hold
     * @throws IOException when writing fails
     * @throws SnapshotException when the format cannot be written at all
     */
    List<Note> write(Snapshot snapshot, OutputStream out) throws IOException;

    /**
     * What was read.
     *
     * @param snapshot the snapshot
     * @param format the name of the format that it was in
     * @param notes what the source did not save or say, and what the state cannot hold of it
     */
    record Imported(Snapshot snapshot, String format, List<Note> notes) {
        /** Copies the list. */
        public Imported {
            notes = List.copyOf(notes);
        }
    }
}

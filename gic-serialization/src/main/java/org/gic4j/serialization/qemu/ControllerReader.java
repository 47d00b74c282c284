package org.gic4j.serialization.qemu;

import java.util.List;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.serialization.qemu.stream.DeviceSection;
import org.gic4j.serialization.qemu.stream.MigrationStream;

/** Reads the section of one kind of interrupt controller. */
interface ControllerReader {
    /** The name of its section. */
    String device();

    /**
     * Reads the state.
     *
     * @param stream the whole stream
     * @param section the interrupt controller's
     * @param options what the reader is told
     * @throws org.gic4j.api.snapshot.SnapshotException for what cannot be read
     */
    Contents read(MigrationStream stream, DeviceSection section, ReadOptions options);

    /**
     * What was read.
     *
     * @param host what ran the machine and its interrupt controller, in words
     * @param state the state as the source has it
     * @param notes what the state cannot hold, or the source did not say
     */
    record Contents(String host, GicState state, List<Note> notes) {
        /** Copies the list. */
        public Contents {
            notes = List.copyOf(notes);
        }
    }
}

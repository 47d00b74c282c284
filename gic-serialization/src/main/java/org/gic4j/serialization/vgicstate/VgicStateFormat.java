package org.gic4j.serialization.vgicstate;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat;
import org.gic4j.api.snapshot.SnapshotSource;

/** The text that Linux's KVM prints of a virtual machine's interrupts in debugfs. */
public final class VgicStateFormat implements SnapshotFormat {
    static final String NAME = "vgic-state";
    /** 512 vCPUs and as many LPIs as there can be take less than 8 MiB. */
    private static final long LARGEST = 1L << 25;

    /** Made by {@link java.util.ServiceLoader}. */
    public VgicStateFormat() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "interrupts of a running machine as the kernel prints them in debugfs";
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public boolean recognizes(SnapshotSource source) {
        return VgicText.begins(source.bytes());
    }

    @Override
    public Imported read(SnapshotSource source, ReadOptions options) {
        if (source.size() > LARGEST) {
            throw new SnapshotException(
                    LARGEST, "the text has " + source.size() + " bytes, more than the " + LARGEST + " that are read");
        }
        return new VgicStateReader(new VgicText(source.bytes())).read();
    }

    @Override
    public List<Note> write(Snapshot snapshot, OutputStream out) throws IOException {
        return new VgicStateWriter(snapshot).write(out);
    }
}

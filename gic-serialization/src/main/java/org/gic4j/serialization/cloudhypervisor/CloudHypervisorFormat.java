package org.gic4j.serialization.cloudhypervisor;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.gic4j.api.GicVersion;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.serialization.utf8.Utf8Json;

/** The {@code state.json} of cloud-hypervisor, of all releases; written as the newest ones read it. */
public final class CloudHypervisorFormat implements SnapshotFormat {
    static final String NAME = "cloud-hypervisor";

    private static final long LARGEST = 1L << 28;
    /** Releases begin with one of the telling members; other programs may have put something before it. */
    private static final int TELLING = 1 << 16;

    /** Made by {@link java.util.ServiceLoader}. */
    public CloudHypervisorFormat() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "cloud-hypervisor's state.json with a GICv3";
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public boolean recognizes(SnapshotSource source) {
        String text = Utf8Json.begin(source.bytes(), TELLING);
        return text.startsWith("{") && (text.contains("\"snapshots\"") || text.contains("\"snapshot_data\""));
    }

    @Override
    public Imported read(SnapshotSource source, ReadOptions options) {
        if (source.size() > LARGEST) {
            throw new SnapshotException(
                    LARGEST, "the text has " + source.size() + " bytes, more than the " + LARGEST + " that are read");
        }
        Payload payload = new SnapshotTree(source.bytes().toArray(ValueLayout.JAVA_BYTE)).interruptController();
        return new StateReader(new GicLists(payload), payload.offset()).read();
    }

    @Override
    public List<Note> write(Snapshot snapshot, OutputStream out) throws IOException {
        if (snapshot.state().version() != GicVersion.GICV3) {
            throw new SnapshotException("cloud-hypervisor has no GICv2: format '" + NAME + "' holds a GICv3 alone");
        }
        return new StateWriter(snapshot).write(out);
    }
}

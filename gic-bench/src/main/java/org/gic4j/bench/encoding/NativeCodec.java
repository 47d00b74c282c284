package org.gic4j.bench.encoding;

import java.io.IOException;
import java.util.Arrays;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotFormat;
import org.gic4j.api.snapshot.SnapshotFormats;
import org.gic4j.api.snapshot.SnapshotSource;

/** The native format: with names, checksums and all checks. */
final class NativeCodec implements Codec {
    private final SnapshotFormat format = SnapshotFormats.find().named("native");
    private final Snapshot snapshot;
    private final ReusedOutput out = new ReusedOutput();
    private byte[] encoded = {};

    NativeCodec(Snapshot snapshot) throws IOException {
        this.snapshot = snapshot;
        encode();
        encoded = Arrays.copyOf(out.bytes(), out.size());
        if (!decode().equals(snapshot)) {
            throw new IllegalStateException("the native format does not give back what it was given");
        }
    }

    @Override
    public int encode() throws IOException {
        out.reset();
        format.write(snapshot, out);
        return out.size();
    }

    @Override
    public Object decode() {
        try (SnapshotSource source = SnapshotSource.of("encoded", encoded)) {
            return format.read(source, ReadOptions.DEFAULT).snapshot();
        }
    }

    byte[] encoded() {
        return encoded;
    }
}

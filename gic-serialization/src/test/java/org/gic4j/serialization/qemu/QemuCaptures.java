package org.gic4j.serialization.qemu;

import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotFormat;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.testkit.captures.Captures;

/** Captures as this reader has them. */
final class QemuCaptures {
    private QemuCaptures() {}

    static SnapshotFormat.Imported read(String capture) {
        try (SnapshotSource source = Captures.open(capture)) {
            return new QemuFormat().read(source, ReadOptions.DEFAULT);
        }
    }
}

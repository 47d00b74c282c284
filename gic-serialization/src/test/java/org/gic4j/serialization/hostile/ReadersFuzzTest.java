package org.gic4j.serialization.hostile;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.gic4j.api.lint.Lint;
import org.gic4j.api.lint.LintTarget;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.SnapshotFormat.Imported;
import org.gic4j.api.snapshot.SnapshotFormats;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.serialization.firecracker.StateFileEncoder;

/**
 * Whatever bytes a reader gets, it ends in a state that can be checked, or in its own exception with a byte offset. Every
 * build replays the saved inputs; {@code mvn -Pfuzz test} looks for new ones, a minute for each format.
 */
class ReadersFuzzTest {
    private static final SnapshotFormats FORMATS = SnapshotFormats.find();

    @FuzzTest(maxDuration = "60s")
    void cloudHypervisor(byte[] bytes) {
        read("cloud-hypervisor", bytes);
    }

    @FuzzTest(maxDuration = "60s")
    void crosvm(byte[] bytes) {
        read("crosvm", bytes);
    }

    /** With the checksum that belongs to the bytes, since nothing else is looked at otherwise. */
    @FuzzTest(maxDuration = "60s")
    void firecracker(byte[] bytes) {
        read("firecracker", StateFileEncoder.sealed(bytes));
    }

    @FuzzTest(maxDuration = "60s")
    void json(byte[] bytes) {
        read("json", bytes);
    }

    @FuzzTest(maxDuration = "60s")
    void nativeFormat(byte[] bytes) {
        read("native", bytes);
    }

    @FuzzTest(maxDuration = "60s")
    void qemu(byte[] bytes) {
        read("qemu", bytes);
    }

    @FuzzTest(maxDuration = "60s")
    void vgicState(byte[] bytes) {
        read("vgic-state", bytes);
    }

    private static void read(String format, byte[] bytes) {
        try (SnapshotSource source = SnapshotSource.of("fuzzed", bytes)) {
            Imported imported;
            try {
                imported = FORMATS.named(format).read(source, ReadOptions.DEFAULT);
            } catch (SnapshotException refused) {
                if (refused.offset().isEmpty()) {
                    throw new AssertionError("refused without a place", refused);
                }
                return;
            }
            Lint.check(imported, LintTarget.KVM);
        }
    }
}

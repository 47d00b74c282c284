package org.gic4j.serialization.qemu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.gic4j.api.snapshot.ReadOptions;
import org.gic4j.api.snapshot.SnapshotFormat;
import org.gic4j.api.snapshot.SnapshotSource;
import org.jspecify.annotations.Nullable;

/** Streams of real machines with a GICv2, and what was read beside them at the same instant. */
final class Captures {
    static final List<String> ALL = List.of(
            "q72-v2-smp4", "q52-v2-smp4", "q72-bm-v2-smp1", "q72-bm-v2-smp4", "k100-v2-smp2", "k100-bm-v2-smp4");

    private Captures() {}

    static SnapshotSource open(String capture) {
        try {
            URL resource = Objects.requireNonNull(find(capture + ".mig.gz"), capture);
            return SnapshotSource.open(Path.of(resource.toURI()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static SnapshotFormat.Imported read(String capture) {
        try (SnapshotSource source = open(capture)) {
            return new QemuFormat().read(source, ReadOptions.DEFAULT);
        }
    }

    /** The lines of a text beside a capture. */
    static List<String> lines(String capture, String text) {
        URL packed = find(capture + "." + text + ".txt.gz");
        URL plain = find(capture + "." + text + ".txt");
        try (InputStream in = packed != null
                ? new GZIPInputStream(packed.openStream())
                : Objects.requireNonNull(plain, capture + "." + text).openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable URL find(String name) {
        return Captures.class.getResource("/captures/" + name);
    }
}

package org.gic4j.testkit.golden;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.gic4j.api.GicVersion;

/**
 * The golden files. Op logs, {@code gic2-*} and {@code gic3-*}, were recorded on KVM of Linux 6.12.107 with a GICv2 or
 * GICv3 host; traces, {@code v2-*} and {@code v3-*}, are accesses of Linux 6.12 to the GIC of QEMU 7.2's machine
 * {@code virt}.
 */
public final class GoldenData {
    private static final List<String> GICV2_OP_LOGS = List.of(
            "gic2-caps.jsonl.gz",
            "gic2-cost.5.500.jsonl.gz",
            "gic2-cpuif.5.jsonl.gz",
            "gic2-extra.5.jsonl.gz",
            "gic2-irq.5.1.jsonl.gz",
            "gic2-irq.5.2.jsonl.gz",
            "gic2-run.5.jsonl.gz",
            "gic2-v2seq.jsonl.gz",
            "gic2-v2sweep.1.0.jsonl.gz",
            "gic2-v2sweep.2.64.jsonl.gz",
            "gic2-v2sweep.2.96.jsonl.gz",
            "gic2-v2sweep.8.256.jsonl.gz",
            "gic2-v2sweep.8.992.jsonl.gz",
            "gic2-v2write.1.96.0.jsonl.gz",
            "gic2-v2write.2.96.1.jsonl.gz",
            "gic2-v2write.2.96.2.jsonl.gz");

    private static final List<String> GICV3_OP_LOGS = List.of(
            "gic3-caps.jsonl.gz",
            "gic3-cost.7.500.jsonl.gz",
            "gic3-cpuif.7.jsonl.gz",
            "gic3-dup.jsonl.gz",
            "gic3-extra.7.jsonl.gz",
            "gic3-irq.7.1.jsonl.gz",
            "gic3-irq.7.2.jsonl.gz",
            "gic3-its-dtesize.jsonl.gz",
            "gic3-its.jsonl.gz",
            "gic3-run.7.jsonl.gz",
            "gic3-v3seq.jsonl.gz",
            "gic3-v3sweep.1.0.1.jsonl.gz",
            "gic3-v3sweep.2.64.0.jsonl.gz",
            "gic3-v3sweep.4.96.0.jsonl.gz",
            "gic3-v3sweep.8.256.0.jsonl.gz",
            "gic3-v3sweep.8.992.0.jsonl.gz",
            "gic3-v3write.1.64.0.jsonl.gz",
            "gic3-v3write.1.64.3-its.jsonl.gz",
            "gic3-v3write.2.64.1.jsonl.gz");

    private GoldenData() {}

    /** The file names of all op logs. */
    public static List<String> opLogs() {
        return Stream.of(GicVersion.values())
                .flatMap(version -> opLogs(version).stream())
                .toList();
    }

    /**
     * The file names of the op logs that were recorded on one kind of host.
     *
     * @param version the version of its interrupt controller
     */
    public static List<String> opLogs(GicVersion version) {
        return switch (version) {
            case GICV2 -> GICV2_OP_LOGS;
            case GICV3 -> GICV3_OP_LOGS;
        };
    }

    /** The file names of all access traces. */
    public static List<String> traces() {
        return Stream.of(GicVersion.values())
                .flatMap(version -> traces(version).stream())
                .toList();
    }

    /**
     * The file names of the access traces of one version's interrupt controllers.
     *
     * @param version the version
     */
    public static List<String> traces(GicVersion version) {
        return switch (version) {
            case GICV2 -> List.of("v2-smp1.trace.gz", "v2-smp4.trace.gz");
            case GICV3 -> List.of("v3-smp4.trace.gz");
        };
    }

    /**
     * Opens a file as it is, compressed.
     *
     * @param name one of {@link #opLogs} or {@link #traces}
     * @throws FileNotFoundException for another name
     */
    public static InputStream open(String name) throws IOException {
        InputStream in = GoldenData.class.getResourceAsStream(name);
        if (in == null) {
            throw new FileNotFoundException("no golden file is named " + name);
        }
        return in;
    }

    /**
     * Copies a file to where it has a path.
     *
     * @param name one of {@link #opLogs} or {@link #traces}
     * @param folder where to
     * @return the copy
     */
    public static Path copy(String name, Path folder) throws IOException {
        Path copy = folder.resolve(name);
        try (InputStream in = open(name)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }
}

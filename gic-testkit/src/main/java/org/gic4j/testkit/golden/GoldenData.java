package org.gic4j.testkit.golden;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The golden files. Op logs, {@code gic2-*}, were recorded on KVM of Linux 6.12.107 with a GICv2 host; traces,
 * {@code v2-*}, are accesses of Linux 6.12 to the GICv2 of QEMU 7.2's machine {@code virt}.
 */
public final class GoldenData {
    private static final List<String> OP_LOGS = List.of(
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

    private static final List<String> TRACES = List.of("v2-smp1.trace.gz", "v2-smp4.trace.gz");

    private GoldenData() {}

    /** The file names of the op logs. */
    public static List<String> opLogs() {
        return OP_LOGS;
    }

    /** The file names of the access traces. */
    public static List<String> traces() {
        return TRACES;
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

package org.gic4j.testkit.captures;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.gic4j.api.snapshot.SnapshotSource;
import org.jspecify.annotations.Nullable;

/**
 * Migration streams that QEMU wrote of stopped guests on its machine {@code virt}: 5.2 ({@code q52}) and 7.2
 * ({@code q72}) with QEMU's own interrupt controller, 10.0 with it ({@code q100}) and with KVM's ({@code k100}). Linux
 * 6.12 at a shell, or a bare-metal program ({@code bm}) that leaves something in every register.
 */
public final class Captures {
    private static final List<String> GICV2 = List.of(
            "q72-v2-smp4", "q52-v2-smp4", "q72-bm-v2-smp1", "q72-bm-v2-smp4", "k100-v2-smp2", "k100-bm-v2-smp4");
    private static final List<String> GICV3 = List.of(
            "q72-v3-smp4",
            "q52-v3-smp4",
            "q72-bm-v3-smp4",
            "q100-bm-v3-smp4",
            "k100-v3-smp4",
            "k100-bm-v3-smp4");
    private static final List<String> WITH_ITS =
            List.of("q72-v3its-smp4", "q72-bm-v3its-smp4", "k100-v3its-smp2", "k100-bm-v3its-smp4");
    private static final String STREAM = ".mig.gz";

    private Captures() {}

    /** The names of the captures of a GICv2. */
    public static List<String> gicv2() {
        return GICV2;
    }

    /** The names of the captures of a GICv3 without an ITS. */
    public static List<String> gicv3() {
        return GICV3;
    }

    /** The names of the captures of a GICv3 with an ITS; beside them are the pages of guest memory with its tables. */
    public static List<String> withIts() {
        return WITH_ITS;
    }

    /** The names of all captures. */
    public static List<String> all() {
        return Stream.of(GICV2, GICV3, WITH_ITS).flatMap(List::stream).toList();
    }

    /**
     * Opens a stream, uncompressed.
     *
     * @param capture its name
     * @return to be closed by the caller
     */
    public static SnapshotSource open(String capture) {
        try (InputStream in = resource(capture + STREAM)) {
            return SnapshotSource.of(capture + STREAM, new GZIPInputStream(in).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Copies a stream, compressed as it is, to where it has a path.
     *
     * @param capture its name
     * @param folder where to
     * @return the copy
     */
    public static Path copy(String capture, Path folder) throws IOException {
        Path copy = folder.resolve(capture + STREAM);
        try (InputStream in = resource(capture + STREAM)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }

    /**
     * Copies a file beside a capture, compressed as it is, to where it has a path.
     *
     * @param file its name with the capture's, for example {@code k100-v3its-smp2.itspages.bin.gz}
     * @param folder where to
     * @return the copy
     */
    public static Path copyFile(String file, Path folder) throws IOException {
        Path copy = folder.resolve(file);
        try (InputStream in = resource(file)) {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }

    /**
     * The bytes of a file beside a capture, uncompressed.
     *
     * @param file its name with the capture's, which ends with {@code .gz}
     */
    public static byte[] bytes(String file) {
        try (InputStream in = new GZIPInputStream(resource(file))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The lines of a text beside a capture.
     *
     * @param capture its name
     * @param text which: {@code gicfields}, {@code guestread}, {@code attrs}, {@code xp}, {@code vgic-state}
     */
    public static List<String> lines(String capture, String text) {
        String name = capture + "." + text + ".txt";
        InputStream packed = find(name + ".gz");
        try (InputStream in = packed == null ? resource(name) : new GZIPInputStream(packed)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream resource(String name) throws FileNotFoundException {
        InputStream in = find(name);
        if (in == null) {
            throw new FileNotFoundException("there is no " + name + " beside " + Captures.class.getName());
        }
        return in;
    }

    private static @Nullable InputStream find(String name) {
        return Captures.class.getResourceAsStream(name);
    }
}

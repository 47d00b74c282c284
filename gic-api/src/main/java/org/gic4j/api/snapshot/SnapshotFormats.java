package org.gic4j.api.snapshot;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gic4j.api.discovery.Discovered;
import org.gic4j.api.discovery.Discovery;

/** The formats that are here. */
public final class SnapshotFormats {
    private final List<SnapshotFormat> formats;
    private final List<String> failures;

    private SnapshotFormats(List<SnapshotFormat> formats, List<String> failures) {
        this.formats = formats;
        this.failures = failures;
    }

    /** Looks through the context class loader and this jar's own. */
    public static SnapshotFormats find() {
        return of(Discovery.search(
                ServiceLoader.load(SnapshotFormat.class),
                ServiceLoader.load(SnapshotFormat.class, SnapshotFormats.class.getClassLoader())));
    }

    /**
     * Looks through one class loader.
     *
     * @param loader where providers are
     */
    public static SnapshotFormats find(ClassLoader loader) {
        return of(Discovery.search(ServiceLoader.load(SnapshotFormat.class, loader)));
    }

    /**
     * Looks through one module layer and its parents.
     *
     * @param layer where providers are
     */
    public static SnapshotFormats find(ModuleLayer layer) {
        return of(Discovery.search(ServiceLoader.load(layer, SnapshotFormat.class)));
    }

    /** All formats. */
    public List<SnapshotFormat> all() {
        return formats;
    }

    /**
     * The format of a name.
     *
     * @param name as {@link SnapshotFormat#name}
     * @throws SnapshotException for an unknown name; the message lists those that exist
     */
    public SnapshotFormat named(String name) {
        return formats.stream()
                .filter(format -> format.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SnapshotException("no format is named '" + name + "'; there are: " + names()));
    }

    /**
     * The format that bytes are in.
     *
     * @param source the bytes
     * @throws SnapshotException when no format recognises them
     */
    public SnapshotFormat of(SnapshotSource source) {
        return formats.stream()
                .filter(format -> recognizes(format, source))
                .findFirst()
                .orElseThrow(() -> new SnapshotException(
                        0, source.name() + " is in none of the formats that can be read: " + names()));
    }

    /** A format that breaks its promise never to fail hides no other. */
    private static boolean recognizes(SnapshotFormat format, SnapshotSource source) {
        try {
            return format.recognizes(source);
        } catch (RuntimeException | LinkageError broken) {
            return false;
        }
    }

    private String names() {
        String names = formats.isEmpty()
                ? "none; add gic-serialization to the class path or module path"
                : formats.stream().map(SnapshotFormat::name).sorted().collect(Collectors.joining(", "));
        return failures.isEmpty() ? names : names + "; cannot be loaded: " + String.join(", ", failures);
    }

    private static SnapshotFormats of(List<Discovered<SnapshotFormat>> found) {
        return new SnapshotFormats(
                found.stream()
                        .flatMap(candidate -> Stream.ofNullable(candidate.provider()))
                        .toList(),
                found.stream()
                        .filter(candidate -> candidate.provider() == null)
                        .map(candidate -> candidate.typeName() + " (" + candidate.failure() + ")")
                        .toList());
    }
}

package org.gic4j.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.gic4j.api.discovery.Discovered;
import org.gic4j.api.discovery.Discovery;
import org.jspecify.annotations.Nullable;

/**
 * The backends that are here, and the choice among them by name or by "best available".
 *
 * <p>The search looks through the context class loader, then through the one of this jar. A provider that is broken is
 * listed as not available, with the reason, and hides no other.
 */
public final class GicBackends {
    private final List<Entry> entries;

    private GicBackends(List<Entry> entries) {
        this.entries = entries;
    }

    /**
     * A backend, or what is left of one that could not be made.
     *
     * @param name its name, or its class where it could not be made
     * @param available whether it can be used here
     * @param reason what there is, or why not and what to do
     * @param backend the backend; null where it could not be made
     */
    public record Entry(String name, boolean available, String reason, @Nullable GicBackend backend) {}

    /** Looks through the context class loader and this jar's own. */
    public static GicBackends find() {
        return of(Discovery.search(
                ServiceLoader.load(GicBackend.class),
                ServiceLoader.load(GicBackend.class, GicBackends.class.getClassLoader())));
    }

    /**
     * Looks through one class loader.
     *
     * @param loader where providers are
     */
    public static GicBackends find(ClassLoader loader) {
        return of(Discovery.search(ServiceLoader.load(GicBackend.class, loader)));
    }

    /**
     * Looks through one module layer and its parents.
     *
     * @param layer where providers are
     */
    public static GicBackends find(ModuleLayer layer) {
        return of(Discovery.search(ServiceLoader.load(layer, GicBackend.class)));
    }

    /** Every backend that was met, the best first. */
    public List<Entry> entries() {
        return entries;
    }

    /**
     * The best backend that is available here.
     *
     * @throws GicException ENODEV when none is; the message says why for each
     */
    public GicBackend best() {
        return entries.stream()
                .filter(Entry::available)
                .map(Entry::backend)
                .flatMap(backend -> Optional.ofNullable(backend).stream())
                .findFirst()
                .orElseThrow(() -> new GicException(Errno.ENODEV, "no backend is available: " + passedOver()));
    }

    /**
     * The backend of a name.
     *
     * @param name as {@link GicBackend#name}
     * @throws GicException ENODEV when there is none of that name (the message lists those that exist) or it is not
     *     available here (the message says why)
     */
    public GicBackend named(String name) {
        Entry entry = entries.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new GicException(
                        Errno.ENODEV, "no backend is named '" + name + "'; there are: " + passedOver()));
        GicBackend backend = entry.backend();
        if (backend == null || !entry.available()) {
            throw new GicException(Errno.ENODEV, "backend '" + name + "' is not available: " + entry.reason());
        }
        return backend;
    }

    private String passedOver() {
        if (entries.isEmpty()) {
            return "none; add gic-emulated or gic-kvm to the class path or module path";
        }
        return entries.stream()
                .map(entry -> entry.name() + (entry.available() ? "" : " (" + entry.reason() + ")"))
                .collect(Collectors.joining(", "));
    }

    private static GicBackends of(List<Discovered<GicBackend>> found) {
        List<Entry> entries = new ArrayList<>();
        List<GicBackend> working = new ArrayList<>();
        List<Entry> broken = new ArrayList<>();
        for (Discovered<GicBackend> candidate : found) {
            GicBackend backend = candidate.provider();
            if (backend == null) {
                broken.add(new Entry(
                        candidate.typeName(), false, "cannot be loaded: " + candidate.failure(), null));
            } else {
                working.add(backend);
            }
        }
        working.sort(Comparator.comparingInt(GicBackends::preferenceOf).reversed());
        working.forEach(backend -> entries.add(probe(backend)));
        entries.addAll(broken);
        return new GicBackends(List.copyOf(entries));
    }

    private static int preferenceOf(GicBackend backend) {
        try {
            return backend.preference();
        } catch (Exception | LinkageError | ServiceConfigurationError broken) {
            return Integer.MIN_VALUE;
        }
    }

    private static Entry probe(GicBackend backend) {
        String name = backend.getClass().getName();
        try {
            name = Objects.requireNonNull(backend.name(), "it has no name");
            String version = backend.version();
            if (!version.equals(ApiVersion.CURRENT)) {
                return new Entry(
                        name,
                        false,
                        "its jar is version " + version + ", gic-api is " + ApiVersion.CURRENT
                                + ": use one version of all gic4j jars",
                        backend);
            }
            GicBackend.Availability answer = backend.probe();
            return new Entry(name, answer.available(), answer.reason(), backend);
        } catch (Exception | LinkageError | ServiceConfigurationError broken) {
            return new Entry(name, false, "its probe failed: " + broken, backend);
        }
    }
}

package org.gic4j.api.discovery;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;

/** The search for providers of a service. */
public final class Discovery {
    private Discovery() {}

    /**
     * Walks a loader's providers. One that is broken becomes an entry with its failure and ends nothing.
     *
     * @param loaders where to look, in order; a class met twice counts once
     * @param <S> the service
     * @return what was met, in order
     */
    @SafeVarargs
    public static <S> List<Discovered<S>> search(ServiceLoader<S>... loaders) {
        List<Discovered<S>> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ServiceLoader<S> loader : loaders) {
            Iterator<ServiceLoader.Provider<S>> providers = loader.stream().iterator();
            // Each step may fail on its own; the iterator goes on after an error, but never for ever.
            for (int failures = 0; failures < 64; ) {
                try {
                    if (!providers.hasNext()) {
                        break;
                    }
                    ServiceLoader.Provider<S> next = providers.next();
                    if (seen.add(next.type().getName())) {
                        found.add(instantiate(next));
                    }
                } catch (ServiceConfigurationError | LinkageError broken) {
                    failures++;
                    if (seen.add(describe(broken))) {
                        found.add(new Discovered<>(null, "a declared provider", describe(broken)));
                    }
                }
            }
        }
        return List.copyOf(found);
    }

    private static <S> Discovered<S> instantiate(ServiceLoader.Provider<S> candidate) {
        String name = candidate.type().getName();
        try {
            return new Discovered<>(candidate.get(), name, null);
        } catch (ServiceConfigurationError | LinkageError broken) {
            return new Discovered<>(null, name, describe(broken));
        }
    }

    private static String describe(Throwable broken) {
        String own = broken.getMessage() == null ? broken.getClass().getSimpleName() : broken.getMessage();
        Throwable root = broken.getCause();
        if (root == null) {
            return own;
        }
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return own + " (" + root + ")";
    }
}

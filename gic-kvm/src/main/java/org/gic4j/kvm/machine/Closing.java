package org.gic4j.kvm.machine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Closes many things, each of them whatever happens to the others. */
final class Closing {
    private Closing() {}

    /**
     * Closes all, in order.
     *
     * @param groups what to close
     * @throws IllegalStateException around the first failure, with the others suppressed
     */
    @SafeVarargs
    static void all(List<? extends AutoCloseable>... groups) {
        @Nullable IllegalStateException failure = null;
        for (List<? extends AutoCloseable> group : groups) {
            for (AutoCloseable one : group) {
                try {
                    one.close();
                } catch (Exception e) {
                    if (failure == null) {
                        failure = new IllegalStateException("closing failed", e);
                    } else {
                        failure.addSuppressed(e);
                    }
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}

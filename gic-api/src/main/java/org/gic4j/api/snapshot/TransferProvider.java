package org.gic4j.api.snapshot;

import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.discovery.Discovered;
import org.gic4j.api.discovery.Discovery;
import org.jspecify.annotations.Nullable;

/**
 * The provider that saves and restores. A search costs more than a save, so the last answer is kept, for the context
 * class loader that it was found through; neither is held against the garbage collector.
 */
final class TransferProvider {
    private static volatile @Nullable Found latest;

    private TransferProvider() {}

    private record Found(WeakReference<ClassLoader> context, SoftReference<StateTransfer> transfer) {}

    /**
     * The provider for the calling thread.
     *
     * @throws GicException ENODEV where there is none; the message names the jar to add
     */
    static StateTransfer find() {
        // Without a context class loader the search begins at the system's.
        ClassLoader context = Objects.requireNonNullElseGet(
                Thread.currentThread().getContextClassLoader(), ClassLoader::getSystemClassLoader);
        Found found = latest;
        if (found != null && found.context().refersTo(context)) {
            StateTransfer transfer = found.transfer().get();
            if (transfer != null) {
                return transfer;
            }
        }
        StateTransfer transfer = search();
        latest = new Found(new WeakReference<>(context), new SoftReference<>(transfer));
        return transfer;
    }

    private static StateTransfer search() {
        List<Discovered<StateTransfer>> found = Discovery.search(
                ServiceLoader.load(StateTransfer.class),
                ServiceLoader.load(StateTransfer.class, Snapshots.class.getClassLoader()));
        return found.stream()
                .flatMap(candidate -> Stream.ofNullable(candidate.provider()))
                .findFirst()
                .orElseThrow(() -> new GicException(
                        Errno.ENODEV,
                        "nothing here can save or restore; add gic-serialization to the class path or module path"
                                + (found.isEmpty() ? "" : " (" + found.getFirst().failure() + ")")));
    }
}

package org.gic4j.api.discovery;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder on a class path that declares providers, as a jar does. */
public final class ServiceFolder {
    private final Path root;

    /**
     * Uses a folder.
     *
     * @param root an empty folder
     */
    public ServiceFolder(Path root) {
        this.root = root;
    }

    /**
     * Declares providers.
     *
     * @param service the service
     * @param classNames the providers' classes, which need not exist
     */
    public ServiceFolder declare(Class<?> service, String... classNames) throws IOException {
        Path services = Files.createDirectories(root.resolve("META-INF/services"));
        Files.write(services.resolve(service.getName()), List.of(classNames));
        return this;
    }

    /**
     * Declares providers.
     *
     * @param service the service
     * @param classes the providers' classes
     */
    public ServiceFolder declare(Class<?> service, Class<?>... classes) throws IOException {
        return declare(service, List.of(classes).stream().map(Class::getName).toArray(String[]::new));
    }

    /**
     * Adds a class file.
     *
     * @param className the class
     * @param content its bytes
     */
    public ServiceFolder classFile(String className, byte[] content) throws IOException {
        Path file = root.resolve(className.replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        return this;
    }

    /** A class loader that has this folder before everything that the tests see. */
    public URLClassLoader loader() throws IOException {
        return new URLClassLoader(
                new URL[] {root.toUri().toURL()}, ServiceFolder.class.getClassLoader());
    }

    /**
     * Runs something with this folder on the context class loader.
     *
     * @param action what to run
     * @param <T> its result's type
     * @param <X> what it may throw
     */
    public <T, X extends Exception> T asContext(Action<T, X> action) throws IOException, X {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = loader()) {
            thread.setContextClassLoader(loader);
            return action.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Something that is run.
     *
     * @param <T> its result's type
     * @param <X> what it may throw
     */
    @FunctionalInterface
    public interface Action<T, X extends Exception> {
        /** Runs it. */
        T run() throws X;
    }
}

package org.gic4j.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.util.Properties;

/** The version of this API. All gic4j jars are one version; {@link GicBackends} names a mismatch. */
public final class ApiVersion {
    /** For example {@code 0.1.0}. */
    public static final String CURRENT = read(ApiVersion.class, "version.properties");

    private ApiVersion() {}

    /**
     * Reads the version that a jar was built as, for providers of the same build.
     *
     * @param owner a class of that jar
     * @param resource a properties file beside it, with the key {@code version}; on the module path its module's
     *     version counts instead, since a module's files cannot be read from another
     * @return the version
     */
    public static String read(Class<?> owner, String resource) {
        ModuleDescriptor module = owner.getModule().getDescriptor();
        if (module != null && module.rawVersion().isPresent()) {
            return module.rawVersion().get();
        }
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing beside " + owner.getName());
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

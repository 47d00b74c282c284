package org.gic4j.realkernel.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.gic4j.api.HostKind;
import org.junit.platform.engine.ConfigurationParameters;

/**
 * How the tests are run: JUnit's configuration parameters, which may be system properties.
 *
 * @param host which host the guest is
 * @param cache where guests are prepared
 * @param output where the console and the results of this run go
 * @param limit how long one boot may take
 * @param files files that tests need, by their path below {@code /gic4j} in the guest
 * @param nativeSources a folder with C programs of tests
 */
record Settings(
        HostKind host,
        Path cache,
        Path output,
        Duration limit,
        Map<String, Path> files,
        Optional<Path> nativeSources) {
    /** {@code gicv2} or {@code gicv3}; without it the engine has no tests. */
    static final String HOST = "gic4j.realkernel.host";
    /** The cache folder; {@code ~/.cache/gic4j/real-kernel} without it. */
    static final String CACHE = "gic4j.realkernel.cache";
    /** The output folder; {@code target/real-kernel} without it. Each host has a folder below it. */
    static final String OUTPUT = "gic4j.realkernel.output";
    /** The time limit of one boot in seconds; {@value #DEFAULT_LIMIT} without it. */
    static final String LIMIT = "gic4j.realkernel.limit";
    /** {@code path in the guest=file}, with commas or line ends between them. */
    static final String FILES = "gic4j.realkernel.files";
    /** The folder with C programs. */
    static final String NATIVE_SOURCES = "gic4j.realkernel.native-sources";

    private static final int DEFAULT_LIMIT = 600;

    /**
     * Reads the parameters.
     *
     * @param parameters JUnit's
     * @return empty without {@link #HOST}
     */
    static Optional<Settings> of(ConfigurationParameters parameters) {
        return parameters.get(HOST).map(host -> new Settings(
                HostKind.valueOf(host.toUpperCase(Locale.ROOT)),
                parameters.get(CACHE).filter(text -> !text.isBlank()).map(Path::of).orElseGet(Settings::defaultCache),
                parameters.get(OUTPUT).map(Path::of).orElse(Path.of("target", "real-kernel")).resolve(host),
                Duration.ofSeconds(parameters.get(LIMIT, Integer::valueOf).orElse(DEFAULT_LIMIT)),
                parameters.get(FILES).map(Settings::files).orElse(Map.of()),
                parameters.get(NATIVE_SOURCES).map(Path::of)));
    }

    /**
     * Whether a test class is meant for this host: it is not, if a package of it is named after another kind of host.
     *
     * @param className its full name
     */
    boolean isForThisHost(String className) {
        for (HostKind other : HostKind.values()) {
            if (other != host && className.contains("." + other.name().toLowerCase(Locale.ROOT) + ".")) {
                return false;
            }
        }
        return true;
    }

    private static Path defaultCache() {
        return Path.of(System.getProperty("user.home"), ".cache", "gic4j", "real-kernel");
    }

    private static Map<String, Path> files(String text) {
        Map<String, Path> files = new LinkedHashMap<>();
        Pattern.compile("[,\n]").splitAsStream(text).map(String::strip).filter(entry -> !entry.isEmpty()).forEach(entry -> {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(FILES + " has no '=' in: " + entry);
            }
            files.put(entry.substring(0, equals), Path.of(entry.substring(equals + 1)));
        });
        return files;
    }
}

package org.gic4j.cli.platform;

import static java.util.stream.Collectors.toMap;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The platform's jars on the class path of this test: all that a user of the command has, and no others. */
final class PlatformJars {
    private static final String PREFIX = "org.gic4j.";

    private PlatformJars() {}

    /** The platform's modules, by name; each is a jar, or a folder of classes where Maven has not packed it. */
    static Map<String, ModuleReference> modules() {
        return classPath()
                .filter(PlatformJars::hasDescriptor)
                .flatMap(entry -> ModuleFinder.of(entry).findAll().stream())
                .filter(module -> module.descriptor().name().startsWith(PREFIX))
                .collect(toMap(module -> module.descriptor().name(), module -> module, (first, second) -> {
                    throw new IllegalStateException("twice on the class path: " + first + " and " + second);
                }, TreeMap::new));
    }

    /**
     * The jar of one of the platform's modules.
     *
     * @param module for example {@code org.gic4j.api}
     */
    static Path of(String module) {
        ModuleReference reference = modules().get(module);
        if (reference == null) {
            throw new IllegalStateException(module + " is not on the class path");
        }
        return Path.of(reference.location().orElseThrow());
    }

    /**
     * The jar of a library.
     *
     * @param artifact its Maven artifact
     */
    static Path library(String artifact) {
        String version = "-[0-9][^/]*\\.jar";
        List<Path> jars = classPath()
                .filter(entry -> entry.getFileName().toString().matches(artifact + version))
                .toList();
        if (jars.size() != 1) {
            throw new IllegalStateException("on the class path for " + artifact + ": " + jars);
        }
        return jars.getFirst();
    }

    private static Stream<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists);
    }

    private static boolean hasDescriptor(Path entry) {
        if (Files.isDirectory(entry)) {
            return Files.exists(entry.resolve("module-info.class"));
        }
        try (JarFile jar = new JarFile(entry.toFile())) {
            return jar.getEntry("module-info.class") != null;
        } catch (IOException e) {
            throw new IllegalStateException("cannot open " + entry, e);
        }
    }
}

package org.gic4j.cli.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's files. */
final class SourceTree {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private SourceTree() {}

    /** The folder of the parent pom. */
    static Path root() {
        // Maven runs tests in their module's folder, an IDE perhaps in the project's.
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("README.md")) && Files.exists(folder.resolve("gic-api/pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("not inside the project: " + Path.of("").toAbsolutePath());
    }

    /** The folders of the modules, as the parent pom lists them. */
    static List<Path> modules() throws IOException {
        return MODULE.matcher(Files.readString(root().resolve("pom.xml")))
                .results()
                .map(found -> root().resolve(found.group(1)))
                .toList();
    }

    /**
     * The packages that have Java files in a module, tests included.
     *
     * @param module a module's folder
     */
    static NavigableSet<String> packages(Path module) throws IOException {
        NavigableSet<String> packages = new TreeSet<>();
        for (String sources : List.of("src/main/java", "src/test/java")) {
            Path folder = module.resolve(sources);
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(file -> file.getFileName().toString().endsWith(".java"))
                            .filter(file -> !file.getParent().equals(folder))
                            .map(file -> folder.relativize(file.getParent()).toString().replace('/', '.'))
                            .forEach(packages::add);
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            }
        }
        return packages;
    }
}

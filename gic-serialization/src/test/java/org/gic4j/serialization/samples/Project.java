package org.gic4j.serialization.samples;

import java.nio.file.Files;
import java.nio.file.Path;

/** The project's files. */
public final class Project {
    private Project() {}

    /**
     * A file of the project.
     *
     * @param name by its path from the project's folder
     */
    public static Path file(String name) {
        // Maven runs tests in their module's folder, an IDE perhaps in the project's.
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        throw new IllegalStateException("there is no " + name + " above " + Path.of("").toAbsolutePath());
    }
}

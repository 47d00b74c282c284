package org.gic4j.realkernel.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gic4j.realkernel.packages.ExternalProgram;

/** C programs that tests start in the guest: {@code name.c} becomes {@code /gic4j/bin/name}, linked statically. */
final class NativePrograms {
    private static final String COMPILER = "aarch64-linux-gnu-gcc";

    private NativePrograms() {}

    /**
     * Compiles them, where there is a compiler.
     *
     * @param settings where the sources are
     * @param out is told, where there is none
     * @return the files of the settings, and the programs
     */
    static Map<String, Path> addTo(Settings settings, Consumer<String> out) throws IOException {
        Map<String, Path> files = new LinkedHashMap<>(settings.files());
        Path sources = settings.nativeSources().orElse(null);
        if (sources == null || !Files.isDirectory(sources)) {
            return files;
        }
        if (!ExternalProgram.exists(COMPILER)) {
            out.accept("tests that compare with C programs are skipped: " + COMPILER + " is missing; on Debian: apt-get"
                    + " install gcc-aarch64-linux-gnu libc6-dev-arm64-cross");
            return files;
        }
        Path folder = Files.createDirectories(settings.output().resolve("bin"));
        try (Stream<Path> found = Files.list(sources)) {
            for (Path source : found.filter(file -> file.toString().endsWith(".c")).toList()) {
                String name = source.getFileName().toString().replaceFirst("\\.c$", "");
                Path program = folder.resolve(name).toAbsolutePath();
                ExternalProgram.run(
                        folder,
                        Map.of(),
                        1,
                        List.of(COMPILER, "-O2", "-Wall", "-Wextra", "-Werror", "-static", "-o", program.toString(),
                                source.toAbsolutePath().toString()));
                files.put("bin/" + name, program);
            }
        }
        return files;
    }
}

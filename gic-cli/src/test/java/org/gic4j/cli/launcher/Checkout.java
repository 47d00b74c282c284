package org.gic4j.cli.launcher;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A folder laid out like the project, with the real launcher and nothing else that is real: its {@code mvn} writes down
 * that it ran and makes an empty jar, its JDKs write down how they were started.
 */
final class Checkout {
    private static final long TIMEOUT_SECONDS = 60;

    /** What the launcher itself calls, beside what the shell has built in. */
    private static final List<String> TOOLS =
            List.of("find", "readlink", "sed", "ln", "rm", "rmdir", "mkdir", "mv", "touch", "sleep");

    private final Path folder;
    private final Path tools;
    private final Map<String, String> environment = new HashMap<>();

    /** How a start ended. */
    record Outcome(int exitCode, List<String> out, List<String> err) {}

    Checkout(Path folder) throws IOException {
        this.folder = folder;
        this.tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : TOOLS) {
            if (!lend(tool)) {
                throw new IllegalStateException("no " + tool + " on PATH");
            }
        }
        Path launcher = Files.createDirectories(folder.resolve("project/gic-cli")).resolve("gic");
        Files.copy(Path.of("gic"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
        source("gic-api/src/main/java/A.java");
        source("gic-api/pom.xml");
        source("pom.xml");
        program(tools.resolve("mvn"), """
                #!/bin/sh
                echo "$*" >>"$MAVEN_LOG"
                echo 'output of maven'
                # No real build does anything within the tick of the file system's clock in which it began.
                sleep 0.05
                ${MAVEN_DOES:-:}
                for argument; do
                    case $argument in -Dgic.jar=*) : >"${argument#-Dgic.jar=}" ;; esac
                done
                exit ${MAVEN_EXIT:-0}
                """);
        environment.put("PATH", tools.toString());
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("GIC_JDK_FOLDERS", folder.resolve("jdks").toString());
        environment.put("MAVEN_LOG", folder.resolve("maven.log").toString());
        environment.put("JAVA_LOG", folder.resolve("java.log").toString());
    }

    Path launcher() {
        return folder.resolve("project/gic-cli/gic");
    }

    Path target() {
        return folder.resolve("project/gic-cli/target");
    }

    Checkout with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Lets a tool of this machine be found, where it has it. */
    Checkout withTool(String tool) throws IOException {
        lend(tool);
        return this;
    }

    Checkout without(String tool) throws IOException {
        Files.delete(tools.resolve(tool));
        return this;
    }

    /** A source that is older than anything that the launcher makes. */
    void source(String name) throws IOException {
        Path file = folder.resolve("project").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        Instant past = Instant.now().minusSeconds(3600);
        for (Path aged = file; !aged.equals(folder); aged = aged.getParent()) {
            Files.setLastModifiedTime(aged, FileTime.from(past));
        }
    }

    /** Changes a source now. */
    void touch(String name) throws IOException {
        Files.setLastModifiedTime(
                folder.resolve("project").resolve(name), FileTime.from(Instant.now().plusSeconds(1)));
    }

    /** A jar and a start-up cache that need no work, for tests of something else. */
    Checkout alreadyBuilt(Path java) throws IOException {
        Files.createDirectories(target());
        Files.writeString(target().resolve("gic.jar"), "");
        Files.setLastModifiedTime(
                target().resolve("gic.jar"), FileTime.from(Instant.now().minusSeconds(60)));
        Files.writeString(target().resolve("gic.aot.java"), java + "\n");
        return this;
    }

    /** A JDK among those that the launcher looks through, with a release file. */
    Path jdk(String name, String version) throws IOException {
        Path java = jdkWithoutRelease(name, version);
        Files.writeString(
                folder.resolve("jdks").resolve(name).resolve("release"),
                "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"none\"\n");
        return java;
    }

    Path jdkWithoutRelease(String name, String version) throws IOException {
        return program(folder.resolve("jdks").resolve(name).resolve("bin/java"), """
                #!/bin/sh
                echo "%s $*" >>"$JAVA_LOG"
                case ${1:-} in
                    -version) echo 'openjdk version "%s" 2026-01-01' >&2; exit ;;
                esac
                for argument; do
                    case $argument in
                        -XX:AOTCacheOutput=*)
                            [ -z "${CACHE_FAILS:-}" ] || exit 1
                            : >"${argument#*=}"
                            exit
                            ;;
                    esac
                done
                for argument; do printf '%%s\\n' "$argument"; done
                exit ${JAVA_EXIT:-0}
                """.formatted(name, version));
    }

    List<String> mavenRuns() throws IOException {
        Path log = folder.resolve("maven.log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    List<String> javaRuns() throws IOException {
        Path log = folder.resolve("java.log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    Outcome start(String... arguments) {
        return finish(begin(launcher(), folder, arguments));
    }

    Outcome start(Path launcher, Path workingFolder, String... arguments) {
        return finish(begin(launcher, workingFolder, arguments));
    }

    Process begin(Path launcher, Path workingFolder, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(launcher.toString());
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingFolder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Outcome finish(Process process) {
        try {
            // Both are small enough for the pipe.
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the launcher did not end");
            }
            return new Outcome(
                    process.exitValue(),
                    process.inputReader(StandardCharsets.UTF_8).lines().toList(),
                    process.errorReader(StandardCharsets.UTF_8).lines().toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean lend(String tool) throws IOException {
        Optional<Path> found = find(tool);
        if (found.isPresent()) {
            program(tools.resolve(tool), "#!/bin/sh\nexec '" + found.get() + "' \"$@\"\n");
        }
        return found.isPresent();
    }

    private static Path program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private static Optional<Path> find(String tool) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(part -> Path.of(part).resolve(tool))
                .filter(Files::isExecutable)
                .findFirst();
    }
}

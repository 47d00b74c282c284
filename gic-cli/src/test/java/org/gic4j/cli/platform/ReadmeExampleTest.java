package org.gic4j.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gic4j.cli.ExitCode;
import org.gic4j.cli.GicRun;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples that README gives to consumers: they compile against gic-api's jar alone, and run with the other jars on
 * the class path and on the module path.
 */
class ReadmeExampleTest {
    private static final Pattern JAVA_BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final Pattern NAME = Pattern.compile("public class (\\w+) ");
    private static final String NATIVE = "--enable-native-access=";

    @TempDir
    Path folder;

    private final List<String> names = new ArrayList<>();

    @BeforeEach
    void takeTheExamplesOutOfReadme() throws IOException {
        Matcher block = JAVA_BLOCK.matcher(Files.readString(SourceTree.root().resolve("README.md")));
        Files.createDirectory(folder.resolve("consumer"));
        while (block.find()) {
            String example = block.group(1);
            assertThat(example).doesNotContain("package ");
            Matcher name = NAME.matcher(example);
            assertThat(name.find()).isTrue();
            names.add(name.group(1));
            Files.writeString(folder.resolve(name.group(1) + ".java"), example);
            Files.writeString(folder.resolve("consumer/" + name.group(1) + ".java"), "package consumer;\n\n" + example);
        }
        assertThat(names).containsExactly("Consumer", "Walk");
    }

    @Test
    void shouldRunOnTheClassPath() throws IOException, InterruptedException {
        compile("-cp", PlatformJars.of("org.gic4j.api").toString(), "Consumer.java", "Walk.java");

        String jars = path(Stream.concat(Stream.of(folder), runTimeJars()));
        restores(run("-cp", jars, NATIVE + "ALL-UNNAMED", "Consumer", capture()));
        assertThat(run("-cp", jars, NATIVE + "ALL-UNNAMED", "Walk")).isEqualTo("0 registers differ");
    }

    @Test
    void shouldRunOnTheModulePath() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("module-info.java"), "module consumer {\n    requires org.gic4j.api;\n}\n");
        compile(
                "-p",
                PlatformJars.of("org.gic4j.api").toString(),
                "module-info.java",
                "consumer/Consumer.java",
                "consumer/Walk.java");

        String jars = path(Stream.concat(Stream.of(folder), runTimeJars()));
        restores(run("-p", jars, NATIVE + "org.gic4j.kvm", "-m", "consumer/consumer.Consumer", capture()));
        assertThat(run("-p", jars, NATIVE + "org.gic4j.kvm", "-m", "consumer/consumer.Walk"))
                .isEqualTo("0 registers differ");
    }

    @Test
    void shouldNameTheJarToAddWhenOnlyTheApiIsThere() throws IOException, InterruptedException {
        compile("-cp", PlatformJars.of("org.gic4j.api").toString(), "Walk.java");

        assertThat(run("-cp", path(Stream.of(folder, PlatformJars.of("org.gic4j.api"))), "Walk"))
                .contains("ENODEV", "add gic-emulated or gic-kvm to the class path or module path");
    }

    private String capture() throws IOException {
        return Captures.copy("q72-v2-smp4", folder).toString();
    }

    /** It printed nothing, and what it wrote is what the capture holds. */
    private void restores(String printed) throws IOException {
        assertThat(printed).isEmpty();
        GicRun compared = GicRun.of("diff", folder.resolve("again.gic"), capture());
        assertThat(compared.err()).isEmpty();
        assertThat(compared.exitCode()).isLessThanOrEqualTo(ExitCode.DIFFERENCES);
    }

    /** What a build tool would add for gic-api, gic-emulated and gic-kvm. */
    private static Stream<Path> runTimeJars() {
        return Stream.of(
                PlatformJars.of("org.gic4j.api"),
                PlatformJars.of("org.gic4j.emulated"),
                PlatformJars.of("org.gic4j.kvm"),
                PlatformJars.of("org.gic4j.serialization"),
                PlatformJars.library("dagger"),
                PlatformJars.library("jakarta.inject-api"),
                PlatformJars.library("javax.inject"),
                PlatformJars.library("jackson-core"),
                PlatformJars.library("jackson-dataformat-cbor"),
                PlatformJars.library("jackson-databind"),
                PlatformJars.library("jackson-annotations"));
    }

    private void compile(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-Xlint:all", "-Werror", "--release", "25", "-d", folder.toString()));
        for (String argument : arguments) {
            all.add(argument.endsWith(".java") ? folder.resolve(argument).toString() : argument);
        }
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);

        int result = ToolProvider.findFirst("javac").orElseThrow().run(out, out, all.toArray(String[]::new));

        assertThat(result).as(messages.toString()).isZero();
    }

    /** Runs Java in the example's folder and gives all that it prints. */
    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        Process child = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroy();
        }
        return Files.readString(output, StandardCharsets.UTF_8).strip();
    }

    private static String path(Stream<Path> entries) {
        return entries.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}

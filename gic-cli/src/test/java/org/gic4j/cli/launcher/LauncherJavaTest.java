package org.gic4j.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gic4j.cli.launcher.Checkout.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which Java the launcher takes, and how it starts it. */
@DisabledOnOs(OS.WINDOWS)
class LauncherJavaTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Checkout checkout;

    @BeforeEach
    void layOut() throws IOException {
        checkout = new Checkout(folder);
    }

    @Test
    void shouldTakeJavaHomeBeforeOthers() throws IOException {
        checkout.jdk("a", "25");
        checkout.alreadyBuilt(checkout.jdk("b", "26.0.1")).with("JAVA_HOME", folder + "/jdks/b");

        checkout.start("backends");

        assertThat(checkout.javaRuns()).singleElement().asString().startsWith("b ");
    }

    @Test
    void shouldPassOverJavaThatIsTooOld() throws IOException {
        checkout.jdk("a", "17.0.15");
        checkout.jdk("b", "1.8.0_452");
        checkout.alreadyBuilt(checkout.jdk("c", "25.0.1")).with("JAVA_HOME", folder + "/jdks/a");

        checkout.start("backends");

        assertThat(checkout.javaRuns()).singleElement().asString().startsWith("c ");
    }

    @Test
    void shouldTakeJavaOnThePathThroughItsSymbolicLink() throws IOException {
        checkout.alreadyBuilt(checkout.jdk("elsewhere", "25.0.1")).with("GIC_JDK_FOLDERS", "");
        Files.createSymbolicLink(folder.resolve("tools/java"), folder.resolve("jdks/elsewhere/bin/java"));

        checkout.start("backends");

        assertThat(checkout.javaRuns()).singleElement().asString().startsWith("elsewhere ");
    }

    @Test
    void shouldTakeAJdkOfMavensToolchains() throws IOException {
        checkout.alreadyBuilt(checkout.jdk("mavens", "25.0.1")).with("GIC_JDK_FOLDERS", "");
        Files.createDirectories(folder.resolve("home/.m2"));
        Files.writeString(
                folder.resolve("home/.m2/toolchains.xml"),
                "<toolchains>\n  <jdkHome>" + folder + "/jdks/mavens</jdkHome>\n</toolchains>\n");

        checkout.start("backends");

        assertThat(checkout.javaRuns()).singleElement().asString().startsWith("mavens ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "25.0.1", "26-ea", "100.0.1"})
    void shouldUnderstandVersionsOfJavaWithoutReleaseFile(String version) throws IOException {
        checkout.alreadyBuilt(checkout.jdkWithoutRelease("a", version));

        assertThat(checkout.start("backends").exitCode()).isZero();
        assertThat(checkout.javaRuns()).hasSize(2).first().isEqualTo("a -version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"24.0.2", "1.8.0_452", "9", "nonsense"})
    void shouldRefuseOldVersionsOfJavaWithoutReleaseFile(String version) throws IOException {
        checkout.alreadyBuilt(checkout.jdkWithoutRelease("a", version));

        assertThat(checkout.start("backends").exitCode()).isEqualTo(69);
    }

    @Test
    void shouldNotStartJavaToLearnItsVersionWhereTheReleaseFileTellsIt() throws IOException {
        checkout.alreadyBuilt(checkout.jdk("a", "25.0.1"));

        checkout.start("backends");

        assertThat(checkout.javaRuns()).singleElement().asString().contains("-jar");
    }

    @Test
    void shouldSayWhatToDoWithoutJava() throws IOException {
        checkout.jdk("a", "17.0.15");

        Outcome outcome = checkout.start("backends");

        assertThat(outcome.exitCode()).isEqualTo(69);
        assertThat(outcome.err())
                .containsExactly("gic: no Java 25 or newer was found: install a JDK 25, or set JAVA_HOME to one");
        assertThat(checkout.mavenRuns()).isEmpty();
    }

    @Test
    void shouldPassArgumentsAndExitCodeOn() throws IOException {
        checkout.alreadyBuilt(checkout.jdk("a", "25.0.1")).with("JAVA_EXIT", "3");

        Outcome outcome = checkout.start("inspect", "a file *", "--cpu=1", "");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.out()).endsWith("inspect", "a file *", "--cpu=1", "");
    }

    @Test
    void shouldStartFromAnyFolderThroughSymbolicLinks() throws IOException {
        checkout.alreadyBuilt(checkout.jdk("a", "25.0.1"));
        Path elsewhere = Files.createDirectories(folder.resolve("else where"));
        Files.createSymbolicLink(elsewhere.resolve("middle"), Path.of("../project/gic-cli/gic"));
        Files.createSymbolicLink(elsewhere.resolve("gic"), Path.of("middle"));

        Outcome outcome = checkout.start(Path.of("./gic"), elsewhere, "backends");

        assertThat(outcome.out()).contains("-jar", folder + "/project/gic-cli/target/gic.jar");
    }
}

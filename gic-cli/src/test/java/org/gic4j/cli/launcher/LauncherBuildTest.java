package org.gic4j.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gic4j.cli.launcher.Checkout.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the launcher builds the jar and makes the start-up cache. */
@DisabledOnOs(OS.WINDOWS)
class LauncherBuildTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Checkout checkout;

    @BeforeEach
    void layOut() throws IOException {
        checkout = new Checkout(folder);
        checkout.jdk("a", "25.0.1");
    }

    @Test
    void shouldBuildAMissingJarWithMavensOutputOnStandardError() throws IOException {
        Outcome outcome = checkout.start("backends");

        assertThat(outcome.exitCode()).isZero();
        assertThat(checkout.mavenRuns()).singleElement().asString().contains("-pl gic-cli -am package");
        assertThat(outcome.err()).contains("output of maven");
        assertThat(outcome.out()).doesNotContain("output of maven").endsWith("backends");
    }

    @Test
    void shouldNotBuildAJarThatIsCurrent() throws IOException {
        checkout.start("backends");

        Outcome second = checkout.start("backends");

        assertThat(checkout.mavenRuns()).hasSize(1);
        assertThat(second.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gic-api/src/main/java/A.java", "gic-api/pom.xml", "pom.xml"})
    void shouldBuildAgainWhenASourceIsNewer(String source) throws IOException {
        checkout.start("backends");
        checkout.touch(source);

        checkout.start("backends");

        assertThat(checkout.mavenRuns()).hasSize(2);
    }

    @Test
    void shouldBuildAgainWhenASourceWentAway() throws IOException {
        checkout.start("backends");
        Files.delete(folder.resolve("project/gic-api/src/main/java/A.java"));

        checkout.start("backends");

        assertThat(checkout.mavenRuns()).hasSize(2);
    }

    @Test
    void shouldBuildAgainWhenASourceChangedDuringTheBuild() throws IOException {
        checkout.with("MAVEN_DOES", "touch " + folder + "/project/gic-api/src/main/java/A.java")
                .start("backends");

        checkout.start("backends");

        assertThat(checkout.mavenRuns()).hasSize(2);
    }

    @Test
    void shouldNotStartWhenTheBuildFails() throws IOException {
        Outcome outcome = checkout.with("MAVEN_EXIT", "1").start("backends");

        assertThat(outcome.exitCode()).isEqualTo(69);
        assertThat(outcome.err()).last().isEqualTo("gic: the build failed: see above");
        assertThat(checkout.javaRuns()).isEmpty();
        try (Stream<Path> left = Files.list(checkout.target())) {
            assertThat(left.filter(file -> !file.endsWith("gic.lock"))).isEmpty();
        }
    }

    @Test
    void shouldSayThatMavenIsMissing() throws IOException {
        Outcome outcome = checkout.without("mvn").start("backends");

        assertThat(outcome.exitCode()).isEqualTo(69);
        assertThat(outcome.err()).last().asString().contains("install Maven");
    }

    @Test
    void shouldBuildOnceWhenStartedManyTimesAtOnce() throws IOException {
        checkout.withTool("flock").with("MAVEN_DOES", "sleep 1");

        assertThat(startAtOnce(4)).allSatisfy(outcome -> assertThat(outcome.out()).endsWith("backends"));
        assertThat(checkout.mavenRuns()).hasSize(1);
    }

    @Test
    void shouldBuildOnceWhenStartedManyTimesAtOnceWithoutFlock() throws IOException {
        checkout.with("MAVEN_DOES", "sleep 1");

        assertThat(startAtOnce(4)).allSatisfy(outcome -> assertThat(outcome.out()).endsWith("backends"));
        assertThat(checkout.mavenRuns()).hasSize(1);
        assertThat(checkout.target().resolve("gic.owner")).doesNotExist();
    }

    @Test
    void shouldTakeOverTheLockOfAProcessThatIsGone() throws IOException, InterruptedException {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.createDirectories(checkout.target());
        Files.createSymbolicLink(checkout.target().resolve("gic.owner"), Path.of(Long.toString(gone.pid())));

        assertThat(checkout.start("backends").exitCode()).isZero();
        assertThat(checkout.mavenRuns()).hasSize(1);
    }

    @Test
    void shouldMakeTheStartUpCacheOnceAndNameIt() throws IOException {
        giveSample();

        Outcome first = checkout.start("backends");
        Outcome second = checkout.start("backends");

        String cache = "-XX:AOTCache=" + checkout.target().resolve("gic.aot");
        assertThat(first.out()).contains(cache);
        assertThat(second.out()).contains(cache);
        assertThat(checkout.javaRuns()).filteredOn(run -> run.contains("AOTCacheOutput")).hasSize(1);
    }

    @Test
    void shouldStartWithoutACacheThatCannotBeMadeAndNotTryAgain() throws IOException {
        giveSample();
        checkout.with("CACHE_FAILS", "yes");

        Outcome first = checkout.start("backends");
        Outcome second = checkout.start("backends");

        assertThat(List.of(first, second)).allSatisfy(outcome -> {
            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.out()).noneMatch(argument -> argument.contains("AOT")).endsWith("backends");
        });
        assertThat(checkout.javaRuns()).filteredOn(run -> run.contains("AOTCacheOutput")).hasSize(1);
    }

    @Test
    void shouldMakeTheCacheAnewForAnotherJava() throws IOException {
        giveSample();
        checkout.start("backends");
        checkout.jdk("b", "26");

        checkout.with("JAVA_HOME", folder + "/jdks/b").start("backends");

        assertThat(checkout.javaRuns())
                .filteredOn(run -> run.contains("AOTCacheOutput"))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("a "), second -> assertThat(second)
                                .startsWith("b "));
    }

    private void giveSample() throws IOException {
        checkout.source("gic-cli/src/test/resources/captures/q72-v2-smp4.mig.gz");
    }

    private List<Outcome> startAtOnce(int times) {
        List<Process> started = IntStream.range(0, times)
                .mapToObj(n -> checkout.begin(checkout.launcher(), folder, "backends"))
                .toList();
        return started.stream().map(Checkout::finish).toList();
    }
}

package org.gic4j.realkernel.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gic4j.api.GicVersion;
import org.gic4j.testkit.contract.GoldenSkips;
import org.gic4j.testkit.golden.GoldenData;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code gic replay} of every golden log on the real kernel. */
public abstract class ReplayCommandContract {
    private final GicVersion version;

    /**
     * For a host.
     *
     * @param version its interrupt controller's
     */
    protected ReplayCommandContract(GicVersion version) {
        this.version = version;
    }

    @TestFactory
    Stream<DynamicTest> shouldFindNoDifference(@TempDir Path folder) {
        return GoldenData.opLogs(version).stream().map(log -> DynamicTest.dynamicTest(log, () -> replay(log, folder)));
    }

    private static void replay(String name, Path folder) throws IOException {
        Path log = GoldenData.copy(name, folder);

        Command.Outcome outcome = Command.gicHere("replay", log.toString(), "--backend", "kvm");

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output())
                .contains("backend kvm")
                .containsPattern("(?m)^[1-9][0-9]* agreeing, 0 differing, 0 excepted, ");
        assertThat(outcome.output().lines().filter(line -> line.contains(" skipped: ")))
                .containsExactlyInAnyOrderElementsOf(skips(name));
    }

    private static List<String> skips(String log) {
        return GoldenSkips.of(log, false, true).entrySet().stream()
                .map(skipped -> skipped.getValue() + " skipped: " + skipped.getKey())
                .toList();
    }
}

package org.gic4j.emulated.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.gic4j.api.GicBackend;
import org.gic4j.emulated.EmulatedBackend;
import org.gic4j.testkit.differential.DifferentialOptions;
import org.gic4j.testkit.differential.DifferentialReport;
import org.gic4j.testkit.differential.DifferentialReport.Failure;
import org.gic4j.testkit.differential.DifferentialRun;
import org.gic4j.testkit.replay.Replay;
import org.gic4j.testkit.replay.ReplayOptions;
import org.gic4j.testkit.replay.ReplayReport;

/** What a run must find in a backend with one rule broken. */
final class Found {
    private static final GicBackend RIGHT = new EmulatedBackend();

    private Found() {}

    /** Compares a backend with the right one. */
    static DifferentialReport run(DifferentialOptions options, GicBackend candidate) {
        return DifferentialRun.of(RIGHT, candidate, options);
    }

    /** There is no difference, and the operations were worth it. */
    static DifferentialReport assertAgrees(String what, DifferentialOptions options, GicBackend candidate) {
        DifferentialReport report = run(options, candidate);
        System.out.println("emulated " + what + " against itself: " + report.summary());
        assertThat(report.failures()).as(report.describe()).isEmpty();
        assertThat(report.operations()).isGreaterThanOrEqualTo(options.operations());
        assertThat(report.answers().get("OK")).isGreaterThan(options.operations() / 2);
        assertThat(report.states()).isGreaterThan(100);
        return report;
    }

    /** The difference is found, shrunk to a few operations, and a replay of its log shows it. */
    static void assertFinds(Path folder, DifferentialOptions options, WrongBackend.Rule rule, int mostOperations)
            throws IOException {
        WrongBackend wrong = new WrongBackend(rule);
        DifferentialReport report = run(options, wrong);
        assertThat(report.failures()).hasSize(1);
        Failure failure = report.failures().getFirst();
        long operations =
                failure.log().stream().filter(line -> line.contains("\"errno\"")).count();
        assertThat(operations).as(report.describe()).isLessThanOrEqualTo(mostOperations);
        Path log = failure.write(folder);
        ReplayReport shown = Replay.run(log, ReplayOptions.of(wrong));
        assertThat(shown.differing()).as(report.describe()).isEqualTo(1);
        ReplayReport agreed = Replay.run(log, ReplayOptions.of(RIGHT));
        assertThat(agreed.differing()).as(report.describe()).isZero();
        assertThat(agreed.agreeing()).isEqualTo(operations);
    }
}

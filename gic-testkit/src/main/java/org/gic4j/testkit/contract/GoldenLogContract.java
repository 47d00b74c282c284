package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.gic4j.testkit.golden.GoldenData;
import org.gic4j.testkit.replay.Replay;
import org.gic4j.testkit.replay.ReplayOptions;
import org.gic4j.testkit.replay.ReplayReport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every golden op log, answer for answer. What is skipped and excepted is pinned, so that it cannot grow unseen. */
public abstract class GoldenLogContract extends ContractTest {
    private static final Map<String, Long> EXCEPTED =
            Map.of("gic2-cpuif.5.jsonl.gz", 23L, "gic3-cpuif.7.jsonl.gz", 8L);

    /** Tests an implementation. */
    protected GoldenLogContract(Implementation implementation) {
        super(implementation);
    }

    @TestFactory
    final Stream<DynamicTest> shouldAnswerAsRecorded(@TempDir Path folder) {
        return GoldenData.opLogs(version()).stream()
                .map(log -> DynamicTest.dynamicTest(log, () -> replay(log, folder)));
    }

    private void replay(String log, Path folder) throws IOException {
        ReplayReport report = Replay.run(GoldenData.copy(log, folder), ReplayOptions.of(backend()));
        assertThat(report.differences()).isEmpty();
        assertThat(report.differing()).isZero();
        assertThat(report.agreeing()).isPositive();
        assertThat(report.skipped()).isEqualTo(GoldenSkips.of(log, has(Feature.GUEST_ACCESS), has(Feature.ITS)));
        assertThat(report.excepted()).isEqualTo(has(Feature.GUEST_ACCESS) ? EXCEPTED.getOrDefault(log, 0L) : 0);
    }
}

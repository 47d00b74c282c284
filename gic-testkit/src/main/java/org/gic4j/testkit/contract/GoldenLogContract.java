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
    private static final String NO_ITS = "ITS that the backend lacks";
    private static final String AFTER_GUEST_CODE = "after guest code";
    private static final String NO_GUEST_ACCESS = "guest access that the backend lacks";
    private static final Map<String, Map<String, Long>> SKIPPED = Map.of(
            "gic2-caps.jsonl.gz", Map.of("host query", 25L, "bad user pointer", 1L),
            "gic2-cost.5.500.jsonl.gz", Map.of("timing", 42L),
            "gic2-run.5.jsonl.gz", Map.of(AFTER_GUEST_CODE, 183L, "bad user pointer", 1L),
            "gic2-v2seq.jsonl.gz", Map.of("bad user pointer", 22L),
            "gic3-caps.jsonl.gz", Map.of("host query", 25L, "bad user pointer", 1L),
            "gic3-cost.7.500.jsonl.gz", Map.of("timing", 51L),
            "gic3-its.jsonl.gz", Map.of("bad user pointer", 17L),
            "gic3-run.7.jsonl.gz", Map.of(AFTER_GUEST_CODE, 174L, "bad user pointer", 1L),
            "gic3-v3seq.jsonl.gz", Map.of("bad user pointer", 33L));
    /** The same of logs with accesses of a guest where the backend cannot make them: whatever they change goes with them. */
    private static final Map<String, Map<String, Long>> SKIPPED_WITHOUT_GUEST_ACCESS = Map.of(
            "gic2-cpuif.5.jsonl.gz", Map.of(AFTER_GUEST_CODE, 382L, NO_GUEST_ACCESS, 1L),
            "gic2-run.5.jsonl.gz", Map.of(AFTER_GUEST_CODE, 208L),
            "gic3-cpuif.7.jsonl.gz", Map.of(AFTER_GUEST_CODE, 343L, NO_GUEST_ACCESS, 1L),
            "gic3-extra.7.jsonl.gz", Map.of(AFTER_GUEST_CODE, 16L),
            "gic3-run.7.jsonl.gz", Map.of(AFTER_GUEST_CODE, 205L));
    /** The same of logs with an ITS where there is none here: the bad pointers that it was given are skipped with it. */
    private static final Map<String, Map<String, Long>> SKIPPED_WITHOUT_ITS = Map.of(
            "gic3-extra.7.jsonl.gz", Map.of(NO_ITS, 18L),
            "gic3-its-dtesize.jsonl.gz", Map.of(NO_ITS, 1296L),
            "gic3-its.jsonl.gz", Map.of(NO_ITS, 267_718L),
            "gic3-v3seq.jsonl.gz", Map.of("bad user pointer", 33L, NO_ITS, 3L),
            "gic3-v3write.1.64.3-its.jsonl.gz", Map.of(NO_ITS, 194L));
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
        assertThat(report.skipped()).isEqualTo(expectedSkips(log));
        assertThat(report.excepted()).isEqualTo(has(Feature.GUEST_ACCESS) ? EXCEPTED.getOrDefault(log, 0L) : 0);
    }

    private Map<String, Long> expectedSkips(String log) {
        Map<String, Long> skipped = SKIPPED.getOrDefault(log, Map.of());
        if (!has(Feature.GUEST_ACCESS)) {
            skipped = SKIPPED_WITHOUT_GUEST_ACCESS.getOrDefault(log, skipped);
        }
        return has(Feature.ITS) ? skipped : SKIPPED_WITHOUT_ITS.getOrDefault(log, skipped);
    }
}

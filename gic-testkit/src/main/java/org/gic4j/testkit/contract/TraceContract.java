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

/** Linux booting on QEMU's interrupt controller: every read, every interrupt output and every SGI. */
public abstract class TraceContract extends ContractTest {
    /** How much of each trace is compared: all that it has. */
    private static final Map<String, Map<String, Long>> COMPARED = Map.of(
            "v2-smp1.trace.gz", Map.of("reads", 2129L, "output lines", 1054L),
            "v2-smp4.trace.gz", Map.of("reads", 9635L, "output lines", 26_274L),
            "v3-smp4.trace.gz",
                    Map.of("reads", 5231L, "bad reads", 1L, "output lines", 68_851L, "SGI lines", 1444L));
    private static final long GICV3_CHANGES = 10_260;

    /** Tests an implementation. */
    protected TraceContract(Implementation implementation) {
        super(implementation);
    }

    @TestFactory
    final Stream<DynamicTest> shouldServeLinuxAsQemuDid(@TempDir Path folder) {
        return GoldenData.traces(version()).stream()
                .map(trace -> DynamicTest.dynamicTest(trace, () -> replay(trace, folder)));
    }

    private void replay(String trace, Path folder) throws IOException {
        requires(Feature.GUEST_ACCESS);
        requires(Feature.QEMU_PROFILE);
        ReplayReport report = Replay.run(GoldenData.copy(trace, folder), ReplayOptions.of(backend()));
        assertThat(report.differences()).isEmpty();
        assertThat(report.differing()).isZero();
        assertThat(report.excepted()).isZero();
        assertThat(report.skipped()).isEmpty();
        Map<String, Long> compared = COMPARED.getOrDefault(trace, Map.of());
        assertThat(report.counts()).containsAllEntriesOf(compared);
        assertThat(report.agreeing())
                .isPositive()
                .isEqualTo(compared.values().stream().mapToLong(Long::longValue).sum());
        if (trace.startsWith("v3")) {
            assertThat(report.counts()).containsEntry("changes", GICV3_CHANGES);
        }
    }
}

package org.gic4j.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.gic4j.testkit.golden.GoldenData;
import org.gic4j.testkit.replay.Replay;
import org.gic4j.testkit.replay.ReplayOptions;
import org.gic4j.testkit.replay.ReplayReport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Linux booting on QEMU's GICv2: every read and every interrupt output. */
public abstract class TraceContract extends GuestContract {
    /** Tests an implementation. */
    protected TraceContract(Implementation implementation) {
        super(implementation);
    }

    @ParameterizedTest
    @CsvSource({"v2-smp1.trace.gz, 2129, 1054", "v2-smp4.trace.gz, 9635, 26274"})
    void shouldServeLinuxAsQemuDid(String trace, long reads, long lines, @TempDir Path folder) throws IOException {
        requires(Feature.GUEST_ACCESS);
        requires(Feature.QEMU_PROFILE);
        ReplayReport report = Replay.run(GoldenData.copy(trace, folder), ReplayOptions.of(backend()));
        assertThat(report.differences()).isEmpty();
        assertThat(report.differing()).isZero();
        assertThat(report.excepted()).isZero();
        assertThat(report.skipped()).isEmpty();
        assertThat(report.agreeing()).isEqualTo(reads + lines);
        assertThat(report.counts()).containsEntry("reads", reads).containsEntry("output lines", lines);
    }
}

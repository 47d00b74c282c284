package org.gic4j.realkernel.guest.gicv3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.gic4j.realkernel.guest.Command;
import org.gic4j.testkit.golden.GoldenData;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gic replay} on the kernel. What it prints is tested here; every golden log is a test of the contract suite. */
class ReplayCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gic3-caps.jsonl.gz",
                "gic3-cpuif.7.jsonl.gz",
                "gic3-dup.jsonl.gz",
                "gic3-irq.7.1.jsonl.gz",
                "gic3-irq.7.2.jsonl.gz",
                "gic3-its.jsonl.gz",
                "gic3-its-dtesize.jsonl.gz",
                "gic3-run.7.jsonl.gz",
                "gic3-v3seq.jsonl.gz",
                "gic3-v3write.1.64.0.jsonl.gz",
                "gic3-v3write.1.64.3-its.jsonl.gz",
                "gic3-v3write.2.64.1.jsonl.gz"
            })
    void shouldFindNoDifference(String name) throws IOException {
        Path log = GoldenData.copy(name, folder);

        Command.Outcome outcome = Command.gicHere("replay", log.toString(), "--backend", "kvm");

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("backend kvm", " agreeing, 0 differing, ");
    }
}

package org.gic4j.realkernel.guest.gicv2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.gic4j.realkernel.guest.Command;
import org.gic4j.testkit.golden.GoldenData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gic replay} on the kernel. What it prints is tested here; every golden log is a test of the contract suite. */
class ReplayCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void shouldFindNoDifferenceByItsLauncher() throws Exception {
        Path log = GoldenData.copy("gic2-caps.jsonl.gz", folder);

        Command.Outcome outcome = Command.gic("replay", log.toString(), "--backend", "kvm");

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("backend kvm", " agreeing, 0 differing, ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gic2-cpuif.5.jsonl.gz",
                "gic2-extra.5.jsonl.gz",
                "gic2-irq.5.1.jsonl.gz",
                "gic2-irq.5.2.jsonl.gz",
                "gic2-run.5.jsonl.gz",
                "gic2-v2seq.jsonl.gz"
            })
    void shouldFindNoDifference(String name) throws Exception {
        Path log = GoldenData.copy(name, folder);

        Command.Outcome outcome = Command.gicHere("replay", log.toString(), "--backend", "kvm");

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("backend kvm", " agreeing, 0 differing, ");
    }
}

package org.gic4j.realkernel.guest.gicv2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.gic4j.api.GicVersion;
import org.gic4j.realkernel.guest.Command;
import org.gic4j.realkernel.guest.ReplayCommandContract;
import org.gic4j.testkit.golden.GoldenData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest extends ReplayCommandContract {
    ReplayCommandTest() {
        super(GicVersion.GICV2);
    }

    @Test
    void shouldFindNoDifferenceByItsLauncher(@TempDir Path folder) throws Exception {
        Path log = GoldenData.copy("gic2-caps.jsonl.gz", folder);

        Command.Outcome outcome = Command.gic("replay", log.toString(), "--backend", "kvm");

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("backend kvm", " agreeing, 0 differing, ");
    }
}

package org.gic4j.realkernel.guest.anyhost;

import static org.assertj.core.api.Assertions.assertThat;

import org.gic4j.realkernel.guest.Command;
import org.junit.jupiter.api.Test;

/** The command {@code gic}, by its launcher, where there is a KVM. */
class GicCommandTest {
    @Test
    void shouldListKvmAsAvailable() throws Exception {
        Command.Outcome outcome = Command.gic("backends");

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).containsPattern("kvm +yes +this host's KVM offers VGICv[23]");
    }
}

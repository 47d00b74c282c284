package org.gic4j.cli.backends;

import static org.assertj.core.api.Assertions.assertThat;

import org.gic4j.cli.GicRun;
import org.gic4j.cli.JsonObject;
import org.junit.jupiter.api.Test;

class BackendsCommandTest {
    @Test
    void shouldListEveryBackendWithWhatItIsOrWhyNot() {
        GicRun run = GicRun.of("backends").ok();

        assertThat(run.out()).first().asString().matches("BACKEND +AVAILABLE +WHAT, OR WHY NOT");
        assertThat(run.out()).anyMatch(line -> line.matches("emulated +yes +GICv2.* in pure Java.*"));
        // Whether the host has one is the host's affair; that it is told why not is not.
        assertThat(run.out()).anyMatch(line -> line.matches("kvm +(yes|no) +\\S.*"));
    }

    @Test
    void shouldSayTheSameAsJson() {
        JsonObject printed = GicRun.of("backends", "--format", "json").ok().json();

        assertThat(printed.objects("backends"))
                .extracting(backend -> backend.text("name"))
                .containsExactlyInAnyOrder("emulated", "kvm");
        assertThat(printed.objects("backends")).allSatisfy(backend -> {
            assertThat(backend.text("reason")).isNotBlank();
            assertThat(backend.has("available")).isTrue();
        });
    }
}

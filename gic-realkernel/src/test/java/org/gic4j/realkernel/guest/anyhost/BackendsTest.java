package org.gic4j.realkernel.guest.anyhost;

import static org.assertj.core.api.Assertions.assertThat;

import org.gic4j.api.GicBackends;
import org.junit.jupiter.api.Test;

/** The choice of a backend where both can be had. */
class BackendsTest {
    @Test
    void shouldHaveBothBackends() {
        assertThat(GicBackends.find().entries())
                .allSatisfy(entry -> assertThat(entry.available()).as(entry.name() + ": " + entry.reason()).isTrue())
                .extracting(GicBackends.Entry::name)
                .containsExactly("kvm", "emulated");
    }

    @Test
    void shouldPreferTheKernels() {
        assertThat(GicBackends.find().best().name()).isEqualTo("kvm");
    }
}

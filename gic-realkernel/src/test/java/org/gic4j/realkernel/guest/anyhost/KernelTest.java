package org.gic4j.realkernel.guest.anyhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Where the tests of this folder run. */
class KernelTest {
    @Test
    void shouldBeArm64() {
        assertThat(System.getProperty("os.arch")).isEqualTo("aarch64");
    }

    @Test
    void shouldHaveKvm() {
        assertThat(Files.exists(Path.of("/dev/kvm"))).isTrue();
    }
}

package org.gic4j.api.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.GicVersion;
import org.junit.jupiter.api.Test;

class LintTest {
    @Test
    void shouldNameTheJarToAddWhereNothingCanCheck() {
        assertThatExceptionOfType(GicException.class)
                .isThrownBy(Lint::rules)
                .withMessageContaining("gic-serialization")
                .satisfies(missing -> assertThat(missing.errno()).isEqualTo(Errno.ENODEV));
    }

    @Test
    void shouldFindTargetsByName() {
        assertThat(LintTarget.named("cloud-hypervisor")).isEqualTo(LintTarget.CLOUD_HYPERVISOR);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> LintTarget.named("xen"))
                .withMessageContaining("any, kvm, emulated, qemu, firecracker, cloud-hypervisor, crosvm");
    }

    @Test
    void shouldKnowWhatTargetsTake() {
        assertThat(LintTarget.CROSVM.takes(GicVersion.GICV2)).isFalse();
        assertThat(LintTarget.FIRECRACKER.takes(GicVersion.GICV2)).isTrue();
        assertThat(LintTarget.FIRECRACKER.interrupts()).hasValue(128);
        assertThat(LintTarget.KVM.interrupts()).isEmpty();
        assertThat(LintTarget.ANY.profile()).isEmpty();
        assertThat(LintTarget.CROSVM.takesLpis()).isFalse();
    }
}

package org.gic4j.realkernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is needed, and which tests are for which host. */
class SettingsTest {
    @Test
    void shouldMissNothingWhereEverythingIs() {
        assertThat(Requirements.missing(program -> true)).isEmpty();
    }

    @Test
    void shouldSayInOneLineWhatIsMissingAndHowToGetIt() {
        Optional<String> missing = Requirements.missing(Predicate.not("qemu-system-aarch64"::equals));

        assertThat(missing).hasValueSatisfying(line -> assertThat(line)
                .contains("did not run: qemu-system-aarch64 missing", "apt-get install qemu-system-arm")
                .doesNotContain("\n"));
    }
}

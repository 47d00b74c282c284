package org.gic4j.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class ApiVersionTest {
    @Test
    void shouldReadTheVersionThatTheBuildWrote() {
        assertThat(ApiVersion.CURRENT).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(ApiVersion.read(ApiVersion.class, "version.properties")).isEqualTo(ApiVersion.CURRENT);
    }

    @Test
    void shouldSayWhichVersionFileIsMissing() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> ApiVersion.read(ApiVersionTest.class, "gone.properties"))
                .withMessageContainingAll("gone.properties", ApiVersionTest.class.getName());
    }
}

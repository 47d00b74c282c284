package org.gic4j.testkit.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

class SeedTest {
    private @Nullable String given;

    @BeforeEach
    void keep() {
        given = System.clearProperty(Seed.PROPERTY);
    }

    @AfterEach
    void giveBack() {
        if (given == null) {
            System.clearProperty(Seed.PROPERTY);
        } else {
            System.setProperty(Seed.PROPERTY, given);
        }
    }

    @Test
    void shouldBeFreshWhereNoneIsGiven() {
        assertThat(Seed.chosen()).isNotEqualTo(Seed.chosen());
    }

    @Test
    void shouldTakeTheFormInWhichItIsPrinted() {
        System.setProperty(Seed.PROPERTY, Seed.format(-2));
        assertThat(Seed.chosen()).isEqualTo(-2);
        System.setProperty(Seed.PROPERTY, "-2");
        assertThat(Seed.chosen()).isEqualTo(-2);
    }

    @Test
    void shouldNameThePropertyOfASeedThatIsNone() {
        System.setProperty(Seed.PROPERTY, "0xyz");
        assertThatThrownBy(Seed::chosen).hasMessageContaining(Seed.PROPERTY).hasMessageContaining("0xyz");
    }
}

package org.gic4j.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void shouldJoinRuns() {
        assertThat(Words.ranges(List.of(0, 1, 2, 3, 5, 7, 8))).isEqualTo("0-3,5,7-8");
        assertThat(Words.ranges(List.of())).isEqualTo("-");
    }

    @Test
    void shouldListTheBitsOfAMask() {
        assertThat(Words.bits(0x8000_0005)).containsExactly(0, 2, 31);
    }

    @Test
    void shouldWriteRegistersUnsigned() {
        assertThat(Words.hex(-1)).isEqualTo("0xffffffff");
        assertThat(Words.hex(OptionalInt.empty())).isEqualTo("?");
    }

    @Test
    void shouldUseThePluralForOtherThanOne() {
        assertThat(Words.count(1, "differing register")).isEqualTo("1 differing register");
        assertThat(Words.count(0, "differing register")).isEqualTo("0 differing registers");
    }
}

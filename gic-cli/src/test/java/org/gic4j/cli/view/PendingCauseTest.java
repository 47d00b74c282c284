package org.gic4j.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.gic4j.api.registers.InterruptProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PendingCauseTest {
    private static final int LEVEL = 0b00;
    private static final int EDGE = 0b10;

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, NONE",
        "1, 1, 0, LINE",
        "1, 0, 1, LATCH",
        "1, 1, 1, LINE_AND_LATCH",
        "0, 1, 0, CONTRADICTORY",
        "1, 0, 0, CONTRADICTORY"
    })
    void shouldTellLineFromLatchOfALevelSensitiveInterrupt(int pending, int line, int latch, PendingCause cause) {
        assertThat(spi(LEVEL, pending, line, latch).cause()).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, NONE", "1, 0, EDGE", "1, 1, EDGE_LINE_HIGH", "0, 1, EDGE_TAKEN"})
    void shouldTellWhetherTheLineOfAnEdgeIsStillHigh(int pending, int line, PendingCause cause) {
        assertThat(spi(EDGE, pending, line, pending).cause()).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, MERGED", "0, 0, NONE", "2, 1, EDGE", "2, 0, NONE"})
    void shouldSayThatLineAndLatchWereMergedWhereOnlyPendingIsKnown(
            long configuration, long pending, PendingCause cause) {
        Map<InterruptProperty, Long> known = new EnumMap<>(InterruptProperty.class);
        known.put(InterruptProperty.CONFIGURATION, configuration);
        known.put(InterruptProperty.PENDING, pending);

        assertThat(new InterruptView(40, null, known).cause()).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource({"0, NONE", "4, SENT"})
    void shouldNameSendersOfASoftwareGeneratedInterrupt(long sources, PendingCause cause) {
        long pending = sources == 0 ? 0 : 1;
        InterruptView sgi = new InterruptView(
                3, null, Map.of(InterruptProperty.SGI_SOURCES, sources, InterruptProperty.PENDING, pending));

        assertThat(sgi.cause()).isEqualTo(cause);
    }

    private static InterruptView spi(long configuration, long pending, long line, long latch) {
        return new InterruptView(
                40,
                null,
                Map.of(
                        InterruptProperty.CONFIGURATION, configuration,
                        InterruptProperty.PENDING, pending,
                        InterruptProperty.LINE, line,
                        InterruptProperty.LATCH, latch));
    }
}

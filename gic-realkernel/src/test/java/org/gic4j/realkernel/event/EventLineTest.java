package org.gic4j.realkernel.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.gic4j.realkernel.event.TestEvent.Ended;
import org.gic4j.realkernel.event.TestEvent.FilePublished;
import org.gic4j.realkernel.event.TestEvent.Finished;
import org.gic4j.realkernel.event.TestEvent.Outcome;
import org.gic4j.realkernel.event.TestEvent.Published;
import org.gic4j.realkernel.event.TestEvent.Registered;
import org.gic4j.realkernel.event.TestEvent.Skipped;
import org.gic4j.realkernel.event.TestEvent.Started;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events as lines. */
class EventLineTest {
    private static final String AWKWARD = "tab\t, line\nend\r, \\n, \\0 and ü";

    static Stream<TestEvent> events() {
        RecordedThrowable cause = new RecordedThrowable("e.F", null, false, List.of(), null);
        RecordedThrowable thrown = new RecordedThrowable(
                "a.B",
                AWKWARD,
                true,
                List.of(new StackTraceElement("C", "m", null, -2), new StackTraceElement("D", "n", "D.java", 7)),
                cause);
        return Stream.of(
                new Registered("p", AWKWARD, true, false, "name", "legacy"),
                new Started(AWKWARD),
                new Skipped("id", ""),
                new Finished("id", Outcome.SUCCESSFUL, null),
                new Finished("id", Outcome.FAILED, thrown),
                new Published("id", List.of("key", AWKWARD, "other", "")),
                new FilePublished("id", "name", "Zm9v"),
                new Ended());
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldReadBackOnOneLine(TestEvent event) {
        String line = EventLine.encode(event);

        assertThat(line).doesNotContain("\n", "\r");
        assertThat(EventLine.decode(line).toString()).isEqualTo(event.toString());
    }

    @Test
    void shouldRefuseOtherText() {
        assertThatThrownBy(() -> EventLine.decode("Started")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EventLine.decode("hello\tid")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRebuildAThrowableThatReadsTheSame() {
        Throwable original = new AssertionError("expected 1", new IllegalStateException("inner"));

        Throwable rebuilt = RecordedThrowable.of(original).toThrowable();

        assertThat(rebuilt).isInstanceOf(AssertionError.class).hasToString(original.toString());
        assertThat(rebuilt.getStackTrace()[0]).isEqualTo(original.getStackTrace()[0]);
        assertThat(rebuilt.getCause()).hasToString("java.lang.IllegalStateException: inner");
    }
}

package org.gic4j.realkernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.realkernel.event.TestEvent;
import org.gic4j.realkernel.event.TestEvent.Ended;
import org.gic4j.realkernel.event.TestEvent.Finished;
import org.gic4j.realkernel.event.TestEvent.Outcome;
import org.gic4j.realkernel.event.TestEvent.Skipped;
import org.gic4j.realkernel.event.TestEvent.Started;
import org.junit.jupiter.api.Test;

class ClassByClassTest {
    private static final String ENGINE = "[engine:junit-jupiter]";
    private static final String ONE = ENGINE + "/[class:One]";
    private static final String TWO = ENGINE + "/[class:Two]";
    private static final String THREE = ENGINE + "/[class:Three]";

    private final List<TestEvent> given = new ArrayList<>();
    private final ClassByClass inOrder = new ClassByClass(given::add);

    @Test
    void shouldGiveTheEventsOfOneClassAtOnce() {
        accept(new Started(ENGINE), new Started(ONE), new Started(ONE + "/[method:a()]"));

        assertThat(given).containsExactly(new Started(ENGINE), new Started(ONE), new Started(ONE + "/[method:a()]"));
    }

    @Test
    void shouldKeepAnotherClassUntilTheFirstHasEnded() {
        accept(new Started(ONE), new Started(TWO), new Started(TWO + "/[method:b()]"));
        assertThat(given).containsExactly(new Started(ONE));

        accept(ended(ONE));
        assertThat(given).containsExactly(
                new Started(ONE), ended(ONE), new Started(TWO), new Started(TWO + "/[method:b()]"));

        accept(ended(TWO + "/[method:b()]"));
        assertThat(given).last().isEqualTo(ended(TWO + "/[method:b()]"));
    }

    @Test
    void shouldGiveClassesThatEndedMeanwhile() {
        accept(new Started(ONE), new Started(TWO), ended(TWO), new Skipped(THREE, "no"), ended(ONE), new Ended());

        assertThat(given).containsExactly(
                new Started(ONE), ended(ONE), new Started(TWO), ended(TWO), new Skipped(THREE, "no"), new Ended());
    }

    @Test
    void shouldGiveWhatWaitsWhenTheGuestIsGone() {
        accept(new Started(ONE), new Started(TWO));
        inOrder.flush();

        assertThat(given).containsExactly(new Started(ONE), new Started(TWO));
    }

    private void accept(TestEvent... events) {
        List.of(events).forEach(inOrder::accept);
    }

    private static Finished ended(String id) {
        return new Finished(id, Outcome.SUCCESSFUL, null);
    }
}

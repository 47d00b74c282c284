package org.gic4j.realkernel.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.gic4j.realkernel.event.TestEvent;
import org.gic4j.realkernel.event.TestEvent.Ended;
import org.gic4j.realkernel.event.TestEvent.FilePublished;
import org.gic4j.realkernel.event.TestEvent.Finished;
import org.gic4j.realkernel.event.TestEvent.Published;
import org.gic4j.realkernel.event.TestEvent.Registered;
import org.gic4j.realkernel.event.TestEvent.Skipped;
import org.gic4j.realkernel.event.TestEvent.Started;
import org.jspecify.annotations.Nullable;

/**
 * Classes of tests run side by side in the guest; here their events come one class after the other, as Maven's reports
 * want them. Those of one class come at once, those of others when it has ended.
 */
final class ClassByClass {
    private final Consumer<TestEvent> next;
    private final SequencedMap<String, List<TestEvent>> waiting = new LinkedHashMap<>();
    private @Nullable String current;

    /**
     * Puts events in order.
     *
     * @param next is given them
     */
    ClassByClass(Consumer<TestEvent> next) {
        this.next = next;
    }

    /**
     * Takes an event.
     *
     * @param event the next one of the guest
     */
    void accept(TestEvent event) {
        String of = classOf(idOf(event));
        if (of == null) {
            next.accept(event);
        } else if (current == null || current.equals(of)) {
            current = ends(event, of) ? null : of;
            next.accept(event);
            if (current == null) {
                catchUp();
            }
        } else {
            waiting.computeIfAbsent(of, key -> new ArrayList<>()).add(event);
        }
    }

    /** Gives away what still waits: nothing more is to come. */
    void flush() {
        waiting.values().forEach(events -> events.forEach(next));
        waiting.clear();
        current = null;
    }

    /** After a class has ended: those that ended meanwhile, and the beginning of one that has not. */
    private void catchUp() {
        while (current == null && !waiting.isEmpty()) {
            Map.Entry<String, List<TestEvent>> first = waiting.pollFirstEntry();
            boolean ended = ends(first.getValue().getLast(), first.getKey());
            first.getValue().forEach(next);
            current = ended ? null : first.getKey();
        }
    }

    private static boolean ends(TestEvent event, String ofClass) {
        return switch (event) {
            case Finished finished -> finished.id().equals(ofClass);
            case Skipped skipped -> skipped.id().equals(ofClass);
            default -> false;
        };
    }

    /** The id of the outermost class in a test's id; null where it is Jupiter's own, or there is none. */
    private static @Nullable String classOf(String id) {
        int engine = id.indexOf('/');
        if (engine < 0) {
            return null;
        }
        int end = id.indexOf('/', engine + 1);
        return end < 0 ? id : id.substring(0, end);
    }

    private static String idOf(TestEvent event) {
        return switch (event) {
            case Registered registered -> registered.id();
            case Started started -> started.id();
            case Skipped skipped -> skipped.id();
            case Finished finished -> finished.id();
            case Published published -> published.id();
            case FilePublished file -> file.id();
            case Ended _ -> "";
        };
    }
}

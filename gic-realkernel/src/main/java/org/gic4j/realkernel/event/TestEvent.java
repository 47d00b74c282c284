package org.gic4j.realkernel.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to tests in the guest. Tests are named by JUnit's unique ids, as the guest has them. */
public sealed interface TestEvent {
    /**
     * A test or container that was not there when the tests were looked up, of a test factory or a parameterized test.
     *
     * @param parent the container that it belongs to
     * @param id its own
     * @param container whether it may have tests below it
     * @param test whether it is a test
     * @param displayName its name for people
     * @param legacyName its name in reports
     */
    record Registered(
            String parent, String id, boolean container, boolean test, String displayName, String legacyName)
            implements TestEvent {}

    /**
     * A test or container begins.
     *
     * @param id which
     */
    record Started(String id) implements TestEvent {}

    /**
     * A test or container is passed over, with all that is in it.
     *
     * @param id which
     * @param reason why
     */
    record Skipped(String id, String reason) implements TestEvent {}

    /**
     * A test or container ends.
     *
     * @param id which
     * @param outcome how
     * @param thrown what it threw; null where it threw nothing
     */
    record Finished(String id, Outcome outcome, @Nullable RecordedThrowable thrown) implements TestEvent {}

    /**
     * A test publishes something to be read.
     *
     * @param id which
     * @param keysAndValues keys, each followed by its value
     */
    record Published(String id, List<String> keysAndValues) implements TestEvent {
        /** Copies the list. */
        public Published {
            keysAndValues = List.copyOf(keysAndValues);
        }
    }

    /**
     * A test publishes a file.
     *
     * @param id which
     * @param name the file's
     * @param content what is in it, as Base64
     */
    record FilePublished(String id, String name, String content) implements TestEvent {}

    /** The tests are over; nothing follows. A guest that ends without this one has broken down. */
    record Ended() implements TestEvent {}

    /** How a test or container ends. */
    enum Outcome {
        /** As it should. */
        SUCCESSFUL,
        /** An assumption of it does not hold. */
        ABORTED,
        /** Not as it should. */
        FAILED
    }
}

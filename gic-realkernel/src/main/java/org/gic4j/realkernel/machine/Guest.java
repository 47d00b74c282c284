package org.gic4j.realkernel.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A guest that can be booted to run tests. */
public interface Guest {
    /**
     * What a boot is to do.
     *
     * @param output where its console and its results are kept
     * @param selected JUnit's unique ids of what is run
     * @param files files of this machine that tests need, by their path below {@code /gic4j} in the guest
     * @param limit after which it is ended
     */
    record Order(Path output, List<String> selected, Map<String, Path> files, Duration limit) {
        /** Copies the collections. */
        public Order {
            selected = List.copyOf(selected);
            files = Map.copyOf(files);
        }
    }

    /**
     * Prepares, boots, and waits for the end. Nothing of the guest is left running, however this ends.
     *
     * @param order what to do
     * @param results is given each line that the tests send, at once
     * @return how it ended, for people: with what the guest wrote last
     * @throws IOException when it cannot be booted
     */
    String run(Order order, Consumer<String> results) throws IOException;
}

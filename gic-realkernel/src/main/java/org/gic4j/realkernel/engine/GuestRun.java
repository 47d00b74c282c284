package org.gic4j.realkernel.engine;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Consumer;
import org.gic4j.realkernel.event.EventLine;
import org.gic4j.realkernel.event.RecordedThrowable;
import org.gic4j.realkernel.event.TestEvent;
import org.gic4j.realkernel.event.TestEvent.Ended;
import org.gic4j.realkernel.event.TestEvent.FilePublished;
import org.gic4j.realkernel.event.TestEvent.Finished;
import org.gic4j.realkernel.event.TestEvent.Published;
import org.gic4j.realkernel.event.TestEvent.Registered;
import org.gic4j.realkernel.event.TestEvent.Skipped;
import org.gic4j.realkernel.event.TestEvent.Started;
import org.gic4j.realkernel.machine.Guest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.jspecify.annotations.Nullable;

/** One boot: turns what the guest tells into what JUnit is told, and accounts for every test if the guest breaks down. */
final class GuestRun {
    private final TestDescriptor root;
    private final EngineExecutionListener listener;
    private final Path output;
    private final Consumer<String> out;
    private final Map<String, GuestTestDescriptor> tests = new HashMap<>();
    private final SequencedSet<GuestTestDescriptor> running = new LinkedHashSet<>();
    private final Set<GuestTestDescriptor> done = new HashSet<>();
    private final long created = System.nanoTime();
    private @Nullable Throwable engineFailure;
    private long firstStarted;
    private boolean begun;
    private boolean ended;

    GuestRun(TestDescriptor root, EngineExecutionListener listener, Path output, Consumer<String> out) {
        this.root = root;
        this.listener = listener;
        this.output = output;
        this.out = out;
        classes().forEach(this::enter);
    }

    /** Runs the tests in a guest. */
    void execute(Guest guest, Settings settings) {
        try {
            Files.createDirectories(output);
            Guest.Order order = new Guest.Order(
                    output,
                    classes().stream().flatMap(GuestTestDescriptor::selected).toList(),
                    NativePrograms.addTo(settings, out),
                    settings.limit());
            begin();
            String ending;
            ClassByClass inOrder = new ClassByClass(this::accept);
            try (BufferedWriter record = Files.newBufferedWriter(output.resolve("results.txt"))) {
                ending = guest.run(order, line -> {
                    write(record, line);
                    inOrder.accept(EventLine.decode(line));
                });
            } finally {
                inOrder.flush();
            }
            if (engineFailure != null) {
                breakDown(new GuestFailure("JUnit failed in the guest", engineFailure));
            } else if (!ended) {
                breakDown(new GuestFailure("the tests did not come to their end: " + ending));
            } else {
                classes().forEach(this::requireDone);
                out.accept("a kernel with a " + settings.host() + ": tests began after " + seconds(firstStarted)
                        + " s and ended after " + seconds(System.nanoTime()) + " s");
                listener.executionFinished(root, TestExecutionResult.successful());
            }
        } catch (IOException | RuntimeException broken) {
            breakDown(broken);
        }
    }

    /** Fails a test of whose end the guest has not told: one that did not run has not passed. */
    private void requireDone(GuestTestDescriptor test) {
        if (done.contains(test)) {
            return;
        }
        if (!running.remove(test)) {
            listener.executionStarted(test);
        }
        done.add(test);
        listener.executionFinished(
                test, TestExecutionResult.failed(new GuestFailure("the guest has not told how it ended")));
    }

    /**
     * Fails what runs, or everything if nothing does.
     *
     * @param why the reason
     */
    void breakDown(Throwable why) {
        begin();
        GuestTestDescriptor guilty = running.isEmpty() ? null : running.getLast();
        for (GuestTestDescriptor test : classes()) {
            if (guilty == null && !done.contains(test)) {
                listener.executionStarted(test);
                listener.executionFinished(test, TestExecutionResult.failed(why));
            } else {
                conclude(test, guilty, why);
            }
        }
        listener.executionFinished(root, TestExecutionResult.successful());
    }

    private void begin() {
        if (!begun) {
            begun = true;
            listener.executionStarted(root);
        }
    }

    private void conclude(GuestTestDescriptor test, @Nullable GuestTestDescriptor guilty, Throwable why) {
        if (done.contains(test)) {
            return;
        }
        if (!running.contains(test)) {
            listener.executionSkipped(test, "the guest ended before it began");
            return;
        }
        test.guestChildren().forEach(child -> conclude(child, guilty, why));
        listener.executionFinished(test, endOf(test, guilty, why));
    }

    private static TestExecutionResult endOf(
            GuestTestDescriptor test, @Nullable GuestTestDescriptor guilty, Throwable why) {
        if (test.equals(guilty)) {
            return TestExecutionResult.failed(why);
        }
        return test.isTest()
                ? TestExecutionResult.aborted(new GuestFailure("the guest ended while it ran"))
                : TestExecutionResult.successful();
    }

    private void accept(TestEvent event) {
        switch (event) {
            case Registered registered -> {
                GuestTestDescriptor added = known(registered.parent()).add(registered);
                tests.put(registered.id(), added);
                listener.dynamicTestRegistered(added);
            }
            case Started started -> {
                if (!isEngine(started.id())) {
                    firstStarted = firstStarted == 0 ? System.nanoTime() : firstStarted;
                    running.add(known(started.id()));
                    listener.executionStarted(known(started.id()));
                }
            }
            case Skipped skipped -> {
                done.add(known(skipped.id()));
                listener.executionSkipped(known(skipped.id()), skipped.reason());
            }
            case Finished finished -> finish(finished);
            case Published published -> publish(published);
            case FilePublished file -> save(file);
            case Ended _ -> ended = true;
        }
    }

    private void finish(Finished finished) {
        TestExecutionResult result = resultOf(finished);
        if (isEngine(finished.id())) {
            result.getThrowable().ifPresent(thrown -> engineFailure = thrown);
        } else {
            GuestTestDescriptor test = known(finished.id());
            if (finished.outcome() == TestEvent.Outcome.SUCCESSFUL) {
                test.guestChildren().forEach(this::requireDone);
            }
            running.remove(test);
            done.add(test);
            listener.executionFinished(test, result);
        }
    }

    private static TestExecutionResult resultOf(Finished finished) {
        RecordedThrowable thrown = finished.thrown();
        Throwable rebuilt = thrown == null ? null : thrown.toThrowable();
        return switch (finished.outcome()) {
            case SUCCESSFUL -> TestExecutionResult.successful();
            case ABORTED -> TestExecutionResult.aborted(rebuilt);
            case FAILED -> TestExecutionResult.failed(rebuilt);
        };
    }

    private void publish(Published published) {
        Map<String, String> entries = new LinkedHashMap<>();
        List<String> all = published.keysAndValues();
        for (int i = 0; i + 1 < all.size(); i += 2) {
            entries.put(all.get(i), all.get(i + 1));
            out.accept(known(published.id()).getDisplayName() + ": " + all.get(i) + " = " + all.get(i + 1));
        }
        listener.reportingEntryPublished(known(published.id()), ReportEntry.from(entries));
    }

    private void save(FilePublished file) {
        Path target = output.resolve("published").resolve(Path.of(file.name()).getFileName());
        try {
            Files.createDirectories(target.getParent());
            Files.write(target, Base64.getDecoder().decode(file.content()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.accept(known(file.id()).getDisplayName() + ": wrote " + target);
    }

    /** Whether an id is Jupiter's own, which stands above all tests. */
    private static boolean isEngine(String guestId) {
        return guestId.indexOf('/') < 0;
    }

    private GuestTestDescriptor known(String guestId) {
        GuestTestDescriptor test = tests.get(guestId);
        if (test == null) {
            throw new IllegalStateException("the guest speaks of a test that does not exist here: " + guestId);
        }
        return test;
    }

    private List<GuestTestDescriptor> classes() {
        return root.getChildren().stream().map(GuestTestDescriptor.class::cast).toList();
    }

    private void enter(GuestTestDescriptor test) {
        tests.put(test.guestId(), test);
        test.guestChildren().forEach(this::enter);
    }

    private long seconds(long nanoTime) {
        return Duration.ofNanos(nanoTime - created).toSeconds();
    }

    private static void write(BufferedWriter record, String line) {
        try {
            record.write(line);
            record.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.gic4j.realkernel.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.gic4j.realkernel.event.EventLine;
import org.gic4j.realkernel.event.RecordedThrowable;
import org.gic4j.realkernel.event.TestEvent;
import org.gic4j.realkernel.event.TestEvent.Ended;
import org.gic4j.realkernel.event.TestEvent.FilePublished;
import org.gic4j.realkernel.event.TestEvent.Finished;
import org.gic4j.realkernel.event.TestEvent.Outcome;
import org.gic4j.realkernel.event.TestEvent.Published;
import org.gic4j.realkernel.event.TestEvent.Registered;
import org.gic4j.realkernel.event.TestEvent.Skipped;
import org.gic4j.realkernel.event.TestEvent.Started;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Sends every event of a run of tests, each at once. */
final class EventSender implements TestExecutionListener {
    private final Writer out;

    EventSender(Writer out) {
        this.out = out;
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        send(new Ended());
    }

    @Override
    public void dynamicTestRegistered(TestIdentifier test) {
        send(new Registered(
                test.getParentId().orElseThrow(),
                test.getUniqueId(),
                test.isContainer(),
                test.isTest(),
                test.getDisplayName(),
                test.getLegacyReportingName()));
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        send(new Started(test.getUniqueId()));
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        send(new Skipped(test.getUniqueId(), reason));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        send(new Finished(
                test.getUniqueId(),
                Outcome.valueOf(result.getStatus().name()),
                result.getThrowable().map(RecordedThrowable::of).orElse(null)));
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        List<String> keysAndValues = new ArrayList<>();
        entry.getKeyValuePairs().forEach((key, value) -> {
            keysAndValues.add(key);
            keysAndValues.add(value);
        });
        send(new Published(test.getUniqueId(), keysAndValues));
    }

    @Override
    public void fileEntryPublished(TestIdentifier test, FileEntry file) {
        try {
            send(new FilePublished(
                    test.getUniqueId(),
                    file.getPath().getFileName().toString(),
                    Base64.getEncoder().encodeToString(Files.readAllBytes(file.getPath()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void send(TestEvent event) {
        try {
            out.write(EventLine.encode(event) + "\n");
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

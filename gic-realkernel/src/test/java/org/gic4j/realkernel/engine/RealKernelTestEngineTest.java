package org.gic4j.realkernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.gic4j.realkernel.event.EventLine;
import org.gic4j.realkernel.event.RecordedThrowable;
import org.gic4j.realkernel.event.TestEvent;
import org.gic4j.realkernel.event.TestEvent.Ended;
import org.gic4j.realkernel.event.TestEvent.Finished;
import org.gic4j.realkernel.event.TestEvent.Outcome;
import org.gic4j.realkernel.event.TestEvent.Registered;
import org.gic4j.realkernel.event.TestEvent.Started;
import org.gic4j.realkernel.machine.Guest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What JUnit is told, by guests that speak as real ones do. */
class RealKernelTestEngineTest {
    private static final String CLASS = "[engine:junit-jupiter]/[class:" + Sample.class.getName() + "]";
    private static final String FIRST = CLASS + "/[method:first()]";
    private static final String SECOND = CLASS + "/[method:second()]";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path output;

    private final List<String> said = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    /** Two tests that are never run here. */
    @DisplayName("Sample")
    static class Sample {
        @Test
        void first() {
            throw new AssertionError("this runs in the guest only");
        }

        @Test
        void second() {
            throw new AssertionError("this runs in the guest only");
        }
    }

    @Test
    void shouldReportWhatTheGuestTells() {
        run((order, results) -> {
            tell(results, new Started(CLASS), new Started(FIRST), new Finished(FIRST, Outcome.SUCCESSFUL, null));
            RecordedThrowable thrown = RecordedThrowable.of(new AssertionError("no"));
            tell(results, new Started(SECOND), new Finished(SECOND, Outcome.FAILED, thrown));
            tell(results, new Finished(CLASS, Outcome.SUCCESSFUL, null), new Ended());
            return "";
        });

        assertThat(told)
                .containsExactly("first() SUCCESSFUL", "second() FAILED java.lang.AssertionError: no", "Sample SUCCESSFUL");
    }

    @Test
    void shouldOrderTestsByTheirIds() {
        run((order, results) -> {
            said.addAll(order.selected());
            return "";
        });

        assertThat(said).containsExactlyInAnyOrder(FIRST, SECOND);
    }

    @Test
    void shouldReportTestsThatTheRunAdds() {
        String added = FIRST + "/[dynamic-test:#1]";
        run((order, results) -> {
            tell(results, new Started(CLASS), new Started(FIRST));
            tell(results, new Registered(FIRST, added, false, true, "one more", "first()[1]"));
            tell(results, new Started(added), new Finished(added, Outcome.SUCCESSFUL, null));
            return "";
        });

        assertThat(told).contains("one more SUCCESSFUL");
    }

    @Test
    void shouldBlameTheTestInWhichTheGuestBrokeDown() {
        run((order, results) -> {
            tell(results, new Started(CLASS), new Started(FIRST));
            return "it says: Oops";
        });

        assertThat(told).hasSize(3);
        assertThat(told).anyMatch(line -> line.startsWith("first() FAILED") && line.contains("it says: Oops"));
        assertThat(told).contains("second() skipped: the guest ended before it began", "Sample SUCCESSFUL");
    }

    @Test
    void shouldFailTestsThatTheirClassLeftOut() {
        run((order, results) -> {
            tell(results, new Started(CLASS), new Started(FIRST), new Finished(FIRST, Outcome.SUCCESSFUL, null));
            tell(results, new Finished(CLASS, Outcome.SUCCESSFUL, null), new Ended());
            return "";
        });

        assertThat(told).hasSize(3).contains("first() SUCCESSFUL", "Sample SUCCESSFUL");
        assertThat(told).anyMatch(line -> line.startsWith("second() FAILED") && line.contains("not told how it ended"));
    }

    @Test
    void shouldFailClassesThatTheGuestLeftOut() {
        run((order, results) -> {
            tell(results, new Ended());
            return "";
        });

        assertThat(told).singleElement().asString().startsWith("Sample FAILED").contains("not told how it ended");
    }

    @Test
    void shouldNotPassATestThatRanBesideTheOneThatBrokeTheGuest() {
        run((order, results) -> {
            tell(results, new Started(CLASS), new Started(FIRST), new Started(SECOND));
            return "it says: Oops";
        });

        assertThat(told).anyMatch(line -> line.startsWith("first() ABORTED"));
        assertThat(told).anyMatch(line -> line.startsWith("second() FAILED"));
    }

    @Test
    void shouldFailEveryClassWhenTheGuestDoesNotBoot() {
        run((order, results) -> {
            throw new IOException("no disk");
        });

        assertThat(told).containsExactly("Sample FAILED java.io.IOException: no disk");
    }

    @Test
    void shouldFailWhenTheGuestEndsBetweenTests() {
        run((order, results) -> "gone");

        assertThat(told).singleElement().asString().startsWith("Sample FAILED").contains("gone");
    }

    @Test
    void shouldFailWhenTheGuestSpeaksOfUnknownTests() {
        run((order, results) -> {
            tell(results, new Finished(CLASS + "/[method:other()]", Outcome.FAILED, RecordedThrowable.of(new Error("x"))));
            return "";
        });

        assertThat(told).singleElement().asString().startsWith("Sample FAILED");
    }

    @Test
    void shouldSayInOneLineWhatIsMissingAndHaveNoTests() {
        launch(engine((order, results) -> "", Optional.of("qemu is missing"), false), "gicv2");

        assertThat(said).containsExactly("qemu is missing");
        assertThat(told).isEmpty();
    }

    @Test
    void shouldLeaveThatLineToTheOtherKindOfHost() {
        launch(engine((order, results) -> "", Optional.of("qemu is missing"), false), "gicv3");

        assertThat(said).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void shouldSayHowLongABootTook() {
        run((order, results) -> {
            tell(results, new Started(CLASS));
            for (String test : List.of(FIRST, SECOND)) {
                tell(results, new Started(test), new Finished(test, Outcome.SUCCESSFUL, null));
            }
            tell(results, new Finished(CLASS, Outcome.SUCCESSFUL, null), new Ended());
            return "";
        });

        assertThat(said).singleElement().asString().matches("a kernel with a GICV2: .* began after 0 s and ended after 0 s");
    }

    @Test
    void shouldFailInContinuousIntegrationWhereSomethingIsMissing() {
        launch(engine((order, results) -> "", Optional.of("qemu is missing"), true), "gicv2");

        assertThat(told).singleElement().asString().startsWith("Sample FAILED").contains("qemu is missing");
    }

    @Test
    void shouldHaveNoTestsUnlessAHostIsNamed() {
        launch(engine((order, results) -> "", Optional.of("qemu is missing"), true), "");

        assertThat(told).isEmpty();
        assertThat(said).isEmpty();
    }

    private void run(Guest guest) {
        launch(engine(guest, Optional.empty(), false), "gicv2");
    }

    private RealKernelTestEngine engine(Guest guest, Optional<String> missing, boolean continuousIntegration) {
        return new RealKernelTestEngine(settings -> guest, missing, continuousIntegration, said::add);
    }

    private void launch(RealKernelTestEngine engine, String host) {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(Sample.class))
                .configurationParameter(Settings.OUTPUT, output.toString());
        if (!host.isEmpty()) {
            request.configurationParameter(Settings.HOST, host);
        }
        LauncherFactory.create(LauncherConfig.builder()
                        .enableTestEngineAutoRegistration(false)
                        .enableTestExecutionListenerAutoRegistration(false)
                        .addTestEngines(engine)
                        .build())
                .execute(request.build(), new Recorder());
    }

    private static void tell(Consumer<String> results, TestEvent... events) {
        for (TestEvent event : events) {
            results.accept(EventLine.encode(event));
        }
    }

    /** Writes down how each test and class ends. */
    private final class Recorder implements TestExecutionListener {
        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            told.add(test.getDisplayName() + " skipped: " + reason);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.getParentId().isPresent()) {
                told.add(test.getDisplayName() + " " + result.getStatus()
                        + result.getThrowable().map(thrown -> " " + thrown).orElse(""));
            }
        }
    }
}

package org.gic4j.realkernel.runner;

import java.io.FileWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The entry point of the guest's one JVM. */
public final class GuestMain {
    /** System property: the file that events are written to. */
    public static final String RESULTS = "gic4j.results";
    /** System property: seconds after which all stacks are printed, since the guest is about to be switched off. */
    public static final String STACKS_AFTER = "gic4j.stacks-after";

    private GuestMain() {}

    /**
     * Runs tests.
     *
     * @param arguments a file with the unique ids of what is run, one a line
     * @throws IOException when the results cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        watch(Duration.ofSeconds(Long.getLong(STACKS_AFTER, Long.MAX_VALUE / 1000)));
        List<DiscoverySelector> selectors = Files.readAllLines(Path.of(arguments[0])).stream()
                .map(id -> (DiscoverySelector) DiscoverySelectors.selectUniqueId(id))
                .toList();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors)
                .configurationParameter("junit.platform.reporting.output.dir", "/tmp/published")
                // Two classes at a time, one for each CPU of the guest; what measures time locks Resources.GLOBAL.
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "same_thread")
                .configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.max-pool-size", "2")
                .build();
        Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .addTestEngines(Jupiter.engine())
                .build());
        try (Writer results = new FileWriter(System.getProperty(RESULTS), StandardCharsets.UTF_8)) {
            launcher.execute(request, new EventSender(results));
        }
        // A thread that a test left behind, inside the kernel perhaps, does not keep the guest running.
        System.exit(0);
    }

    private static void watch(Duration patience) {
        Thread.ofPlatform().daemon().name("stacks").start(() -> {
            try {
                Thread.sleep(patience);
                System.err.println("the time limit is near; this is what all threads do:");
                Thread.getAllStackTraces().forEach((thread, stack) -> {
                    System.err.println(thread);
                    for (StackTraceElement frame : stack) {
                        System.err.println("    at " + frame);
                    }
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}

package org.gic4j.realkernel.guest.gicv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gic4j.realkernel.guest.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;
import org.junit.jupiter.api.parallel.Resources;

/**
 * What an attribute access costs by gic-kvm, against a C program that makes the same system calls in the same guest.
 *
 * <p>Figures come on request, {@code -Dgic4j.attribute-cost.seconds=60}: emulated compilers take some ten seconds until all
 * that an access goes through is compiled for good. A build only sees that both programs make the accesses; it judges no
 * time, which fails by chance on a shared machine.
 */
@ResourceLock(providers = AttributeCostTest.WhileMeasuring.class)
class AttributeCostTest {
    private static final Path PROGRAM = Path.of("/gic4j/bin/attribute-cost");
    private static final int SECONDS_IN_JAVA = Integer.getInteger("gic4j.attribute-cost.seconds", 0);
    private static final int SECONDS_IN_C = Math.min(SECONDS_IN_JAVA, 2);

    /** Where time is measured, nothing else runs. */
    static final class WhileMeasuring implements ResourceLocksProvider {
        @Override
        public Set<Lock> provideForClass(Class<?> testClass) {
            return SECONDS_IN_JAVA > 0 ? Set.of(new Lock(Resources.GLOBAL)) : Set.of();
        }
    }

    @Test
    void shouldMeasureTheSameAccessesInJavaAndInC(TestReporter reporter) throws Exception {
        assumeTrue(Files.exists(PROGRAM), "no cross compiler was there to compile the C program");
        List<String> c = List.of(PROGRAM.toString(), String.valueOf(SECONDS_IN_C));
        List<String> java = List.of(
                "java",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AttributeCost.class.getName(),
                String.valueOf(SECONDS_IN_JAVA));
        Cost before = measure(c);
        Cost inJava = measure(java);
        Cost inC = before.orLess(measure(c));

        assertThat(List.of(inC.get(), inC.set(), inJava.get(), inJava.set())).allMatch(nanoseconds -> nanoseconds > 0);
        if (SECONDS_IN_JAVA > 0) {
            reporter.publishEntry("GET: Java / C", ratio(inJava.get(), inC.get()));
            reporter.publishEntry("SET: Java / C", ratio(inJava.set(), inC.set()));
        }
    }

    /** Nanoseconds an access. */
    private record Cost(long get, long set) {
        Cost orLess(Cost other) {
            return new Cost(Math.min(get, other.get), Math.min(set, other.set));
        }
    }

    private static Cost measure(List<String> program) throws Exception {
        Command.Outcome outcome = Command.run(program);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return new Cost(figure(outcome, "get"), figure(outcome, "set"));
    }

    private static long figure(Command.Outcome outcome, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + " ([0-9]+)$").matcher(outcome.output());
        assertThat(line.find()).as(outcome.output()).isTrue();
        return Long.parseLong(line.group(1));
    }

    private static String ratio(long java, long c) {
        return String.format("%d ns / %d ns = %.3f", java, c, (double) java / c);
    }
}

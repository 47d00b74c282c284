package org.gic4j.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.gic4j.api.GicBackends;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** In a Java that allows no native access: its default in some later release. */
@EnabledOnOs(OS.LINUX)
class NativeAccessTest {
    @Test
    void shouldSayWhichOptionIsMissing() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--illegal-native-access=deny",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Listing.class.getName())
                .redirectErrorStream(true)
                .start();
        String answer = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor()).as(answer).isZero();
        // Twice: a class that could not be initialised answers otherwise the second time.
        assertThat(answer.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("kvm native calls are refused (")
                        .contains("native access", "--enable-native-access=org.gic4j.kvm"));
    }

    /** What the child runs. */
    static final class Listing {
        private Listing() {}

        public static void main(String[] args) {
            for (int i = 0; i < 2; i++) {
                for (GicBackends.Entry entry : GicBackends.find().entries()) {
                    if (entry.name().equals("kvm")) {
                        System.out.println(entry.name() + " " + entry.reason());
                    }
                }
            }
        }
    }
}

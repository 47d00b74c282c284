package org.gic4j.serialization.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gic4j.api.snapshot.SnapshotSource;
import org.gic4j.serialization.qemu.stream.DeviceSection;
import org.gic4j.serialization.qemu.stream.MigrationStream;
import org.gic4j.serialization.qemu.stream.VmState;
import org.gic4j.testkit.captures.Captures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of {@code arm_gicv3} and {@code arm_gicv3_its} in real streams, against what another program decoded. */
class CapturedGicv3FieldsTest {
    private static final Pattern HEADER =
            Pattern.compile("## (\\w+) instance 0 version (\\d+) body at 0x([0-9a-f]+) length (\\d+)");
    private static final Pattern FIELD = Pattern.compile("( *)(\\w+) (?:uint(\\d+)|bool)(?:\\[(\\d+)\\])?: ([0-9a-f ]+)");
    private static final Pattern SUBSECTION = Pattern.compile("( *)SUBSECTION (\\S+) v\\d+");
    private static final int INDENTATION_OF_A_CPU = 2;

    static Stream<String> captures() {
        return Stream.of(Captures.gicv3(), Captures.withIts()).flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("captures")
    void shouldDecodeEveryField(String capture) {
        List<String> lines = Captures.lines(capture, "gicfields");
        int cpus = (int) lines.stream().filter("cpu:"::equals).count();
        try (SnapshotSource source = Captures.open(capture)) {
            MigrationStream stream = MigrationStream.read(source);
            List<String> decoded = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            List<VmState> elements = List.of();
            VmState body = null;
            VmState cpu = null;
            VmState subsection = null;
            int next = 0;
            for (String line : lines) {
                Matcher header = HEADER.matcher(line);
                Matcher field = FIELD.matcher(line);
                Matcher beginning = SUBSECTION.matcher(line);
                if (header.matches()) {
                    DeviceSection section = stream.named(header.group(1)).getFirst();
                    body = section.body();
                    subsection = null;
                    elements = header.group(1).equals("arm_gicv3") ? body.elements("cpu", cpus) : List.of();
                    assertThat(line)
                            .isEqualTo("## %s instance 0 version %d body at 0x%x length %d"
                                    .formatted(header.group(1), section.version(), body.offset(), body.length()));
                } else if (line.equals("cpu:")) {
                    cpu = elements.get(next++);
                    subsection = null;
                } else if (beginning.matches()) {
                    VmState owner = Objects.requireNonNull(beginning.group(1).isEmpty() ? body : cpu);
                    subsection = owner.subsection(beginning.group(2)).orElseThrow();
                } else {
                    assertThat(field.matches()).as(line).isTrue();
                    VmState owner = Objects.requireNonNull(subsection != null
                            ? subsection
                            : field.group(1).length() == INDENTATION_OF_A_CPU ? cpu : body);
                    int width = field.group(3) == null ? 1 : Integer.parseInt(field.group(3)) / Byte.SIZE;
                    expected.add(field.group(2) + " " + field.group(5));
                    decoded.add(field.group(2) + " " + numbers(owner, field.group(2), width));
                }
            }
            assertThat(decoded).hasSizeGreaterThan(11 + 20 * cpus).containsExactlyElementsOf(expected);
            assertThat(next).isEqualTo(cpus);
        }
    }

    private static String numbers(VmState owner, String field, int width) {
        return String.join(
                " ", owner.numbers(field, width).mapToObj(Long::toHexString).toList());
    }
}

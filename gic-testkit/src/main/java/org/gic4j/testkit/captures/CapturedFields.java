package org.gic4j.testkit.captures;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The fields of {@code arm_gic} as another program decoded them: {@code NAME.gicfields.txt}. */
public final class CapturedFields {
    private static final List<String> INTERRUPT =
            List.of("enabled", "pending", "active", "level", "model", "edge_trigger", "group");

    private final Map<String, int[]> fields = new HashMap<>();

    /**
     * Reads the text.
     *
     * @param capture the capture's name
     */
    public CapturedFields(String capture) {
        INTERRUPT.forEach(name -> fields.put(name, new int[1020]));
        for (String line : Captures.lines(capture, "gicfields")) {
            String[] parts = line.strip().split(": ?", 2);
            if (line.startsWith("  ")) {
                int[] values = numbers(parts[1]);
                for (int i = 0; i < values.length; i++) {
                    of(INTERRUPT.get(i))[Integer.parseInt(parts[0])] = values[i];
                }
            } else if (parts.length == 2 && parts[0].contains(" uint")) {
                fields.put(parts[0].substring(0, parts[0].indexOf(' ')), numbers(parts[1]));
            }
        }
    }

    /**
     * All numbers of a field: for interrupts one for each INTID, else in the order of the stream.
     *
     * @param field its name in the stream, for example {@code irq_target}
     */
    public int[] of(String field) {
        return Objects.requireNonNull(fields.get(field), field);
    }

    private static int[] numbers(String text) {
        return Stream.of(text.split(" ", -1))
                .mapToInt(number -> Integer.parseUnsignedInt(number, 16))
                .toArray();
    }
}

package org.gic4j.cli.output;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.core.JsonGenerator;

/** How numbers and small sets are written in text. */
public final class Words {
    private Words() {}

    /**
     * A register's value.
     *
     * @param value 32 bits
     * @return for example {@code 0x1e}
     */
    public static String hex(int value) {
        return "0x" + Integer.toHexString(value);
    }

    /**
     * A register's value that may be unknown.
     *
     * @param value 32 bits
     * @return {@code ?} where it is empty
     */
    public static String hex(OptionalInt value) {
        return value.isPresent() ? hex(value.getAsInt()) : "?";
    }

    /**
     * Writes a value of 64 bits as a JSON number without sign.
     *
     * @param json inside an object
     * @param name the member's name
     * @param value all 64 bits
     */
    public static void unsigned(JsonGenerator json, String name, long value) {
        json.writeName(name);
        json.writeNumber(new BigInteger(Long.toUnsignedString(value)));
    }

    /**
     * A count with its noun.
     *
     * @param count how many
     * @param noun in the singular; the plural adds an s
     */
    public static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /**
     * The set bits of a mask, lowest first.
     *
     * @param mask up to 32 bits
     */
    public static List<Integer> bits(int mask) {
        return IntStream.range(0, Integer.SIZE)
                .filter(bit -> (mask >>> bit & 1) != 0)
                .boxed()
                .toList();
    }

    /**
     * Numbers with their runs joined.
     *
     * @param ascending in ascending order
     * @return for example {@code 0-3,5}; {@code -} for none
     */
    public static String ranges(List<Integer> ascending) {
        List<String> runs = new ArrayList<>();
        for (int from = 0; from < ascending.size(); ) {
            int to = from;
            while (to + 1 < ascending.size() && ascending.get(to + 1) == ascending.get(to) + 1) {
                to++;
            }
            runs.add(ascending.get(from) + (to == from ? "" : "-" + ascending.get(to)));
            from = to + 1;
        }
        return runs.isEmpty() ? "-" : runs.stream().collect(Collectors.joining(","));
    }
}

package org.gic4j.cli.output;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.Difference;
import org.gic4j.api.snapshot.UnpairedWord;
import tools.jackson.core.JsonGenerator;

/** How registers that differ, or that one state alone has, are written, with the interrupts whose fields these are. */
public final class Differences {
    private Differences() {}

    /**
     * A field of an interrupt that differs.
     *
     * @param intid which interrupt
     * @param left its field in the first state
     * @param right its field in the second
     */
    private record Field(int intid, int left, int right) {
        @Override
        public String toString() {
            return "INTID " + intid + ": " + Words.hex(left) + " -> " + Words.hex(right);
        }
    }

    /**
     * A differing word as one line.
     *
     * @param difference the word
     * @return for example {@code GICD_ISENABLER1: 0x2 -> 0x0 (INTID 33: 0x1 -> 0x0)}
     */
    public static String line(Difference difference) {
        List<Field> fields = fields(difference);
        return fields.isEmpty()
                ? difference.toString()
                : difference + " (" + String.join(", ", fields.stream().map(Field::toString).toList()) + ")";
    }

    /**
     * A word that one state alone has as one line.
     *
     * @param unpaired the word
     * @return for example {@code GICD_ISENABLER8: 0x2 (INTID 257: 0x1)}
     */
    public static String line(UnpairedWord unpaired) {
        List<Field> fields = fields(unpaired.register(), unpaired.word(), unpaired.value(), 0);
        return fields.isEmpty()
                ? unpaired.toString()
                : unpaired + " ("
                        + String.join(
                                ", ",
                                fields.stream()
                                        .map(field -> "INTID " + field.intid() + ": " + Words.hex(field.left()))
                                        .toList())
                        + ")";
    }

    /**
     * Writes an array of words that one state alone has; nothing where there are none.
     *
     * @param json inside an object
     * @param name the member's name
     * @param words the words
     */
    public static void writeUnpaired(JsonGenerator json, String name, List<UnpairedWord> words) {
        if (words.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart(name);
        for (UnpairedWord word : words) {
            json.writeStartObject();
            json.writeStringProperty("register", word.name());
            if (word.vcpu() != null) {
                json.writeNumberProperty("vcpu", word.vcpu().id().value());
            }
            json.writeNumberProperty("value", Integer.toUnsignedLong(word.value()));
            json.writeArrayPropertyStart("interrupts");
            for (Field field : fields(word.register(), word.word(), word.value(), 0)) {
                json.writeStartObject();
                json.writeNumberProperty("intid", field.intid());
                json.writeNumberProperty("value", field.left());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /**
     * Writes an array of differing words.
     *
     * @param json inside an object
     * @param name the member's name
     * @param differences the words
     */
    public static void write(JsonGenerator json, String name, List<Difference> differences) {
        json.writeArrayPropertyStart(name);
        for (Difference difference : differences) {
            write(json, difference);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Difference difference) {
        json.writeStartObject();
        json.writeStringProperty("register", difference.name());
        if (difference.vcpu() != null) {
            json.writeNumberProperty("vcpu", difference.vcpu().id().value());
        }
        json.writeNumberProperty("left", Integer.toUnsignedLong(difference.left()));
        json.writeNumberProperty("right", Integer.toUnsignedLong(difference.right()));
        json.writeArrayPropertyStart("interrupts");
        for (Field field : fields(difference)) {
            json.writeStartObject();
            json.writeNumberProperty("intid", field.intid());
            json.writeNumberProperty("left", field.left());
            json.writeNumberProperty("right", field.right());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static List<Field> fields(Difference difference) {
        return fields(difference.register(), difference.word(), difference.left(), difference.right());
    }

    /** The fields in which two values of a word differ. */
    private static List<Field> fields(Register register, int word, int a, int b) {
        int bits = register.row().bitsPerIntid();
        List<Field> fields = new ArrayList<>();
        if (bits == 0 || bits >= Integer.SIZE) {
            return fields;
        }
        int perWord = Integer.SIZE / bits;
        for (int n = 0; n < perWord; n++) {
            int left = a >>> n * bits & (1 << bits) - 1;
            int right = b >>> n * bits & (1 << bits) - 1;
            if (left != right) {
                fields.add(new Field(word * perWord + n, left, right));
            }
        }
        return fields;
    }
}

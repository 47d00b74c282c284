package org.gic4j.serialization.qemu.stream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a device, a subsection or an element of an array, and its description, as QEMU does: for tests, and without a
 * line in common with the reader.
 */
public final class StructureEncoder {
    private final String name;
    private final int version;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<String> fields = new ArrayList<>();
    private final List<String> subsections = new ArrayList<>();

    public StructureEncoder(String name, int version) {
        this.name = name;
        this.version = version;
    }

    /** An array of numbers, described as one field. */
    public StructureEncoder array(String field, int width, long... values) {
        return numbers(field, width, values.length, values);
    }

    /** A number. */
    public StructureEncoder number(String field, int width, long value) {
        fields.add("{\"name\":\"%s\",\"type\":\"uint%d\",\"size\":%d}".formatted(field, 8 * width, width));
        put(width, value);
        return this;
    }

    /** A field whose description claims a number of elements that may be false. */
    public StructureEncoder numbers(String field, int width, long claimed, long... values) {
        fields.add("{\"name\":\"%s\",\"array_len\":%d,\"type\":\"uint%d\",\"size\":%d}"
                .formatted(field, claimed, 8 * width, width));
        for (long value : values) {
            put(width, value);
        }
        return this;
    }

    /** Structures that are all described by one field. */
    public StructureEncoder structures(String field, List<StructureEncoder> elements) {
        StructureEncoder first = elements.getFirst();
        fields.add("{\"name\":\"%s\",\"array_len\":%d,\"type\":\"struct\",\"struct\":%s,\"size\":%d}"
                .formatted(field, elements.size(), first.json(""), first.bytes().length));
        elements.forEach(element -> bytes.writeBytes(element.bytes()));
        return this;
    }

    /** How a producer numbers the fields of elements that are described one by one. */
    public enum Numbering {
        /** Every element has an index: 5.2 and 7.2. */
        ALL,
        /** All but the last: 10.0. */
        NOT_LAST,
        /** None: 11.1. */
        NONE
    }

    /** Structures that are described by a field each. */
    public StructureEncoder structures(String field, Numbering numbering, List<StructureEncoder> elements) {
        for (int i = 0; i < elements.size(); i++) {
            StructureEncoder element = elements.get(i);
            boolean numbered =
                    numbering == Numbering.ALL || numbering == Numbering.NOT_LAST && i < elements.size() - 1;
            fields.add("{\"name\":\"%s\",%s\"type\":\"struct\",\"struct\":%s,\"size\":%d}"
                    .formatted(
                            field,
                            numbered ? "\"index\":" + i + "," : "",
                            element.json(""),
                            element.bytes().length));
            bytes.writeBytes(element.bytes());
        }
        return this;
    }

    /** A subsection; all fields must have been written before. */
    public StructureEncoder subsection(StructureEncoder subsection) {
        bytes.write(5);
        bytes.write(subsection.name.length());
        bytes.writeBytes(subsection.name.getBytes(StandardCharsets.US_ASCII));
        put(4, subsection.version);
        bytes.writeBytes(subsection.bytes());
        subsections.add(subsection.json(""));
        return this;
    }

    /** Adds to the description alone. */
    public StructureEncoder describe(String field) {
        fields.add(field);
        return this;
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }

    int version() {
        return version;
    }

    String name() {
        return name;
    }

    /** The description, with more keys in front. */
    String json(String keys) {
        return "{" + keys + "\"vmsd_name\":\"" + name + "\",\"version\":" + version + ",\"fields\":["
                + String.join(",", fields) + "]"
                + (subsections.isEmpty() ? "" : ",\"subsections\":[" + String.join(",", subsections) + "]") + "}";
    }

    private void put(int width, long value) {
        bytes.write(ByteBuffer.allocate(Long.BYTES).putLong(value).array(), Long.BYTES - width, width);
    }
}

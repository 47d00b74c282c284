package org.gic4j.serialization.qemu.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.gic4j.api.snapshot.SnapshotException;

/** The bytes of a device, of a subsection or of an element of an array, read by the names of its fields. */
public final class VmState {
    private final StreamBytes bytes;
    private final Layout layout;
    private final long offset;

    VmState(StreamBytes bytes, Layout layout, long offset) {
        this.bytes = bytes;
        this.layout = layout;
        this.offset = offset;
    }

    /** The offset of its first byte in the stream. */
    public long offset() {
        return offset;
    }

    /** Its length in bytes, with its subsections. */
    public long length() {
        return layout.length();
    }

    /**
     * Whether it has a field.
     *
     * @param field the field's name
     */
    public boolean has(String field) {
        return !layout.named(field).isEmpty();
    }

    /**
     * The numbers in a field, however many the stream has.
     *
     * @param field the field's name
     * @param width of one in bytes: 1, 2, 4 or 8
     * @return unsigned, in the order of the stream
     * @throws SnapshotException when there is no such field, or its numbers have another width
     */
    public LongStream numbers(String field, int width) {
        List<Field> places = places(field);
        for (Field place : places) {
            requireWidth(place, width);
        }
        return places.stream().flatMapToLong(place -> LongStream.range(0, place.count())
                .map(element -> number(offset + place.elementOffset(element), width, field)));
    }

    /**
     * The numbers in a field of which there must be so many.
     *
     * @param field the field's name
     * @param width of one in bytes: 1, 2 or 4
     * @param count how many there must be
     * @return in the order of the stream
     * @throws SnapshotException when there is no such field, or it has another width or number
     */
    public int[] numbers(String field, int width, int count) {
        int[] numbers = new int[count];
        int n = 0;
        for (Field place : places(field, count)) {
            requireWidth(place, width);
            for (long i = 0; i < place.count(); i++) {
                numbers[n++] = (int) number(offset + place.elementOffset(i), width, field);
            }
        }
        return numbers;
    }

    /**
     * The 64-bit numbers in a field of which there must be so many.
     *
     * @param field the field's name
     * @param count how many there must be
     * @return in the order of the stream
     * @throws SnapshotException when there is no such field, or it has another width or number
     */
    public long[] longs(String field, int count) {
        places(field, count);
        return numbers(field, Long.BYTES).toArray();
    }

    /**
     * The number in a field.
     *
     * @param field the field's name
     * @param width in bytes: 1, 2 or 4
     * @throws SnapshotException when there is no such field, or it has another width, or is an array
     */
    public int number(String field, int width) {
        return numbers(field, width, 1)[0];
    }

    /**
     * One number of each of the structures in a field, of which there must be so many.
     *
     * @param field the field's name
     * @param member the name of the number's field in the structures
     * @param width of the number in bytes: 1, 2 or 4
     * @param count how many structures there must be
     * @return in the order of the stream
     * @throws SnapshotException when there is no such field or member, or it has another width or number
     */
    public int[] members(String field, String member, int width, int count) {
        int[] numbers = new int[count];
        int n = 0;
        for (Field place : places(field, count)) {
            Layout structure = structure(place);
            List<Field> members = structure.named(member);
            if (members.size() != 1 || members.getFirst().count() != 1) {
                throw wrong(place, structure.name() + " has no single field '" + member + "'");
            }
            requireWidth(members.getFirst(), width);
            long first = offset + place.offset() + members.getFirst().offset();
            for (long i = 0; i < place.count(); i++) {
                numbers[n++] = (int) number(first + i * place.size(), width, member);
            }
        }
        return numbers;
    }

    /**
     * The structures in a field, of which there must be so many: whether one description stands for all of them or
     * each has its own, which producers do where elements have subsections.
     *
     * @param field the field's name
     * @param count how many there must be
     * @return in the order of the stream
     * @throws SnapshotException when there is no such field, or it has another number, or no structures
     */
    public List<VmState> elements(String field, int count) {
        List<VmState> elements = new ArrayList<>(count);
        for (Field place : places(field, count)) {
            Layout structure = structure(place);
            for (long i = 0; i < place.count(); i++) {
                elements.add(new VmState(bytes, structure, offset + place.elementOffset(i)));
            }
        }
        return elements;
    }

    /**
     * A subsection.
     *
     * @param name its name, with that of its owner
     * @return empty where the producer did not send it
     * @throws SnapshotException when the bytes are not what the description says
     */
    public Optional<VmState> subsection(String name) {
        long at = offset + layout.fieldBytes();
        for (Layout subsection : layout.subsections()) {
            if (subsection.name().equals(name)) {
                return Optional.of(subsectionAt(subsection, at));
            }
            at += subsection.lengthAsSubsection();
        }
        return Optional.empty();
    }

    /** The names of its subsections, in the order of the stream. */
    public List<String> subsections() {
        return layout.subsections().stream().map(Layout::name).toList();
    }

    /** Checks that the subsections begin where the description says, and theirs. */
    void checkSubsections() {
        long at = offset + layout.fieldBytes();
        for (Layout subsection : layout.subsections()) {
            subsectionAt(subsection, at).checkSubsections();
            at += subsection.lengthAsSubsection();
        }
    }

    private VmState subsectionAt(Layout subsection, long at) {
        StreamCursor cursor = new StreamCursor(bytes, at);
        String what = "subsection " + subsection.name();
        boolean described = cursor.u8(what) == SectionType.SUBSECTION
                && cursor.peek(what) == subsection.name().length()
                && cursor.shortName(what).equals(subsection.name())
                && cursor.u32(what) == subsection.version();
        if (!described) {
            throw new SnapshotException(
                    at, what + " should begin here by the description of " + layout.name() + ", but does not");
        }
        return new VmState(bytes, subsection, cursor.position());
    }

    private List<Field> places(String field) {
        List<Field> places = layout.named(field);
        if (places.isEmpty()) {
            throw new SnapshotException(offset, layout.name() + " has no field '" + field + "'");
        }
        return places;
    }

    private List<Field> places(String field, int count) {
        List<Field> places = places(field);
        long found = 0;
        for (Field place : places) {
            found += place.count();
        }
        if (found != count) {
            throw wrong(places.getFirst(), layout.name() + "." + field + " has " + found + " elements, not " + count);
        }
        return places;
    }

    private Layout structure(Field place) {
        Layout structure = place.structure();
        if (structure == null || structure.length() != place.size()) {
            throw wrong(
                    place,
                    layout.name() + "." + place.name() + " is described with " + place.size()
                            + " bytes, its structure with " + (structure == null ? "none" : structure.length()));
        }
        return structure;
    }

    private void requireWidth(Field place, int width) {
        if (place.size() != width) {
            throw wrong(
                    place,
                    layout.name() + "." + place.name() + " has " + place.size() + " bytes each, not " + width);
        }
    }

    private SnapshotException wrong(Field place, String message) {
        return new SnapshotException(offset + place.offset(), message);
    }

    private long number(long at, int width, String field) {
        return switch (width) {
            case Byte.BYTES -> bytes.u8(at, field);
            case Short.BYTES -> bytes.u16(at, field);
            case Integer.BYTES -> bytes.u32(at, field);
            case Long.BYTES -> bytes.u64(at, field);
            default -> throw new IllegalArgumentException("numbers have 1, 2, 4 or 8 bytes, not " + width);
        };
    }
}

package org.gic4j.serialization.qemu.stream;

import java.util.ArrayList;
import java.util.List;

/**
 * How the bytes of a device, of a subsection or of an element of an array are laid out: its fields, then its
 * subsections.
 *
 * @param name its name
 * @param version its version; {@link #NO_VERSION} where the description has none
 * @param fields in the order of the bytes
 * @param subsections in the order of the bytes
 * @param fieldBytes the bytes that the fields take
 * @param length the bytes that all of it takes
 */
record Layout(
        String name, long version, List<Field> fields, List<Layout> subsections, long fieldBytes, long length) {
    /** The version of what has none. */
    static final long NO_VERSION = -1;

    /** Copies the lists. */
    Layout {
        fields = List.copyOf(fields);
        subsections = List.copyOf(subsections);
    }

    /** The fields of a name: none, one, or one for each element of an array. */
    List<Field> named(String field) {
        List<Field> named = new ArrayList<>();
        for (Field candidate : fields) {
            if (candidate.name().equals(field)) {
                named.add(candidate);
            }
        }
        return named;
    }

    /** The bytes that stand before the fields when this is a subsection: a mark, the name, the version. */
    long headerLength() {
        return (long) Byte.BYTES + Byte.BYTES + name.length() + Integer.BYTES;
    }

    /** The bytes that this takes as a subsection. */
    long lengthAsSubsection() {
        return headerLength() + length;
    }
}

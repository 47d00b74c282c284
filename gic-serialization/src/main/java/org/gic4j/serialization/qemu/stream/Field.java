package org.gic4j.serialization.qemu.stream;

import org.jspecify.annotations.Nullable;

/**
 * A field of a device as the stream describes it.
 *
 * @param name its name; elements of an array can be fields of their own with the same name
 * @param offset from the first byte of the structure that it is in
 * @param size of one element in bytes, with the subsections of the element
 * @param count the number of elements
 * @param structure what an element consists of; null for one that has no structure
 */
record Field(String name, long offset, long size, long count, @Nullable Layout structure) {
    /** The offset of an element from the first byte of the structure that the field is in. */
    long elementOffset(long element) {
        return offset + element * size;
    }
}

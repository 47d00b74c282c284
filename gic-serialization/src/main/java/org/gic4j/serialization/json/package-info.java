/**
 * JSON: the readable twin of the native format, as docs/FORMAT.md specifies it. It holds the same, by the same names;
 * members may come in any order, and one that is not known is refused, since it might be a misspelt one.
 *
 * <p>{@code JsonWriter} writes. {@code JsonTokens} turns text into tokens with their byte offsets, {@code JsonReader}
 * collects what the members say, and {@code Family} puts words into a state once its extent is known.
 */
@NullMarked
package org.gic4j.serialization.json;

import org.jspecify.annotations.NullMarked;

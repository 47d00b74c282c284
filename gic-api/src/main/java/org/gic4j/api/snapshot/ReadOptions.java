package org.gic4j.api.snapshot;

import java.util.OptionalInt;

/**
 * What a reader is told that the file does not say.
 *
 * @param interrupts the number of interrupts, where a format does not carry it; empty: find out
 */
public record ReadOptions(OptionalInt interrupts) {
    /** Nothing is told. */
    public static final ReadOptions DEFAULT = new ReadOptions(OptionalInt.empty());
}

package org.gic4j.api.snapshot;

import java.util.List;

/**
 * A saved interrupt controller: its state, who made it, and parts that a newer or another producer added.
 *
 * @param producer who made it, in words, for example {@code gic4j 0.1.0 emulated} or {@code qemu virt-7.2 tcg}
 * @param state the state
 * @param parts parts that this version does not know, kept byte for byte; none is critical
 */
public record Snapshot(String producer, GicState state, List<AncillaryPart> parts) {
    /** Copies the list. */
    public Snapshot {
        parts = List.copyOf(parts);
    }

    /**
     * A snapshot without unknown parts.
     *
     * @param producer who made it
     * @param state the state
     */
    public Snapshot(String producer, GicState state) {
        this(producer, state, List.of());
    }

    /**
     * The same with another state.
     *
     * @param newState the state
     */
    public Snapshot withState(GicState newState) {
        return new Snapshot(producer, newState, parts);
    }
}

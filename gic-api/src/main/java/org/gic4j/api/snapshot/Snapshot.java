package org.gic4j.api.snapshot;

import java.util.List;

/**
 * A saved interrupt controller: its state, who made it, and parts that a newer or another producer added.
 *
 * @param producer who made it, in words, for example {@code gic4j 0.1.0 emulated} or {@code qemu virt-7.2 tcg}
 * @param state the state
 * @param memory the stretches of guest memory with the tables of ITSs and LPIs, where the snapshot is to carry them; a
 *     restore writes them before the state
 * @param parts parts that this version does not know, kept byte for byte; none is critical
 */
public record Snapshot(String producer, GicState state, List<MemoryBlock> memory, List<AncillaryPart> parts) {
    /** Copies the lists. */
    public Snapshot {
        memory = List.copyOf(memory);
        parts = List.copyOf(parts);
    }

    /**
     * A snapshot without memory.
     *
     * @param producer who made it
     * @param state the state
     * @param parts unknown parts
     */
    public Snapshot(String producer, GicState state, List<AncillaryPart> parts) {
        this(producer, state, List.of(), parts);
    }

    /**
     * A snapshot without memory and unknown parts.
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
        return new Snapshot(producer, newState, memory, parts);
    }

    /**
     * The same with other memory.
     *
     * @param newMemory stretches of guest memory
     */
    public Snapshot withMemory(List<MemoryBlock> newMemory) {
        return new Snapshot(producer, state, newMemory, parts);
    }
}

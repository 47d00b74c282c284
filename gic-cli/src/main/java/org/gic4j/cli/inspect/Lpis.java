package org.gic4j.cli.inspect;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.guest.MappedMemory;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.LpiRegisters;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.Snapshot;
import org.gic4j.api.snapshot.SnapshotException;
import org.gic4j.api.snapshot.Snapshots;
import org.gic4j.api.snapshot.VcpuDescription;
import org.gic4j.cli.input.MemoryInput;
import org.gic4j.cli.output.Words;
import org.gic4j.cli.view.Lpi;

/**
 * The LPIs of a snapshot. They are in guest memory, which a snapshot may carry and a file may have; else nobody can say.
 *
 * @param takers the vCPUs that take LPIs
 * @param read whether the tables were read
 * @param fault why they were not, though there is memory; empty where there is none, or nothing is wrong
 * @param all those that are mapped or pending
 * @param notes what is to be said of the memory
 */
record Lpis(List<VcpuDescription> takers, boolean read, String fault, List<Lpi> all, List<Note> notes) {
    private static final int ADDRESS_BITS = 52;

    Lpis {
        takers = List.copyOf(takers);
        all = List.copyOf(all);
        notes = List.copyOf(notes);
    }

    /**
     * Reads them.
     *
     * @param snapshot whose
     * @param input guest memory beside it, where the options name some
     * @throws org.gic4j.cli.CommandFailure for memory that cannot be read
     */
    static Lpis of(Snapshot snapshot, MemoryInput input) {
        GicState state = snapshot.state();
        List<VcpuDescription> takers = state.vcpus().stream()
                .filter(vcpu -> LpiRegisters.areEnabled(state, vcpu.index().value()))
                .toList();
        if (!input.isGiven() && (takers.isEmpty() || snapshot.memory().isEmpty())) {
            return new Lpis(takers, false, "", List.of(), List.of());
        }
        List<Note> notes = new ArrayList<>();
        try (Arena arena = Arena.ofShared()) {
            MappedMemory memory = new MappedMemory(ADDRESS_BITS);
            if (input.isGiven()) {
                notes.addAll(input.map(memory, ADDRESS_BITS, snapshot, arena));
            }
            if (takers.isEmpty() && state.translationServices().isEmpty()) {
                return new Lpis(takers, false, "", List.of(), notes);
            }
            List<Lpi> all = Snapshots.lpis(snapshot, memory).stream().map(Lpi::of).toList();
            return new Lpis(takers, true, "", all, notes);
        } catch (SnapshotException unreadable) {
            return new Lpis(takers, false, String.valueOf(unreadable.getMessage()), List.of(), notes);
        }
    }

    /** Whether LPIs may be pending of which nothing is known. */
    boolean mayHideSome() {
        return !read && !takers.isEmpty();
    }

    /** One line about them; empty where no vCPU takes any and nothing was read. */
    String words() {
        if (read) {
            long pending = all.stream().filter(lpi -> lpi.state().pending()).count();
            return "LPIs: " + pending + " pending, " + all.stream().filter(Lpi::isMapped).count() + " mapped";
        }
        if (takers.isEmpty()) {
            return "";
        }
        List<Integer> ids = takers.stream().map(vcpu -> vcpu.id().value()).sorted().toList();
        return "LPIs: taken by CPU " + Words.ranges(ids) + "; which are pending is " + whereabouts();
    }

    /** Where they are and why they were not read. */
    String whereabouts() {
        return "in guest memory, "
                + (fault.isEmpty() ? "which was not looked at: give it with --memory" : "and cannot be told: " + fault);
    }
}

package org.gic4j.serialization.qemu;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.gic4j.api.VcpuId;
import org.gic4j.api.snapshot.Note;
import org.gic4j.serialization.qemu.stream.VmState;
import org.jspecify.annotations.Nullable;

/** Subsections that a newer producer added: nobody here knows what they hold, and that it is left out is a loss. */
final class UnknownSubsections {
    static final String UNKNOWN = "unknown-subsection";

    private UnknownSubsections() {}

    /**
     * Notes those that a reader does not know.
     *
     * @param owner what may have subsections
     * @param known their names
     * @param vcpu whose, or null for what is shared
     */
    static List<Note> of(VmState owner, Set<String> known, @Nullable VcpuId vcpu) {
        return owner.subsections().stream()
                .filter(name -> !known.contains(name))
                .map(name -> new Note(
                        UNKNOWN,
                        true,
                        name,
                        vcpu,
                        OptionalInt.empty(),
                        0,
                        0,
                        "a subsection that is not known here, and what it holds is left out; restore the stream with the QEMU"
                                + " that made it"))
                .toList();
    }
}

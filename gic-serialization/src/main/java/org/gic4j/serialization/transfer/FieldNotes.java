package org.gic4j.serialization.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.gic4j.api.VcpuId;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.jspecify.annotations.Nullable;

/** Notes about words that changed: one for each interrupt whose field did, or one for the word. */
final class FieldNotes {
    private final GicState state;
    private final List<Note> notes = new ArrayList<>();

    FieldNotes(GicState state) {
        this.state = state;
    }

    /** Notes what is more than a word. */
    void add(Note note) {
        notes.add(note);
    }

    /** Notes what is no word of the interrupt controller's own. */
    void addAll(List<Note> more) {
        notes.addAll(more);
    }

    /** What was noted. */
    List<Note> list() {
        return List.copyOf(notes);
    }

    /**
     * Notes what changed in a word.
     *
     * @param kind the kind of note, and why
     * @param register the family
     * @param vcpu the creation index of the vCPU whose word it is; ignored for a shared one
     * @param word the word
     * @param source its value in the source
     * @param kept what is kept of it
     */
    void changed(Kind kind, Register register, int vcpu, int word, int source, int kept) {
        int bits = register.row().bitsPerIntid();
        if (bits == 0) {
            add(kind, register, vcpu, word, OptionalInt.empty(), source, kept);
            return;
        }
        if (bits > Integer.SIZE) {
            add(kind, register, vcpu, word, OptionalInt.of(word * Integer.SIZE / bits), source, kept);
            return;
        }
        int perWord = Integer.SIZE / bits;
        int mask = (1 << bits) - 1;
        for (int field = 0; field < perWord; field++) {
            int before = source >>> field * bits & mask;
            int after = kept >>> field * bits & mask;
            if (before != after) {
                add(kind, register, vcpu, word, OptionalInt.of(word * perWord + field), before, after);
            }
        }
    }

    private void add(
            Kind kind, Register register, int vcpu, int word, OptionalInt intid, int source, int kept) {
        Geometry geometry = state.geometry();
        @Nullable VcpuId owner =
                word < register.bankedWords(geometry) ? state.vcpus().get(vcpu).id() : null;
        notes.add(new Note(
                kind.id(),
                kind.loss(),
                register.wordName(geometry, word),
                owner,
                intid,
                Integer.toUnsignedLong(source),
                Integer.toUnsignedLong(kept),
                kind.reason()));
    }

    /**
     * A kind of note.
     *
     * @param id its stable name
     * @param loss whether something is lost
     * @param reason why, in words
     */
    record Kind(String id, boolean loss, String reason) {
        static Kind loss(String id, String reason) {
            return new Kind(id, true, reason);
        }

        static Kind explanation(String id, String reason) {
            return new Kind(id, false, reason);
        }
    }
}

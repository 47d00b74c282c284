package org.gic4j.serialization.transfer;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.StateTransfer.Conformed;
import org.gic4j.serialization.transfer.FieldNotes.Kind;

/** A state as user space of some implementation reads it: what both architecture versions share. */
abstract class Conformance {
    private static final Kind IDENTIFICATION = Kind.explanation(
            "identification", "another implementation's, or a revision that is not supported here: the target's own");

    final GicState state;
    final GicProfile profile;
    final Geometry geometry;
    final FieldNotes notes;
    private final Map<Register, int[]> changed = new LinkedHashMap<>();
    /** Room for a register's words while they are looked at. */
    private final int[] room;

    Conformance(GicState state, GicProfile profile) {
        this.state = state;
        this.profile = profile;
        geometry = state.geometry();
        notes = new FieldNotes(state);
        room = new int[longest(state)];
    }

    /** What the implementation would hold, and what was lost. */
    abstract Conformed conform();

    /** GICD_IIDR stays only where the implementation takes it. */
    final void identify(Register identification) {
        if (state.has(identification)) {
            int own = profile.distributorIdentification();
            int value = state.word(identification, 0, 0);
            if (!Identification.isAccepted(value, profile) && value != own) {
                notes.changed(IDENTIFICATION, identification, 0, 0, value, own);
                change(identification, new int[] {own});
            }
        }
    }

    /** Takes away bits that the target does not have, and puts in those that it has fixed. */
    final void mask(Fields fields) {
        for (Register register : state.registers()) {
            mask(register, fields);
        }
    }

    private static int longest(GicState state) {
        int longest = 0;
        for (Register register : state.registers()) {
            longest = Math.max(longest, register.stateWords(state.geometry()));
        }
        return longest;
    }

    private void mask(Register register, Fields fields) {
        int count = register.stateWords(geometry);
        int[] words = room;
        copyNow(register, words);
        boolean differs = false;
        int banked = register.bankedWords(geometry);
        for (int word = 0; word < banked; word++) {
            int kept = fields.kept(register, word);
            if (fields.isFixedByVcpu(register)) {
                for (int vcpu = 0; vcpu < geometry.vcpus(); vcpu++) {
                    int at = vcpu * banked + word;
                    int fixed = fields.fixed(register, vcpu, word);
                    differs |= mask(register, fields, word, kept, fixed, words, at, at + 1, 1);
                }
            } else {
                int fixed = fields.fixed(register, 0, word);
                differs |= mask(register, fields, word, kept, fixed, words, word, geometry.vcpus() * banked, banked);
            }
        }
        // Shared words have the same bits, but for the halves of wide registers.
        int first = Math.max(banked, register.firstWord());
        int begin = banked * geometry.vcpus();
        int step = register.row().wide() ? 2 : 1;
        for (int half = 0; half < step && begin + half < count; half++) {
            int kept = fields.kept(register, first + half);
            int fixed = fields.fixed(register, 0, first + half);
            differs |= mask(register, fields, first + half, kept, fixed, words, begin + half, count, step);
        }
        if (differs) {
            change(register, Arrays.copyOf(words, count));
        }
    }

    private void copyNow(Register register, int[] target) {
        int[] words = changed.get(register);
        if (words == null) {
            state.copyWords(register, target);
        } else {
            System.arraycopy(words, 0, target, 0, words.length);
        }
    }

    /**
     * Masks words that have the same bits; whether any changed.
     *
     * @param word which word of the family the first is
     * @param words the state's
     * @param from the place of the first
     * @param to where places end
     * @param step from place to place: a banked word is another vCPU's at each, a shared one another word
     */
    private boolean mask(
            Register register, Fields fields, int word, int kept, int fixed, int[] words, int from, int to, int step) {
        boolean differs = false;
        for (int at = from; at < to; at += step) {
            int source = words[at];
            int value = source & kept | fixed;
            if (value != source) {
                note(register, fields, word, at - from, at, source, value);
                words[at] = value;
                differs = true;
            }
        }
        return differs;
    }

    private void note(Register register, Fields fields, int word, int further, int at, int source, int value) {
        int banked = register.bankedWords(geometry);
        int vcpu = word < banked ? at / banked : 0;
        int which = word < banked ? word : word + further;
        Kind kind = fields.kind(register, which);
        if (kind != null) {
            notes.changed(kind, register, vcpu, which, source, value);
        }
    }

    /** The words of a register as far as they were changed, to be changed further. */
    final int[] now(Register register) {
        int[] words = changed.get(register);
        return words == null ? state.words(register) : words;
    }

    /** A word of a register as far as it was changed. */
    final int now(Register register, int vcpu, int word) {
        int[] words = changed.get(register);
        return words == null
                ? state.word(register, vcpu, word)
                : words[register.stateIndex(geometry, vcpu, word)];
    }

    /**
     * Which of 32 interrupts are edge-triggered.
     *
     * @param configuration the words of a configuration register, two for 32 interrupts
     * @param at which 32 of them
     */
    static int edges(int[] configuration, int at) {
        return Integer.compress(configuration[2 * at], Gicv2Inputs.EDGES)
                | Integer.compress(configuration[2 * at + 1], Gicv2Inputs.EDGES) << Short.SIZE;
    }

    final void change(Register register, int[] words) {
        changed.put(register, words);
    }

    final boolean isChanged() {
        return !changed.isEmpty();
    }

    /** A builder of the state with everything that was changed. */
    final GicState.Builder result() {
        GicState.Builder builder = state.toBuilder();
        changed.forEach(builder::words);
        return builder;
    }
}

package org.gic4j.serialization.positional;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.gic4j.api.GicVersion;
import org.gic4j.api.VcpuId;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.VcpuDescription;
import org.jspecify.annotations.Nullable;

/**
 * A state that is put together from lists of values. A register that sets and the one that clears read the same bits:
 * where they differ, that is noted ({@value #TORN_PAIR}), and the bits of the one that sets are kept.
 */
public final class RegisterLists {
    /** A register that sets and the one that clears disagree. */
    public static final String TORN_PAIR = "torn-pair";

    private final GicState.Builder state;
    private final List<VcpuDescription> vcpus;
    private final List<Note> notes = new ArrayList<>();

    /**
     * Begins an empty state.
     *
     * @param version the architecture version
     * @param interrupts as {@link GicState.Builder} takes them
     * @param vcpus in creation order
     */
    public RegisterLists(GicVersion version, int interrupts, List<VcpuDescription> vcpus) {
        state = new GicState.Builder(version, interrupts, vcpus);
        this.vcpus = vcpus;
    }

    /** What is put together. */
    public GicState.Builder state() {
        return state;
    }

    /**
     * What a vCPU is named by.
     *
     * @param index its creation index
     */
    public VcpuId vcpu(int index) {
        return vcpus.get(index).id();
    }

    /** The extent. */
    public Geometry geometry() {
        return state.geometry();
    }

    /**
     * Puts words of a register one after another.
     *
     * @param register a register that is part of the state
     * @param vcpu the vCPU's creation index; ignored for shared words
     * @param first the first word
     * @param values the words
     */
    public void put(Register register, int vcpu, int first, int... values) {
        for (int i = 0; i < values.length; i++) {
            state.word(register, vcpu, first + i, values[i]);
        }
    }

    /**
     * Puts words of a register that sets, and compares them with those of the one that clears.
     *
     * @param register a register that sets
     * @param vcpu the vCPU's creation index; ignored for shared words
     * @param first the first word
     * @param set the words
     * @param clear the words of the register that clears, as many
     */
    public void putPair(Register register, int vcpu, int first, int[] set, int[] clear) {
        put(register, vcpu, first, set);
        for (int i = 0; i < set.length; i++) {
            compare(register, vcpu, first + i, set[i], clear[i]);
        }
    }

    /**
     * Compares a word of a register that sets with that of the one that clears.
     *
     * @param register a register that sets
     * @param vcpu the vCPU's creation index; ignored for shared words
     * @param word the word
     * @param set its value
     * @param clear what the register that clears reads
     */
    public void compare(Register register, int vcpu, int word, int set, int clear) {
        if (set == clear) {
            return;
        }
        String other = Registers.clearingTwin(register)
                .map(twin -> twin.wordName(geometry(), word))
                .orElse("the one that clears");
        notes.add(new Note(
                TORN_PAIR,
                false,
                register.wordName(geometry(), word),
                word < register.bankedWords(geometry()) ? vcpus.get(vcpu).id() : null,
                OptionalInt.empty(),
                Integer.toUnsignedLong(set),
                Integer.toUnsignedLong(set),
                other + " reads 0x" + Integer.toHexString(clear)));
    }

    /**
     * Notes something that the producer did not save, or that the state cannot hold.
     *
     * @param id the kind
     * @param loss whether it is lost
     * @param register the register
     * @param vcpu whose, or null
     * @param value the value in the source
     * @param reason why
     */
    public void note(String id, boolean loss, String register, @Nullable VcpuId vcpu, long value, String reason) {
        notes.add(new Note(id, loss, register, vcpu, OptionalInt.empty(), value, 0, reason));
    }

    /** What was noted. */
    public List<Note> notes() {
        return List.copyOf(notes);
    }
}

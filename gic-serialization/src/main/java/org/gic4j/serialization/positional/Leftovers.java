package org.gic4j.serialization.positional;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Its;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.ItsState;
import org.gic4j.api.snapshot.MemoryBlock;
import org.gic4j.api.snapshot.Note;

/** What a foreign format has no place for: every word of a register that is not 0. */
public final class Leftovers {
    private Leftovers() {}

    /**
     * Names every value that has no place.
     *
     * @param state what is written
     * @param held the registers that have a place
     * @param id the kind of the notes
     * @param reason why there is no place
     * @return one loss for each word that is not 0
     */
    public static List<Note> of(GicState state, Set<Register> held, String id, String reason) {
        List<Note> notes = new ArrayList<>();
        Geometry geometry = state.geometry();
        for (Register register : state.registers()) {
            if (!held.contains(register)) {
                int banked = register.bankedWords(geometry);
                for (int word = register.firstWord(); word < register.words(geometry); word++) {
                    for (int vcpu = 0; vcpu < (word < banked ? geometry.vcpus() : 1); vcpu++) {
                        int value = state.word(register, vcpu, word);
                        if (value != 0) {
                            notes.add(new Note(
                                    id,
                                    true,
                                    register.wordName(geometry, word),
                                    word < banked ? state.vcpus().get(vcpu).id() : null,
                                    OptionalInt.empty(),
                                    Integer.toUnsignedLong(value),
                                    0,
                                    reason));
                        }
                    }
                }
            }
        }
        return notes;
    }

    /**
     * Names every register of ITSs that has no place.
     *
     * @param services the state's ITSs
     * @param held how many of them have a place
     * @param id the kind of the notes
     * @param reason why there is no place
     * @return one loss for each register that is not 0
     */
    public static List<Note> ofServices(List<ItsState> services, int held, String id, String reason) {
        List<Note> notes = new ArrayList<>();
        for (int number = held; number < services.size(); number++) {
            ItsState its = services.get(number);
            for (Its register : its.registers()) {
                int count = ItsState.count(register);
                for (int i = 0; i < count; i++) {
                    if (its.value(register, i) != 0) {
                        String name = register.name() + (count > 1 ? i : "") + (services.size() > 1 ? " of ITS " + number : "");
                        notes.add(lost(id, name, its.value(register, i), reason));
                    }
                }
            }
        }
        return notes;
    }

    /**
     * Names every stretch of guest memory, where memory has no place.
     *
     * @param memory what the snapshot carries
     * @param id the kind of the notes
     * @param reason why there is no place
     * @return one loss for each stretch, with its address
     */
    public static List<Note> ofMemory(List<MemoryBlock> memory, String id, String reason) {
        return memory.stream()
                .map(block -> lost(id, "memory", block.address(), block.size() + " bytes of tables: " + reason))
                .toList();
    }

    private static Note lost(String id, String register, long value, String reason) {
        return new Note(id, true, register, null, OptionalInt.empty(), value, 0, reason);
    }
}

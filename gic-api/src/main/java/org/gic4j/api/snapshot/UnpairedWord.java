package org.gic4j.api.snapshot;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Its;
import org.gic4j.api.registers.Register;
import org.jspecify.annotations.Nullable;

/**
 * A word, other than 0, of one of two states for which the other has no place although it has the register: of interrupts
 * above its number, of a vCPU or of an ITS that it does not have.
 *
 * @param register the family
 * @param vcpu the vCPU whose word it is; null for a shared one
 * @param word the word
 * @param value its value
 * @param name the register's name with its number
 */
public record UnpairedWord(Register register, @Nullable VcpuDescription vcpu, int word, int value, String name) {
    /** What {@code state} alone has; the pairs are seen from it. */
    static List<UnpairedWord> of(GicState state, GicState other, VcpuPairs pairs) {
        List<UnpairedWord> unpaired = new ArrayList<>();
        Geometry geometry = state.geometry();
        for (Register register : state.registers()) {
            if (!other.has(register) || GicState.identifies(register)) {
                continue;
            }
            int banked = register.bankedWords(geometry);
            for (int word = register.firstWord(); word < register.words(geometry); word++) {
                for (int vcpu = 0; vcpu < (word < banked ? geometry.vcpus() : 1); vcpu++) {
                    boolean paired = word < banked
                            ? pairs.rightOf(vcpu) != VcpuPairs.NONE
                            : word < register.words(other.geometry());
                    int value = state.word(register, vcpu, word);
                    if (!paired && value != 0) {
                        unpaired.add(new UnpairedWord(
                                register,
                                word < banked ? state.vcpus().get(vcpu) : null,
                                word,
                                value,
                                register.wordName(geometry, word)));
                    }
                }
            }
        }
        for (int i = other.translationServices().size(); i < state.translationServices().size(); i++) {
            addService(unpaired, state.translationServices(), i);
        }
        return List.copyOf(unpaired);
    }

    private static void addService(List<UnpairedWord> unpaired, List<ItsState> services, int number) {
        ItsState its = services.get(number);
        for (Its register : its.registers()) {
            for (int word = 0; word < ItsState.words(register); word++) {
                int value = its.word(register, word);
                if (value != 0 && !GicState.identifies(register)) {
                    unpaired.add(new UnpairedWord(
                            register, null, word, value, Difference.nameOf(register, word, number, services.size())));
                }
            }
        }
    }

    @Override
    public String toString() {
        return name + (vcpu == null ? "" : " of " + vcpu.id()) + ": 0x" + Integer.toHexString(value);
    }
}

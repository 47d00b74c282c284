package org.gic4j.api.snapshot;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;

/**
 * The words of register families: each family one array, in the order that {@link Register#stateIndex} gives. A family
 * that is absent was not saved.
 */
final class RegisterWords {
    private final GicVersion version;
    private final Geometry geometry;
    private final Map<Register, int[]> families = new LinkedHashMap<>();

    RegisterWords(GicVersion version, Geometry geometry) {
        this.version = version;
        this.geometry = geometry;
    }

    /** The same words, not copied, in restore order. */
    RegisterWords inRestoreOrder() {
        RegisterWords ordered = new RegisterWords(version, geometry);
        for (Register register : Registers.state(version)) {
            int[] words = families.get(register);
            if (words != null) {
                ordered.families.put(register, words);
            }
        }
        return ordered;
    }

    Set<Register> registers() {
        return Collections.unmodifiableSet(families.keySet());
    }

    boolean has(Register register) {
        return families.containsKey(register);
    }

    void remove(Register register) {
        families.remove(register);
    }

    /** The words of a family that is here. */
    int[] of(Register register) {
        int[] words = families.get(register);
        if (words == null) {
            throw new IllegalArgumentException(register.name() + " was not saved");
        }
        return words;
    }

    /** The words of a family of the state, all 0 if it was not here. */
    int[] made(Register register) {
        if (register.frame().version() != version
                || register.frame().device() != version.device()
                || register.row().restorePhase().isEmpty()) {
            throw new IllegalArgumentException(
                    register.name() + " is not part of the state of a " + version.display());
        }
        return families.computeIfAbsent(register, key -> new int[key.stateWords(geometry)]);
    }

    /** Where a word of a family is. */
    int index(Register register, int vcpuIndex, int word) {
        int first = register.firstWord();
        Objects.checkIndex(word - first, register.words(geometry) - first);
        if (word < register.bankedWords(geometry)) {
            Objects.checkIndex(vcpuIndex, geometry.vcpus());
        }
        return register.stateIndex(geometry, vcpuIndex, word);
    }

    /** The first of the two words of a 64-bit register. */
    static int firstOfWide(Register register, int number) {
        if (!register.row().wide()) {
            throw new IllegalArgumentException(register.name() + " has no registers of 64 bits");
        }
        return 2 * number;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RegisterWords that
                && families.keySet().equals(that.families.keySet())
                && families.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), that.families.get(entry.getKey())));
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int[] words : families.values()) {
            hash = 31 * hash + Arrays.hashCode(words);
        }
        return hash;
    }
}

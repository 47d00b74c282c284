package org.gic4j.api.snapshot;

import java.util.ArrayList;
import java.util.List;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Its;
import org.gic4j.api.registers.Register;
import org.jspecify.annotations.Nullable;

/**
 * A word in which two states differ.
 *
 * @param register the family
 * @param vcpu the vCPU whose word it is; null for a shared one
 * @param word the word
 * @param left its value in the first state
 * @param right its value in the second
 * @param name the register's name with its number
 */
public record Difference(
        Register register, @Nullable VcpuDescription vcpu, int word, int left, int right, String name) {
    private static final Geometry ANY = new Geometry(Geometry.PRIVATE_INTERRUPTS, 1);

    /**
     * The words in which two states of equal extent differ, among the registers that both have, in restore order.
     *
     * @param left one state
     * @param right another, with the same version, numbers and vCPUs
     * @throws SnapshotException when they are not of equal extent, or their vCPUs have different ids
     */
    public static List<Difference> between(GicState left, GicState right) {
        if (left.version() != right.version() || !left.geometry().equals(right.geometry())) {
            throw new SnapshotException("cannot compare a " + left + " with a " + right);
        }
        for (int i = 0; i < left.vcpus().size(); i++) {
            if (!left.vcpus().get(i).id().equals(right.vcpus().get(i).id())) {
                throw new SnapshotException("cannot compare states of different vCPUs: at place " + i + " one has "
                        + left.vcpus().get(i) + ", the other " + right.vcpus().get(i));
            }
        }
        Geometry geometry = left.geometry();
        List<Difference> differences = new ArrayList<>();
        for (Register register : left.registers()) {
            if (right.has(register)) {
                int banked = register.bankedWords(geometry);
                for (int word = register.firstWord(); word < register.words(geometry); word++) {
                    for (int vcpu = 0; vcpu < (word < banked ? geometry.vcpus() : 1); vcpu++) {
                        int a = left.word(register, vcpu, word);
                        int b = right.word(register, vcpu, word);
                        if (a != b) {
                            differences.add(new Difference(
                                    register,
                                    word < banked ? left.vcpus().get(vcpu) : null,
                                    word,
                                    a,
                                    b,
                                    register.wordName(geometry, word)));
                        }
                    }
                }
            }
        }
        differences.addAll(ofServices(left.translationServices(), right.translationServices()));
        return List.copyOf(differences);
    }

    /** The registers of ITSs that both have; an ITS that only one has is no register. */
    private static List<Difference> ofServices(List<ItsState> left, List<ItsState> right) {
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            for (Its register : left.get(i).registers()) {
                for (int word = 0; right.get(i).has(register) && word < register.words(ANY); word++) {
                    int a = word(left.get(i), register, word);
                    int b = word(right.get(i), register, word);
                    if (a != b) {
                        String name = (left.size() == 1 ? "" : "ITS " + i + " ") + register.wordName(ANY, word);
                        differences.add(new Difference(register, null, word, a, b, name));
                    }
                }
            }
        }
        return differences;
    }

    private static int word(ItsState its, Its register, int word) {
        int stride = register.attributeStride();
        return (int) (its.value(register, word / stride) >>> word % stride * Integer.SIZE);
    }

    @Override
    public String toString() {
        return name
                + (vcpu == null ? "" : " of " + vcpu.id())
                + ": 0x" + Integer.toHexString(left) + " -> 0x" + Integer.toHexString(right);
    }
}

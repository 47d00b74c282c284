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
        return between(left, right, VcpuPairs.byPlace(left.vcpus().size()));
    }

    /**
     * The words in which two states of one version differ, among the registers, the INTIDs, the vCPUs and the ITSs that both
     * have, in restore order.
     */
    static List<Difference> between(GicState left, GicState right, VcpuPairs pairs) {
        List<Difference> differences = new ArrayList<>();
        for (Register register : left.registers()) {
            if (right.has(register)) {
                add(differences, register, left, right, pairs);
            }
        }
        differences.addAll(ofServices(left.translationServices(), right.translationServices()));
        return List.copyOf(differences);
    }

    private static void add(
            List<Difference> differences, Register register, GicState left, GicState right, VcpuPairs pairs) {
        Geometry geometry = left.geometry();
        int banked = register.bankedWords(geometry);
        int words = Math.min(register.words(geometry), register.words(right.geometry()));
        for (int word = register.firstWord(); word < words; word++) {
            for (int vcpu = 0; vcpu < (word < banked ? geometry.vcpus() : 1); vcpu++) {
                int same = word < banked ? pairs.rightOf(vcpu) : 0;
                if (same != VcpuPairs.NONE) {
                    int a = left.word(register, vcpu, word);
                    int b = right.word(register, same, word);
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

    /** The registers of ITSs that both have; an ITS that only one has is no register. */
    private static List<Difference> ofServices(List<ItsState> left, List<ItsState> right) {
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            for (Its register : left.get(i).registers()) {
                for (int word = 0; right.get(i).has(register) && word < ItsState.words(register); word++) {
                    int a = left.get(i).word(register, word);
                    int b = right.get(i).word(register, word);
                    if (a != b) {
                        differences.add(
                                new Difference(register, null, word, a, b, nameOf(register, word, i, left.size())));
                    }
                }
            }
        }
        return differences;
    }

    /** The name of a word of an ITS, with the ITS's number where there are several. */
    static String nameOf(Its register, int word, int number, int services) {
        return (services == 1 ? "" : "ITS " + number + " ") + register.wordName(ANY, word);
    }

    @Override
    public String toString() {
        return name
                + (vcpu == null ? "" : " of " + vcpu.id())
                + ": 0x" + Integer.toHexString(left) + " -> 0x" + Integer.toHexString(right);
    }
}

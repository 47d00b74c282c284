package org.gic4j.api.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gic4j.api.registers.Register;

/**
 * How two states differ, whatever formats they came from: by register and by interrupt.
 *
 * @param facts what differs beside register values: model, numbers, vCPUs, addresses
 * @param onlyLeft registers that only the first state has
 * @param onlyRight registers that only the second state has
 * @param registers words that differ, among the registers that both have; empty where the states differ in extent
 * @param identification words of identification registers that differ: told, but no difference of state
 * @param interrupts interrupts that differ, among those and the properties that both have, also where the states differ
 *     in extent; empty where they are of different architecture versions
 */
public record Diff(
        List<Fact> facts,
        List<Register> onlyLeft,
        List<Register> onlyRight,
        List<Difference> registers,
        List<Difference> identification,
        List<InterruptDifference> interrupts) {
    /**
     * Something that is not a register and differs.
     *
     * @param name what
     * @param left in the first state
     * @param right in the second
     */
    public record Fact(String name, String left, String right) {}

    /** Copies the lists. */
    public Diff {
        facts = List.copyOf(facts);
        onlyLeft = List.copyOf(onlyLeft);
        onlyRight = List.copyOf(onlyRight);
        registers = List.copyOf(registers);
        identification = List.copyOf(identification);
        interrupts = List.copyOf(interrupts);
    }

    /**
     * Compares two states.
     *
     * @param left one state
     * @param right another, of any version and extent
     */
    public static Diff between(GicState left, GicState right) {
        boolean comparable = left.version() == right.version()
                && left.geometry().equals(right.geometry())
                && left.vcpus().stream().map(VcpuDescription::id).toList()
                        .equals(right.vcpus().stream().map(VcpuDescription::id).toList());
        List<Difference> all = comparable ? Difference.between(left, right) : List.of();
        return new Diff(
                facts(left, right),
                comparable ? missing(left, right) : List.of(),
                comparable ? missing(right, left) : List.of(),
                all.stream()
                        .filter(difference -> !GicState.identifies(difference.register()))
                        .toList(),
                all.stream()
                        .filter(difference -> GicState.identifies(difference.register()))
                        .toList(),
                InterruptDifference.between(left, right));
    }

    /**
     * Compares two snapshots: their states, and the guest memory that they carry.
     *
     * @param left one snapshot
     * @param right another, of any version and extent
     */
    public static Diff between(Snapshot left, Snapshot right) {
        Diff states = between(left.state(), right.state());
        if (left.memory().equals(right.memory())) {
            return states;
        }
        List<Fact> facts = new ArrayList<>(states.facts());
        List<MemoryBlock> onlyLeft = new ArrayList<>(left.memory());
        onlyLeft.removeAll(right.memory());
        List<MemoryBlock> onlyRight = new ArrayList<>(right.memory());
        onlyRight.removeAll(left.memory());
        facts.add(new Fact("guest memory", onlyLeft.toString(), onlyRight.toString()));
        return new Diff(
                facts, states.onlyLeft, states.onlyRight, states.registers, states.identification, states.interrupts);
    }

    /** Whether the states hold the same. */
    public boolean isEqual() {
        return facts.isEmpty()
                && onlyLeft.isEmpty()
                && onlyRight.isEmpty()
                && registers.isEmpty()
                && interrupts.isEmpty();
    }

    private static List<Fact> facts(GicState left, GicState right) {
        List<Fact> facts = new ArrayList<>();
        compare(facts, "model", left.version().display(), right.version().display());
        compare(facts, "interrupts", left.geometry().interrupts(), right.geometry().interrupts());
        compare(facts, "priority bits", left.priorityBits(), right.priorityBits());
        compare(facts, "vCPUs", left.vcpus(), right.vcpus());
        compare(facts, "addresses", addresses(left), addresses(right));
        compare(facts, "redistributor regions", left.redistributorRegions(), right.redistributorRegions());
        compare(facts, "ITSs", services(left), services(right));
        return facts;
    }

    /** Where they are, and the families that were saved; their values are registers. */
    private static List<String> services(GicState state) {
        return state.translationServices().stream()
                .map(its -> its + " with " + (its.registers().isEmpty() ? "no registers" : its.registers()))
                .toList();
    }

    private static void compare(List<Fact> facts, String name, Object left, Object right) {
        if (!Objects.equals(left, right)) {
            facts.add(new Fact(name, left.toString(), right.toString()));
        }
    }

    private static List<String> addresses(GicState state) {
        return state.addresses().entrySet().stream()
                .map(entry -> entry.getKey() + ": 0x" + Long.toHexString(entry.getValue()))
                .toList();
    }

    private static List<Register> missing(GicState from, GicState in) {
        return from.registers().stream()
                .filter(register -> !in.has(register) && !GicState.identifies(register))
                .toList();
    }
}

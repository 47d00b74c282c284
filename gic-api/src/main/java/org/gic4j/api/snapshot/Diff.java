package org.gic4j.api.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gic4j.api.registers.Register;

/**
 * How two states differ, whatever formats they came from and whatever their extent: by register and by interrupt. vCPUs are
 * compared with those of the same id, of a GICv3 with those of the same affinity, and what that leaves over by id. Of states
 * of different architecture versions only the facts are compared.
 *
 * @param facts what differs beside register values: model, numbers, vCPUs, addresses
 * @param onlyLeft registers that only the first state has
 * @param onlyRight registers that only the second state has
 * @param registers words that differ, among the registers, the INTIDs, the vCPUs and the ITSs that both have
 * @param identification words of identification registers that differ: told, but no difference of state
 * @param interrupts interrupts that differ, among those and the properties that both have
 * @param unpairedLeft words other than 0 of interrupts, vCPUs and ITSs that only the first state has, of registers that
 *     both have
 * @param unpairedRight the same of the second state
 */
public record Diff(
        List<Fact> facts,
        List<Register> onlyLeft,
        List<Register> onlyRight,
        List<Difference> registers,
        List<Difference> identification,
        List<InterruptDifference> interrupts,
        List<UnpairedWord> unpairedLeft,
        List<UnpairedWord> unpairedRight) {
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
        unpairedLeft = List.copyOf(unpairedLeft);
        unpairedRight = List.copyOf(unpairedRight);
    }

    /**
     * Compares two states.
     *
     * @param left one state
     * @param right another, of any version and extent
     */
    public static Diff between(GicState left, GicState right) {
        if (left.version() != right.version()) {
            return new Diff(
                    facts(left, right), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
        }
        VcpuPairs pairs = VcpuPairs.of(left, right);
        List<Difference> all = Difference.between(left, right, pairs);
        return new Diff(
                facts(left, right),
                missing(left, right),
                missing(right, left),
                all.stream()
                        .filter(difference -> !GicState.identifies(difference.register()))
                        .toList(),
                all.stream()
                        .filter(difference -> GicState.identifies(difference.register()))
                        .toList(),
                InterruptDifference.between(left, right),
                UnpairedWord.of(left, right, pairs),
                UnpairedWord.of(right, left, pairs.swapped()));
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
                facts,
                states.onlyLeft,
                states.onlyRight,
                states.registers,
                states.identification,
                states.interrupts,
                states.unpairedLeft,
                states.unpairedRight);
    }

    /** Whether the states hold the same. */
    public boolean isEqual() {
        return facts.isEmpty()
                && onlyLeft.isEmpty()
                && onlyRight.isEmpty()
                && registers.isEmpty()
                && interrupts.isEmpty()
                && unpairedLeft.isEmpty()
                && unpairedRight.isEmpty();
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

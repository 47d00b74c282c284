package org.gic4j.serialization.transfer;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.Policy;
import org.gic4j.api.registers.Register;
import org.gic4j.api.registers.Registers;
import org.gic4j.api.snapshot.VcpuDescription;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of every register that is part of the state, for one extent and one list of vCPUs. Working them out
 * costs as much as a save, so the last plan is kept. Immutable.
 */
final class TransferPlan {
    private static volatile @Nullable TransferPlan latest;

    private final GicVersion version;
    private final Geometry geometry;
    private final List<VcpuDescription> vcpus;
    private final int[] accessiblePriorityBits;
    private final Map<Register, RegisterBlock> blocks = new LinkedHashMap<>();
    private final int longest;
    private final int longestState;

    private TransferPlan(
            GicVersion version, Geometry geometry, List<VcpuDescription> vcpus, int[] accessiblePriorityBits) {
        this.version = version;
        this.geometry = geometry;
        this.vcpus = List.copyOf(vcpus);
        this.accessiblePriorityBits = accessiblePriorityBits.clone();
        for (Register register : Registers.state(version)) {
            if (hasAttributes(register)) {
                blocks.put(register, new RegisterBlock(register, geometry, vcpus, accessiblePriorityBits));
            }
        }
        longest = blocks.values().stream().mapToInt(RegisterBlock::size).max().orElse(0);
        longestState = Registers.state(version).stream()
                .mapToInt(register -> register.stateWords(geometry))
                .max()
                .orElse(0);
    }

    /**
     * The plan for an interrupt controller.
     *
     * @param version the architecture version
     * @param interrupts the number of interrupts
     * @param vcpus in creation order, at least one
     * @param accessiblePriorityBits by creation index, which active priorities are accessible
     */
    static TransferPlan of(
            GicVersion version, int interrupts, List<VcpuDescription> vcpus, int[] accessiblePriorityBits) {
        TransferPlan plan = latest;
        Geometry geometry = new Geometry(interrupts, vcpus.size());
        if (plan == null
                || plan.version != version
                || !Arrays.equals(plan.accessiblePriorityBits, accessiblePriorityBits)
                || !plan.geometry.equals(geometry)
                || !plan.vcpus.equals(vcpus)) {
            plan = new TransferPlan(version, geometry, vcpus, accessiblePriorityBits);
            latest = plan;
        }
        return plan;
    }

    /** Whether user space can read and write a register. */
    static boolean hasAttributes(Register register) {
        return register.frame().attributeGroup() != Frame.NO_ATTRIBUTES
                && register.row().user() != Policy.ABSENT;
    }

    GicVersion version() {
        return version;
    }

    Geometry geometry() {
        return geometry;
    }

    List<VcpuDescription> vcpus() {
        return vcpus;
    }

    /** The registers that attributes reach, in restore order. */
    Iterable<RegisterBlock> blocks() {
        return blocks.values();
    }

    /** One of them. */
    RegisterBlock block(Register register) {
        RegisterBlock block = blocks.get(register);
        if (block == null) {
            throw new IllegalArgumentException("no attribute reaches " + register.name());
        }
        return block;
    }

    /** Room for the values of any block. */
    long[] scratch() {
        return new long[longest];
    }

    /** Room for the words that the state has of any register. */
    int[] wordScratch() {
        return new int[longestState];
    }
}

package org.gic4j.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.VcpuDescription;

/**
 * The CPU interface of one vCPU of a GICv2, in the values that its guest reads. What the state does not tell is empty.
 *
 * @param vcpu whose
 * @param control GICC_CTLR
 * @param priorityMask GICC_PMR as the guest sees it, 0 to 255
 * @param binaryPoint GICC_BPR
 * @param aliasedBinaryPoint GICC_ABPR
 * @param activePriorities group priorities that are active, highest (lowest number) first
 * @param runningPriority GICC_RPR: the highest of them, 255 when idle; empty where the state has no active priorities
 */
public record CpuInterface(
        VcpuDescription vcpu,
        OptionalInt control,
        OptionalInt priorityMask,
        OptionalInt binaryPoint,
        OptionalInt aliasedBinaryPoint,
        List<Integer> activePriorities,
        OptionalInt runningPriority) {
    /** The running priority when no interrupt is active. */
    public static final int IDLE = 0xFF;

    /** Copies the list. */
    public CpuInterface {
        activePriorities = List.copyOf(activePriorities);
    }

    /**
     * The CPU interfaces of a state.
     *
     * @param state any state
     * @return one for each vCPU, in creation order
     */
    public static List<CpuInterface> allOf(GicState state) {
        return state.vcpus().stream().map(vcpu -> of(state, vcpu)).toList();
    }

    private static CpuInterface of(GicState state, VcpuDescription vcpu) {
        int index = vcpu.index().value();
        int missingBits = Byte.SIZE - state.priorityBits();
        OptionalInt mask = word(state, Gicv2CpuInterface.GICC_PMR, index);
        List<Integer> active = activePriorities(state, index);
        return new CpuInterface(
                vcpu,
                word(state, Gicv2CpuInterface.GICC_CTLR, index),
                mask.isPresent() ? OptionalInt.of(mask.getAsInt() << missingBits & 0xFF) : mask,
                word(state, Gicv2CpuInterface.GICC_BPR, index),
                word(state, Gicv2CpuInterface.GICC_ABPR, index),
                active,
                state.has(Gicv2CpuInterface.GICC_APR)
                        ? OptionalInt.of(active.isEmpty() ? IDLE : active.getFirst())
                        : OptionalInt.empty());
    }

    private static List<Integer> activePriorities(GicState state, int index) {
        // A preemption level is a group priority: at most 128 of them, however many bits a priority has.
        int shift = Math.max(1, Byte.SIZE - state.priorityBits());
        List<Integer> priorities = new ArrayList<>();
        for (int level = 0; level < 1 << Byte.SIZE - shift; level++) {
            if (isActive(state, Gicv2CpuInterface.GICC_APR, index, level)
                    || isActive(state, Gicv2CpuInterface.GICC_NSAPR, index, level)) {
                priorities.add(level << shift);
            }
        }
        return priorities;
    }

    private static boolean isActive(GicState state, Register register, int index, int level) {
        return state.has(register)
                && (state.word(register, index, level / Integer.SIZE) >>> level % Integer.SIZE & 1) != 0;
    }

    private static OptionalInt word(GicState state, Register register, int index) {
        return state.has(register) ? OptionalInt.of(state.word(register, index, 0)) : OptionalInt.empty();
    }
}

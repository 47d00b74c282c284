package org.gic4j.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.gic4j.api.GicVersion;
import org.gic4j.api.registers.Gicv2CpuInterface;
import org.gic4j.api.registers.Gicv3CpuInterface;
import org.gic4j.api.registers.Register;
import org.gic4j.api.snapshot.GicState;
import org.gic4j.api.snapshot.VcpuDescription;

/**
 * The CPU interface of one vCPU, in the values that its guest reads. What the state does not tell is empty.
 *
 * @param vcpu whose
 * @param control GICC_CTLR or ICC_CTLR_EL1
 * @param enabledGroups bit n: group n is enabled
 * @param priorityMask GICC_PMR or ICC_PMR_EL1 as the guest sees it, 0 to 255
 * @param binaryPoint GICC_BPR or ICC_BPR0_EL1
 * @param aliasedBinaryPoint GICC_ABPR or ICC_BPR1_EL1
 * @param activePriorities group priorities that are active, highest (lowest number) first
 * @param runningPriority the highest of them, 255 when idle; empty where the state has no active priorities
 */
public record CpuInterface(
        VcpuDescription vcpu,
        OptionalInt control,
        OptionalInt enabledGroups,
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

    /**
     * The CPU interface of a vCPU.
     *
     * @param state any state
     * @param vcpu one of its vCPUs
     */
    public static CpuInterface of(GicState state, VcpuDescription vcpu) {
        return state.version() == GicVersion.GICV2 ? ofGicv2(state, vcpu) : ofGicv3(state, vcpu);
    }

    /** The register that has the control bits of a version. */
    public static Register controlRegister(GicVersion version) {
        return version == GicVersion.GICV2 ? Gicv2CpuInterface.GICC_CTLR : Gicv3CpuInterface.ICC_CTLR_EL1;
    }

    private static CpuInterface ofGicv2(GicState state, VcpuDescription vcpu) {
        int index = vcpu.index().value();
        int missingBits = Byte.SIZE - state.priorityBits();
        OptionalInt control = word(state, Gicv2CpuInterface.GICC_CTLR, index);
        OptionalInt mask = word(state, Gicv2CpuInterface.GICC_PMR, index);
        List<Integer> active =
                activePriorities(state, index, Gicv2CpuInterface.GICC_APR, Gicv2CpuInterface.GICC_NSAPR);
        return new CpuInterface(
                vcpu,
                control,
                control.isPresent() ? OptionalInt.of(control.getAsInt() & 3) : control,
                mask.isPresent() ? OptionalInt.of(mask.getAsInt() << missingBits & 0xFF) : mask,
                word(state, Gicv2CpuInterface.GICC_BPR, index),
                word(state, Gicv2CpuInterface.GICC_ABPR, index),
                active,
                running(active, state.has(Gicv2CpuInterface.GICC_APR)));
    }

    private static CpuInterface ofGicv3(GicState state, VcpuDescription vcpu) {
        int index = vcpu.index().value();
        OptionalInt enable0 = word(state, Gicv3CpuInterface.ICC_IGRPEN0_EL1, index);
        OptionalInt enable1 = word(state, Gicv3CpuInterface.ICC_IGRPEN1_EL1, index);
        List<Integer> active =
                activePriorities(state, index, Gicv3CpuInterface.ICC_AP0R_EL1, Gicv3CpuInterface.ICC_AP1R_EL1);
        return new CpuInterface(
                vcpu,
                word(state, Gicv3CpuInterface.ICC_CTLR_EL1, index),
                enable0.isPresent() && enable1.isPresent()
                        ? OptionalInt.of(enable0.getAsInt() & 1 | (enable1.getAsInt() & 1) << 1)
                        : OptionalInt.empty(),
                word(state, Gicv3CpuInterface.ICC_PMR_EL1, index),
                word(state, Gicv3CpuInterface.ICC_BPR0_EL1, index),
                word(state, Gicv3CpuInterface.ICC_BPR1_EL1, index),
                active,
                running(active, state.has(Gicv3CpuInterface.ICC_AP1R_EL1)));
    }

    private static OptionalInt running(List<Integer> active, boolean told) {
        return told ? OptionalInt.of(active.isEmpty() ? IDLE : active.getFirst()) : OptionalInt.empty();
    }

    private static List<Integer> activePriorities(GicState state, int index, Register one, Register other) {
        // A preemption level is a group priority: at most 128 of them, however many bits a priority has.
        int shift = Math.max(1, Byte.SIZE - state.priorityBits());
        List<Integer> priorities = new ArrayList<>();
        for (int level = 0; level < 1 << Byte.SIZE - shift; level++) {
            if (isActive(state, one, index, level) || isActive(state, other, index, level)) {
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

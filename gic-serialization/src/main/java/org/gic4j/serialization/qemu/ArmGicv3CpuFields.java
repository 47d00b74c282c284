package org.gic4j.serialization.qemu;

import java.util.stream.LongStream;
import org.gic4j.serialization.qemu.stream.VmState;

/** The fields of {@code arm_gicv3_cpu}, version 1: a redistributor and a CPU interface. */
final class ArmGicv3CpuFields {
    /** What a guest reads of ICC_SRE_EL1, always. A stream of KVM leaves it out; one of QEMU's own says 0. */
    static final int ALL_ENABLED = 7;
    /** Words of active priorities of a group. */
    static final int ACTIVE_PRIORITY_WORDS = 4;

    private static final int PRIVATE_INTIDS = 32;
    private static final int SGIS = 16;
    /** Of arrays by group: 0, secure 1, non-secure 1. With one security state the last counts. */
    private static final int GROUPS = 3;

    private static final int GROUP_1 = 2;

    final int level;
    final int control;
    final int[] errorStatus;
    final int waker;
    final long configurationTable;
    final long pendingTable;
    final int group;
    final int enabled;
    final int pending;
    final int active;
    final int groupModifier;
    final int access;
    final int[] priority;
    final int cpuInterfaceControl;
    final int priorityMask;
    final int systemRegisterEnable;
    final int nonMaskable;
    /** Whether the guest was a hypervisor with a guest of its own. */
    final boolean virtualInterfaceInUse;

    private final int edge;
    private final int[] binaryPoint;
    private final int[] groupEnable;
    private final int[] activePriorities;

    /**
     * Reads the fields.
     *
     * @param cpu an element of the section's array
     * @throws org.gic4j.api.snapshot.SnapshotException when one is missing or has another extent
     */
    ArmGicv3CpuFields(VmState cpu) {
        level = cpu.number("level", Integer.BYTES);
        control = cpu.number("gicr_ctlr", Integer.BYTES);
        errorStatus = cpu.numbers("gicr_statusr", Integer.BYTES, 2);
        waker = cpu.number("gicr_waker", Integer.BYTES);
        configurationTable = cpu.longs("gicr_propbaser", 1)[0];
        pendingTable = cpu.longs("gicr_pendbaser", 1)[0];
        group = cpu.number("gicr_igroupr0", Integer.BYTES);
        enabled = cpu.number("gicr_ienabler0", Integer.BYTES);
        pending = cpu.number("gicr_ipendr0", Integer.BYTES);
        active = cpu.number("gicr_iactiver0", Integer.BYTES);
        edge = cpu.number("edge_trigger", Integer.BYTES);
        groupModifier = cpu.number("gicr_igrpmodr0", Integer.BYTES);
        access = cpu.number("gicr_nsacr", Integer.BYTES);
        priority = cpu.numbers("gicr_ipriorityr", Byte.BYTES, PRIVATE_INTIDS);
        cpuInterfaceControl = low(cpu, "icc_ctlr_el1", 2)[1];
        priorityMask = low(cpu, "icc_pmr_el1", 1)[0];
        binaryPoint = low(cpu, "icc_bpr", GROUPS);
        activePriorities = low(cpu, "icc_apr", GROUPS * ACTIVE_PRIORITY_WORDS);
        groupEnable = low(cpu, "icc_igrpen", GROUPS);
        systemRegisterEnable = cpu.subsection("arm_gicv3_cpu/sre_el1")
                .map(subsection -> low(subsection, "icc_sre_el1", 1)[0])
                .orElse(ALL_ENABLED);
        nonMaskable = cpu.subsection("arm_gicv3_cpu/nmi")
                .map(subsection -> subsection.number("gicr_inmir0", Integer.BYTES))
                .orElse(0);
        virtualInterfaceInUse = cpu.subsection("arm_gicv3_cpu/virt")
                .map(virtual -> (virtual.longs("ich_hcr_el2", 1)[0] & 1) != 0
                        || LongStream.of(virtual.longs("ich_lr_el2", 16)).anyMatch(register -> register != 0))
                .orElse(false);
    }

    /** The edge-triggered ones among the SGIs and PPIs: SGIs always are, whether the source says so or not. */
    int edge() {
        return edge | (1 << SGIS) - 1;
    }

    int binaryPoint0() {
        return binaryPoint[0];
    }

    int binaryPoint1() {
        return binaryPoint[GROUP_1];
    }

    int groupEnable0() {
        return groupEnable[0];
    }

    int groupEnable1() {
        return groupEnable[GROUP_1];
    }

    /** A word of the active priorities of group 0. */
    int activePriorities0(int word) {
        return activePriorities[word];
    }

    /** A word of the active priorities of group 1. */
    int activePriorities1(int word) {
        return activePriorities[GROUP_1 * ACTIVE_PRIORITY_WORDS + word];
    }

    /** Registers that have 32 bits, in fields of 64. */
    private static int[] low(VmState cpu, String field, int count) {
        return LongStream.of(cpu.longs(field, count)).mapToInt(value -> (int) value).toArray();
    }
}

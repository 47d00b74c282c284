package org.gic4j.serialization.qemu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.gic4j.api.VcpuId;
import org.gic4j.api.snapshot.Note;
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

    private static final int SECURE_GROUP_1 = 1;
    private static final int GROUP_1 = 2;

    private static final String VIRTUAL = "arm_gicv3_cpu/virt";
    private static final String ENABLE = "arm_gicv3_cpu/sre_el1";
    private static final String VIRTUAL_LPIS = "arm_gicv3_cpu/gicv4";
    private static final String NON_MASKABLE = "arm_gicv3_cpu/nmi";
    private static final Set<String> SUBSECTIONS = Set.of(VIRTUAL, ENABLE, VIRTUAL_LPIS, NON_MASKABLE);

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

    /** GICR_VPROPBASER and GICR_VPENDBASER: virtual LPIs of a guest of the guest. */
    final long virtualConfigurationTable;

    final long virtualPendingTable;
    /** Subsections that are not known. */
    final List<Note> unknown;

    private final int edge;
    private final long[] cpuInterfaceControls;
    private final long priorityMasks;
    private final long[] binaryPoint;
    private final long[] groupEnable;
    private final long[] activePriorities;
    private final long systemRegisterEnables;

    /**
     * A system register as the stream has it.
     *
     * @param name its name
     * @param value all 64 bits
     */
    record SystemRegister(String name, long value) {}

    /**
     * Reads the fields.
     *
     * @param cpu an element of the section's array
     * @param vcpu whose
     * @throws org.gic4j.api.snapshot.SnapshotException when one is missing or has another extent
     */
    ArmGicv3CpuFields(VmState cpu, VcpuId vcpu) {
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
        cpuInterfaceControls = cpu.longs("icc_ctlr_el1", 2);
        cpuInterfaceControl = (int) cpuInterfaceControls[1];
        priorityMasks = cpu.longs("icc_pmr_el1", 1)[0];
        priorityMask = (int) priorityMasks;
        binaryPoint = cpu.longs("icc_bpr", GROUPS);
        activePriorities = cpu.longs("icc_apr", GROUPS * ACTIVE_PRIORITY_WORDS);
        groupEnable = cpu.longs("icc_igrpen", GROUPS);
        systemRegisterEnables = cpu.subsection(ENABLE)
                .map(subsection -> subsection.longs("icc_sre_el1", 1)[0])
                .orElse((long) ALL_ENABLED);
        systemRegisterEnable = (int) systemRegisterEnables;
        nonMaskable = cpu.subsection(NON_MASKABLE)
                .map(subsection -> subsection.number("gicr_inmir0", Integer.BYTES))
                .orElse(0);
        virtualInterfaceInUse = cpu.subsection(VIRTUAL)
                .map(virtual -> (virtual.longs("ich_hcr_el2", 1)[0] & 1) != 0
                        || LongStream.of(virtual.longs("ich_lr_el2", 16)).anyMatch(register -> register != 0))
                .orElse(false);
        Optional<VmState> virtualLpis = cpu.subsection(VIRTUAL_LPIS);
        virtualConfigurationTable = virtualLpis
                .map(subsection -> subsection.longs("gicr_vpropbaser", 1)[0])
                .orElse(0L);
        virtualPendingTable = virtualLpis
                .map(subsection -> subsection.longs("gicr_vpendbaser", 1)[0])
                .orElse(0L);
        unknown = UnknownSubsections.of(cpu, SUBSECTIONS, vcpu);
    }

    /** The edge-triggered ones among the SGIs and PPIs: SGIs always are, whether the source says so or not. */
    int edge() {
        return edge | (1 << SGIS) - 1;
    }

    int binaryPoint0() {
        return (int) binaryPoint[0];
    }

    int binaryPoint1() {
        return (int) binaryPoint[GROUP_1];
    }

    int groupEnable0() {
        return (int) groupEnable[0];
    }

    int groupEnable1() {
        return (int) groupEnable[GROUP_1];
    }

    /** A word of the active priorities of group 0. */
    int activePriorities0(int word) {
        return (int) activePriorities[word];
    }

    /** A word of the active priorities of group 1. */
    int activePriorities1(int word) {
        return (int) activePriorities[GROUP_1 * ACTIVE_PRIORITY_WORDS + word];
    }

    /** The registers that the state takes, which have 32 bits, in fields of 64. */
    List<SystemRegister> systemRegisters() {
        List<SystemRegister> registers = new ArrayList<>(List.of(
                new SystemRegister("ICC_CTLR_EL1", cpuInterfaceControls[1]),
                new SystemRegister("ICC_PMR_EL1", priorityMasks),
                new SystemRegister("ICC_BPR0_EL1", binaryPoint[0]),
                new SystemRegister("ICC_BPR1_EL1", binaryPoint[GROUP_1]),
                new SystemRegister("ICC_IGRPEN0_EL1", groupEnable[0]),
                new SystemRegister("ICC_IGRPEN1_EL1", groupEnable[GROUP_1]),
                new SystemRegister("ICC_SRE_EL1", systemRegisterEnables)));
        for (int word = 0; word < ACTIVE_PRIORITY_WORDS; word++) {
            registers.add(new SystemRegister("ICC_AP0R" + word + "_EL1", activePriorities[word]));
            registers.add(new SystemRegister(
                    "ICC_AP1R" + word + "_EL1", activePriorities[GROUP_1 * ACTIVE_PRIORITY_WORDS + word]));
        }
        return registers;
    }

    /**
     * The Secure copies, which one security state has no place for, as far as they are not as after a reset.
     *
     * @param priorityBits of the machine
     */
    List<SystemRegister> secureRegisters(int priorityBits) {
        List<SystemRegister> registers = new ArrayList<>();
        long point = binaryPoint[SECURE_GROUP_1];
        // After a reset it is the least that there is.
        if (point != 7 - Math.min(priorityBits, 7)) {
            registers.add(new SystemRegister("ICC_BPR1_EL1 (Secure)", point));
        }
        registers.add(new SystemRegister("ICC_IGRPEN1_EL1 (Secure)", groupEnable[SECURE_GROUP_1]));
        for (int word = 0; word < ACTIVE_PRIORITY_WORDS; word++) {
            registers.add(new SystemRegister(
                    "ICC_AP1R" + word + "_EL1 (Secure)",
                    activePriorities[SECURE_GROUP_1 * ACTIVE_PRIORITY_WORDS + word]));
        }
        return registers;
    }
}

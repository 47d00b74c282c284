package org.gic4j.serialization.qemu;

import org.gic4j.serialization.qemu.stream.VmState;

/**
 * The fields of {@code arm_gic}, version 12, as the stream has them. Their extents are the same whatever the machine:
 * 1020 INTIDs and 8 CPU interfaces.
 *
 * <p>The properties of an interrupt are bitmaps of CPUs. For a private interrupt each bit is one CPU's; for an SPI any
 * bit that is set means that the property is, and which bits are set may say which CPU took it.
 */
final class ArmGicFields {
    /** INTIDs that the fields have room for. */
    static final int INTIDS = 1020;
    /** CPU interfaces that the fields have room for. */
    static final int CPUS = 8;
    /** INTIDs that each CPU has for itself. */
    static final int PRIVATE_INTIDS = 32;
    /** Software generated interrupts. */
    static final int SGIS = 16;
    /** Words of active priorities. */
    static final int ACTIVE_PRIORITY_WORDS = 4;

    /** The running priority of an idle CPU interface. */
    private static final int IDLE = 0x100;
    /** The largest priority mask in KVM's form, which has the five bits that are implemented. */
    private static final int LARGEST_KERNEL_MASK = 0x1F;

    final int control;
    final int[] enabled;
    final int[] pending;
    final int[] active;
    final int[] level;
    final int[] model;
    final int[] edge;
    final int[] group;
    final int[] target;
    final int[] cpuControl;
    final int[] priorityMask;
    final int[] runningPriority;
    final int[] binaryPoint;
    final int[] aliasedBinaryPoint;
    private final int[] privatePriority;
    private final int[] sharedPriority;
    private final int[] sgiSources;
    private final int[] activePriorities;
    private final int[] activePrioritiesOfGroup1;

    /**
     * Reads the fields.
     *
     * @param device the section
     * @throws org.gic4j.api.snapshot.SnapshotException when one is missing or has another extent
     */
    ArmGicFields(VmState device) {
        control = device.number("ctlr", Integer.BYTES);
        cpuControl = device.numbers("cpu_ctlr", Integer.BYTES, CPUS);
        enabled = ofInterrupts(device, "enabled");
        pending = ofInterrupts(device, "pending");
        active = ofInterrupts(device, "active");
        level = ofInterrupts(device, "level");
        model = ofInterrupts(device, "model");
        edge = ofInterrupts(device, "edge_trigger");
        group = ofInterrupts(device, "group");
        target = device.numbers("irq_target", Byte.BYTES, INTIDS);
        privatePriority = device.numbers("priority1", Byte.BYTES, PRIVATE_INTIDS * CPUS);
        sharedPriority = device.numbers("priority2", Byte.BYTES, INTIDS - PRIVATE_INTIDS);
        sgiSources = device.numbers("sgi_pending", Byte.BYTES, SGIS * CPUS);
        priorityMask = device.numbers("priority_mask", Short.BYTES, CPUS);
        runningPriority = device.numbers("running_priority", Short.BYTES, CPUS);
        binaryPoint = device.numbers("bpr", Byte.BYTES, CPUS);
        aliasedBinaryPoint = device.numbers("abpr", Byte.BYTES, CPUS);
        activePriorities = device.numbers("apr", Integer.BYTES, ACTIVE_PRIORITY_WORDS * CPUS);
        activePrioritiesOfGroup1 = device.numbers("nsapr", Integer.BYTES, ACTIVE_PRIORITY_WORDS * CPUS);
    }

    /** The priority of an interrupt; for a private one, a CPU's. */
    int priority(int intid, int cpu) {
        return intid < PRIVATE_INTIDS ? privatePriority[intid * CPUS + cpu] : sharedPriority[intid - PRIVATE_INTIDS];
    }

    /** The CPUs from which an SGI is pending on a CPU, one bit for each. */
    int sgiSources(int sgi, int cpu) {
        return sgiSources[sgi * CPUS + cpu];
    }

    /** A word of a CPU's active priorities. */
    int activePriorities(int cpu, int word) {
        return activePriorities[word * CPUS + cpu];
    }

    /** A word of a CPU's active priorities of group 1, where the source keeps them apart. */
    int activePrioritiesOfGroup1(int cpu, int word) {
        return activePrioritiesOfGroup1[word * CPUS + cpu];
    }

    /**
     * Whether the CPU interfaces cannot be KVM's: it saves the five bits of a priority mask that are implemented, and
     * never a running priority.
     *
     * @param cpus how many CPU interfaces the machine has
     */
    boolean hasSoftwareCpuInterfaces(int cpus) {
        for (int cpu = 0; cpu < cpus; cpu++) {
            if (priorityMask[cpu] > LARGEST_KERNEL_MASK || runningPriority[cpu] != IDLE) {
                return true;
            }
        }
        return false;
    }

    private static int[] ofInterrupts(VmState device, String property) {
        return device.members("irq_state", property, Byte.BYTES, INTIDS);
    }
}

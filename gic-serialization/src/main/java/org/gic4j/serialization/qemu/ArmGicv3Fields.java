package org.gic4j.serialization.qemu;

import java.util.List;
import org.gic4j.serialization.qemu.stream.VmState;

/**
 * The fields of {@code arm_gicv3}, version 1, as the stream has them: the distributor's. Their extents are the same
 * whatever the machine: 1020 INTIDs, in bitmaps of 32 words. What concerns INTIDs 0 to 31 is in {@link #cpus}.
 */
final class ArmGicv3Fields {
    /** INTIDs that the fields have room for. */
    static final int INTIDS = 1020;
    /** Words of a bitmap. */
    static final int WORDS = 32;

    private static final int ACCESS_WORDS = 64;
    private static final String NO_SHIFT = "arm_gicv3/gicd_no_migration_shift_bug";
    private static final String NON_MASKABLE = "arm_gicv3/gicd_nmi";

    final int control;
    final int[] errorStatus;
    final int[] group;
    final int[] groupModifier;
    final int[] enabled;
    final int[] pending;
    final int[] active;
    final int[] level;
    final int[] edge;
    final int[] priority;
    final long[] router;
    final int[] access;
    final int[] nonMaskable;
    final List<ArmGicv3CpuFields> cpus;
    /** Whether KVM's interrupt controller made the section: QEMU's own never has ICC_SRE_EL1 as a guest reads it. */
    final boolean inKernel;
    /** Whether the bitmaps stood one word too high, as old producers under KVM wrote them, and were moved back. */
    final boolean shifted;

    /**
     * Reads the fields.
     *
     * @param device the section
     * @param cpuCount how many CPUs the machine has
     * @throws org.gic4j.api.snapshot.SnapshotException when one is missing or has another extent
     */
    ArmGicv3Fields(VmState device, int cpuCount) {
        cpus = device.elements("cpu", cpuCount).stream().map(ArmGicv3CpuFields::new).toList();
        inKernel = cpus.stream().allMatch(cpu -> cpu.systemRegisterEnable == ArmGicv3CpuFields.ALL_ENABLED);
        shifted = inKernel && device.subsection(NO_SHIFT).isEmpty();
        control = device.number("gicd_ctlr", Integer.BYTES);
        errorStatus = device.numbers("gicd_statusr", Integer.BYTES, 2);
        group = bitmap(device, "group");
        groupModifier = bitmap(device, "grpmod");
        enabled = bitmap(device, "enabled");
        pending = bitmap(device, "pending");
        active = bitmap(device, "active");
        level = device.numbers("level", Integer.BYTES, WORDS);
        edge = bitmap(device, "edge_trigger");
        priority = device.numbers("gicd_ipriority", Byte.BYTES, INTIDS);
        router = device.longs("gicd_irouter", INTIDS);
        access = device.numbers("gicd_nsacr", Integer.BYTES, ACCESS_WORDS);
        nonMaskable = device.subsection(NON_MASKABLE)
                .map(subsection -> subsection.numbers("nmi", Integer.BYTES, WORDS))
                .orElseGet(() -> new int[WORDS]);
    }

    /** Whether an SPI has its bit in a bitmap. */
    static boolean has(int[] bitmap, int intid) {
        return (bitmap[intid / Integer.SIZE] >>> intid & 1) != 0;
    }

    private int[] bitmap(VmState device, String field) {
        int[] words = device.numbers(field, Integer.BYTES, WORDS);
        if (shifted) {
            System.arraycopy(words, 2, words, 1, WORDS - 2);
            words[WORDS - 1] = 0;
        }
        return words;
    }
}

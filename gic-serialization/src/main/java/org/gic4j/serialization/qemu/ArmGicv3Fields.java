package org.gic4j.serialization.qemu;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.gic4j.api.VcpuId;
import org.gic4j.api.registers.CpuInterfaceControl;
import org.gic4j.api.snapshot.Note;
import org.gic4j.api.snapshot.SnapshotException;
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
    private static final Set<String> SUBSECTIONS = Set.of(NO_SHIFT, NON_MASKABLE);

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
    /** The priority bits that most CPUs have. */
    final int priorityBits;
    /** Subsections that are not known. */
    final List<Note> unknown;
    /** Whether KVM's interrupt controller made the section. */
    final boolean inKernel;
    /** Whether the bitmaps stood one word too high, as old producers under KVM wrote them, and were moved back. */
    final boolean shifted;

    /**
     * Reads the fields.
     *
     * @param device the section
     * @param cpuCount how many CPUs the machine has
     * @param accelerator what executed the guest
     * @throws SnapshotException when one is missing or has another extent, or it cannot be told whose the section is
     */
    ArmGicv3Fields(VmState device, int cpuCount, Accelerator accelerator) {
        List<VmState> elements = device.elements("cpu", cpuCount);
        cpus = IntStream.range(0, cpuCount)
                .mapToObj(cpu -> new ArmGicv3CpuFields(elements.get(cpu), new VcpuId(cpu)))
                .toList();
        inKernel = accelerator.isInKernel(cpus.getFirst().systemRegisterEnable == ArmGicv3CpuFields.ALL_ENABLED);
        requireOneMaker(device, accelerator);
        priorityBits = priorityBits(cpus);
        unknown = UnknownSubsections.of(device, SUBSECTIONS, null);
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

    /**
     * QEMU's own interrupt controller stores 0 in ICC_SRE_EL1, KVM's 7 (decision 0141). Of the translator's that it is
     * another value is no more than odd; elsewhere routes and bitmaps would be read from the wrong places.
     */
    private void requireOneMaker(VmState device, Accelerator accelerator) {
        int expected = inKernel ? ArmGicv3CpuFields.ALL_ENABLED : 0;
        for (int cpu = 0; cpu < cpus.size(); cpu++) {
            int found = cpus.get(cpu).systemRegisterEnable;
            if (accelerator != Accelerator.TCG && found != expected) {
                throw new SnapshotException(
                        device.offset(),
                        "ICC_SRE_EL1 of CPU " + cpu + " is " + Integer.toUnsignedString(found) + ", and "
                                + accelerator.display(inKernel) + " goes with " + expected + " on each CPU: whose"
                                + " interrupt controller this is cannot be told, nor where its fields stand; take the"
                                + " stream again");
            }
        }
    }

    /**
     * Of several numbers that as many CPUs have the first; they cannot differ in one machine, and fewer than five do not
     * exist.
     */
    private static int priorityBits(List<ArmGicv3CpuFields> cpus) {
        int[] counts = new int[Byte.SIZE + 1];
        int most = 0;
        int bits = CpuInterfaceControl.LEAST_PRIORITY_BITS;
        for (ArmGicv3CpuFields cpu : cpus) {
            int said = CpuInterfaceControl.saidPriorityBits(cpu.cpuInterfaceControl);
            if (said >= CpuInterfaceControl.LEAST_PRIORITY_BITS) {
                most = Math.max(most, ++counts[said]);
            }
        }
        for (int i = cpus.size() - 1; i >= 0; i--) {
            int said = CpuInterfaceControl.saidPriorityBits(cpus.get(i).cpuInterfaceControl);
            if (said >= CpuInterfaceControl.LEAST_PRIORITY_BITS && counts[said] == most) {
                bits = said;
            }
        }
        return bits;
    }

    /** How many interrupts, a multiple of 32, the entries of GICD_IROUTER show the producer's machine to have at least. */
    int routed() {
        int end = INTIDS;
        while (end > 0 && router[end - 1] == 0) {
            end--;
        }
        return (end + Integer.SIZE - 1) / Integer.SIZE * Integer.SIZE;
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

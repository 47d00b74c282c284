package org.gic4j.serialization.qemu;

import java.util.OptionalInt;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.snapshot.SnapshotException;

/** How many interrupts there are, which the section of a GICv2 does not say. */
final class InterruptCount {
    private static final int LEAST = 64;
    private static final int STEP = 32;
    private static final String TELL = "; say how many interrupts the machine has";

    private InterruptCount() {}

    /**
     * Finds out.
     *
     * @param fields the section's fields
     * @param cpus how many CPUs the machine has; the targets of a single one tell nothing
     * @param virt whether the machine is {@code virt}
     * @param told what the reader was told
     * @param at where the section is
     * @return a multiple of 32, 32 to 992
     * @throws SnapshotException when there are more than a GICv2 of the kernel has, or more than was told
     */
    static int of(ArmGicFields fields, int cpus, boolean virt, OptionalInt told, long at) {
        if (told.isPresent()) {
            return checked(fields, told.getAsInt(), at);
        }
        int needed = Math.max(LEAST, roundUp(1 + highestConfigured(fields, cpus)));
        int count = virt ? Math.max(VirtMachine.INTERRUPTS, needed) : needed;
        if (count > Geometry.MAXIMUM_INTERRUPTS) {
            throw new SnapshotException(
                    at,
                    "INTID " + highestConfigured(fields, cpus) + " is configured, and no more than "
                            + Geometry.MAXIMUM_INTERRUPTS + " interrupts can be restored" + TELL);
        }
        return count;
    }

    private static int checked(ArmGicFields fields, int told, long at) {
        if (told < STEP || told > Geometry.MAXIMUM_INTERRUPTS || told % STEP != 0) {
            throw new SnapshotException("the number of interrupts must be a multiple of 32 from 32 to "
                    + Geometry.MAXIMUM_INTERRUPTS + ", not " + told);
        }
        int highest = highestInUse(fields);
        if (highest >= told) {
            throw new SnapshotException(
                    at, "INTID " + highest + " is in use, so that there are more than " + told + " interrupts");
        }
        return told;
    }

    private static int roundUp(int count) {
        return (count + STEP - 1) / STEP * STEP;
    }

    /** The highest INTID that does something, -1 for none. */
    private static int highestInUse(ArmGicFields fields) {
        int intid = ArmGicFields.INTIDS - 1;
        while (intid >= 0 && !inUse(fields, intid)) {
            intid--;
        }
        return intid;
    }

    /** The highest INTID that does something or is set up to, -1 for none. */
    private static int highestConfigured(ArmGicFields fields, int cpus) {
        int intid = ArmGicFields.INTIDS - 1;
        while (intid >= 0 && !inUse(fields, intid) && !configured(fields, cpus, intid)) {
            intid--;
        }
        return intid;
    }

    private static boolean inUse(ArmGicFields fields, int intid) {
        return (fields.enabled[intid] | fields.pending[intid] | fields.active[intid] | fields.level[intid]) != 0;
    }

    private static boolean configured(ArmGicFields fields, int cpus, int intid) {
        return (fields.group[intid] | fields.edge[intid] | fields.priority(intid, 0)) != 0
                || cpus > 1 && fields.target[intid] != 0;
    }
}

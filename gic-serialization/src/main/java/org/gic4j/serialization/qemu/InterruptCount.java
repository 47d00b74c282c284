package org.gic4j.serialization.qemu;

import java.util.OptionalInt;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.snapshot.SnapshotException;

/** How many interrupts there are, which the section of an interrupt controller does not say. */
final class InterruptCount {
    private static final int LEAST = 64;
    private static final int STEP = 32;
    private static final String TELL = "; say how many interrupts the machine has";

    private InterruptCount() {}

    /**
     * Finds out.
     *
     * @param usage which interrupts the section shows to be there
     * @param virt whether the machine is {@code virt}
     * @param told what the reader was told
     * @param at where the section is
     * @return a multiple of 32, 32 to 992
     * @throws SnapshotException when there are more than the kernel's interrupt controllers have, than {@code virt} has,
     *     or than was told
     */
    static int of(InterruptUsage usage, boolean virt, OptionalInt told, long at) {
        if (told.isPresent()) {
            return checked(usage, told.getAsInt(), at);
        }
        if (virt) {
            requireOfVirt(usage, at);
            return VirtMachine.INTERRUPTS;
        }
        int highest = highestConfigured(usage);
        int count = Math.max(LEAST, roundUp(1 + highest));
        if (count > Geometry.MAXIMUM_INTERRUPTS) {
            throw new SnapshotException(
                    at,
                    "INTID " + highest + " is configured, and no more than "
                            + Geometry.MAXIMUM_INTERRUPTS + " interrupts can be restored" + TELL);
        }
        return count;
    }

    /** QEMU sets groups and priorities of INTIDs that its machine does not have; nothing else happens to those. */
    private static void requireOfVirt(InterruptUsage usage, long at) {
        int highest = highestInUse(usage);
        if (highest >= VirtMachine.INTERRUPTS) {
            throw new SnapshotException(
                    at,
                    "INTID " + highest + " is in use, and machine virt has " + VirtMachine.INTERRUPTS
                            + " interrupts: the stream is damaged, or of a machine that has more" + TELL);
        }
    }

    private static int checked(InterruptUsage usage, int told, long at) {
        if (told < STEP || told > Geometry.MAXIMUM_INTERRUPTS || told % STEP != 0) {
            throw new SnapshotException("the number of interrupts must be a multiple of 32 from 32 to "
                    + Geometry.MAXIMUM_INTERRUPTS + ", not " + told);
        }
        int highest = highestInUse(usage);
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
    private static int highestInUse(InterruptUsage usage) {
        int intid = usage.intids() - 1;
        while (intid >= 0 && !usage.inUse(intid)) {
            intid--;
        }
        return intid;
    }

    /** The highest INTID that does something or is set up to, -1 for none. */
    private static int highestConfigured(InterruptUsage usage) {
        int intid = usage.intids() - 1;
        while (intid >= 0 && !usage.inUse(intid) && !usage.configured(intid)) {
            intid--;
        }
        return intid;
    }
}

package org.gic4j.api.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.gic4j.api.registers.Geometry;
import org.gic4j.api.registers.InterruptProperty;
import org.jspecify.annotations.Nullable;

/**
 * An interrupt in which two states differ: a private one of one vCPU, or a shared one.
 *
 * @param intid its number
 * @param vcpu whose it is, as the first state knows it; null for a shared one
 * @param changes the properties that differ
 */
public record InterruptDifference(int intid, @Nullable VcpuDescription vcpu, List<Change> changes) {
    /**
     * A property that differs.
     *
     * @param property the property
     * @param left the register's field in the first state
     * @param right the field in the second
     */
    public record Change(InterruptProperty property, long left, long right) {
        @Override
        public String toString() {
            return property + " 0x" + Long.toHexString(left) + " -> 0x" + Long.toHexString(right);
        }
    }

    /** Copies the list. */
    public InterruptDifference {
        changes = List.copyOf(changes);
    }

    /**
     * The interrupts that differ, by INTID, private ones then by vCPU: among the INTIDs, the vCPUs (by id for a GICv2,
     * by affinity for a GICv3, and by id what that leaves over) and the properties that both states have.
     *
     * @param left one state
     * @param right another
     * @return empty where they are of different architecture versions
     */
    public static List<InterruptDifference> between(GicState left, GicState right) {
        if (left.version() != right.version()) {
            return List.of();
        }
        VcpuPairs pairs = VcpuPairs.of(left, right);
        InterruptFields a = InterruptFields.of(left);
        InterruptFields b = InterruptFields.of(right);
        List<InterruptDifference> differences = new ArrayList<>();
        int interrupts = Math.min(left.geometry().interrupts(), right.geometry().interrupts());
        for (int intid = 0; intid < interrupts; intid++) {
            if (intid < Geometry.PRIVATE_INTERRUPTS) {
                for (VcpuDescription vcpu : left.vcpus()) {
                    int same = pairs.rightOf(vcpu.index().value());
                    if (same != VcpuPairs.NONE) {
                        compare(differences, a, b, intid, vcpu, same);
                    }
                }
            } else {
                compare(differences, a, b, intid, null, 0);
            }
        }
        return List.copyOf(differences);
    }

    private static void compare(
            List<InterruptDifference> differences,
            InterruptFields left,
            InterruptFields right,
            int intid,
            @Nullable VcpuDescription vcpu,
            int same) {
        List<Change> changes = new ArrayList<>();
        for (InterruptProperty property : InterruptProperty.values()) {
            OptionalLong a = left.find(property, intid, vcpu == null ? 0 : vcpu.index().value());
            OptionalLong b = right.find(property, intid, same);
            if (a.isPresent() && b.isPresent() && a.getAsLong() != b.getAsLong()) {
                changes.add(new Change(property, a.getAsLong(), b.getAsLong()));
            }
        }
        if (!changes.isEmpty()) {
            differences.add(new InterruptDifference(intid, vcpu, changes));
        }
    }

    @Override
    public String toString() {
        return "INTID " + intid
                + (vcpu == null ? "" : " of " + vcpu.id())
                + ": "
                + changes.stream().map(Change::toString).collect(Collectors.joining(", "));
    }
}

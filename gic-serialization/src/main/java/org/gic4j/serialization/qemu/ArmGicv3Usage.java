package org.gic4j.serialization.qemu;

import static org.gic4j.serialization.qemu.ArmGicv3Fields.has;

import org.gic4j.api.registers.Geometry;

/**
 * Which interrupts {@code arm_gicv3} shows to be there.
 *
 * @param fields the section's fields
 */
record ArmGicv3Usage(ArmGicv3Fields fields) implements InterruptUsage {
    @Override
    public int intids() {
        return ArmGicv3Fields.INTIDS;
    }

    @Override
    public boolean inUse(int intid) {
        return intid < Geometry.PRIVATE_INTERRUPTS
                || has(fields.enabled, intid)
                || has(fields.pending, intid)
                || has(fields.active, intid)
                || has(fields.level, intid);
    }

    /** Routing counts by its entry: under KVM it may hold another interrupt's, and is there for those that exist. */
    @Override
    public boolean configured(int intid) {
        return has(fields.group, intid)
                || has(fields.edge, intid)
                || fields.priority[intid] != 0
                || fields.router[intid] != 0;
    }
}

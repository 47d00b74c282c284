package org.gic4j.serialization.qemu;

/**
 * Which interrupts {@code arm_gic} shows to be there.
 *
 * @param fields the section's fields
 * @param cpus how many CPUs the machine has; the targets of a single one tell nothing
 */
record ArmGicUsage(ArmGicFields fields, int cpus) implements InterruptUsage {
    @Override
    public int intids() {
        return ArmGicFields.INTIDS;
    }

    @Override
    public boolean inUse(int intid) {
        return (fields.enabled[intid] | fields.pending[intid] | fields.active[intid] | fields.level[intid]) != 0;
    }

    @Override
    public boolean configured(int intid) {
        return (fields.group[intid] | fields.edge[intid] | fields.priority(intid, 0)) != 0
                || cpus > 1 && fields.target[intid] != 0;
    }
}

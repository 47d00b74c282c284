package org.gic4j.serialization.qemu;

import org.gic4j.api.registers.Geometry;

/**
 * Which SPIs QEMU under KVM does not save the routing of. It keeps KVM's GICD_IROUTERn half as far apart as they are, for
 * as many n as its machine has interrupts, so that what it saves ends in the middle.
 */
public final class UnsavedRoutes {
    private UnsavedRoutes() {}

    /**
     * The first.
     *
     * @param interrupts how many the producer's machine has
     */
    public static int first(int interrupts) {
        return Math.max(Geometry.PRIVATE_INTERRUPTS, interrupts / 2);
    }

    /**
     * The first of a machine.
     *
     * @param virt whether it is QEMU's {@code virt}, whose number of interrupts is known
     * @param interrupts how many the state has
     */
    public static int first(boolean virt, int interrupts) {
        return first(virt ? VirtMachine.INTERRUPTS : interrupts);
    }
}

package org.gic4j.emulated.delivery;

/**
 * Which interrupts a CPU interface signals: the arithmetic of priorities, masks and binary points that both versions
 * share (IHI 0048B sections 3.3 and 4.4.2, IHI 0069 sections 4.8 and 12.2). Immutable.
 */
public final class Preemption {
    private final int priorityShift;
    private final int leastBinaryPoint;

    /**
     * The rules of an implementation.
     *
     * @param priorityBits implemented priority bits, 5 to 8
     * @param leastBinaryPoint the least binary point that hardware holds
     */
    public Preemption(int priorityBits, int leastBinaryPoint) {
        priorityShift = 8 - priorityBits;
        this.leastBinaryPoint = leastBinaryPoint;
    }

    /** The least binary point that hardware holds. */
    public int leastBinaryPoint() {
        return leastBinaryPoint;
    }

    /**
     * The step of group priority, which is what preempts.
     *
     * @param binaryPoint 0 to 7; for group 1 with its own, one less than its register has
     * @return 2 to 256, a power of two
     */
    public int step(int binaryPoint) {
        return 2 << Math.max(binaryPoint, leastBinaryPoint);
    }

    /**
     * Below which key an interrupt is signalled: its priority is above the mask, and its group priority above that of the
     * running priority, both taken at the binary point of its own group. That is one comparison: (p AND m) is below
     * (r AND m) where p is.
     *
     * @param mask the priority mask, 0 to 255
     * @param running the running priority, 0 to 256
     * @param step the step of the group's priorities
     */
    public int threshold(int mask, int running, int step) {
        return keyPriority(Math.min(mask, running & -step)) << Filing.INTID_BITS;
    }

    /**
     * A priority in the unit of keys: the least implemented step.
     *
     * @param priority 0 to 256
     */
    public int keyPriority(int priority) {
        return priority >>> priorityShift;
    }

    /**
     * The group priority of a key.
     *
     * @param key a key
     * @param step the step of its group's priorities
     * @return 0 to 255
     */
    public int groupPriority(int key, int step) {
        return key >>> Filing.INTID_BITS << priorityShift & -step;
    }
}

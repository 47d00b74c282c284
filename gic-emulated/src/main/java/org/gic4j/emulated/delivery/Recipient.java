package org.gic4j.emulated.delivery;

/** A vCPU's part of an interrupt controller, as far as shared interrupts are delivered to it. */
public interface Recipient {
    /**
     * Files a shared interrupt for this vCPU, or takes it away. Takes the vCPU's lock.
     *
     * @param filing what it is filed under, see {@link Filing}
     * @param deliverable whether it is deliverable now
     */
    void deliver(int filing, boolean deliverable);

    /**
     * The same for several shared interrupts at once.
     *
     * @param filing how interrupts are filed
     * @param first where those of this word begin
     * @param which the interrupts, by bits
     * @param deliverable the deliverable ones among them
     */
    void deliver(int[] filing, int first, int which, int deliverable);

    /**
     * The same for several shared interrupts that are filed alike, but for their INTIDs.
     *
     * @param filing of the first of their word
     * @param which the interrupts, by bits
     * @param deliverable the deliverable ones among them
     */
    void deliver(int filing, int which, int deliverable);

    /**
     * Files a deliverable shared interrupt anew, in one step.
     *
     * @param from what it is filed under
     * @param to what it is to be filed under
     */
    void refile(int from, int to);
}

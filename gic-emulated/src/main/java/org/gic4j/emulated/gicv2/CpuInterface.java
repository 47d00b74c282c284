package org.gic4j.emulated.gicv2;

import org.gic4j.api.GicProfile;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.emulated.delivery.ActivePriorities;
import org.gic4j.emulated.delivery.Arbiter;
import org.gic4j.emulated.delivery.BriefLock;
import org.gic4j.emulated.delivery.HighestPriorityPending;
import org.gic4j.emulated.delivery.OutputNotifier;
import org.gic4j.emulated.delivery.Preemption;
import org.gic4j.emulated.interrupt.PrivateInterrupts;

/**
 * The CPU interface of one vCPU (IHI 0048B section 4.4): masks, binary points, active priorities, and from these and the
 * arbiter's best interrupt the outputs. Guarded by {@link #lock}, with the vCPU's private interrupts; single words may
 * be read without it.
 */
public final class CpuInterface {
    /** GICC_CTLR bit: signal group 0. */
    static final int ENABLE_GROUP_0 = 1;
    /** GICC_CTLR bit: signal group 1. */
    static final int ENABLE_GROUP_1 = 1 << 1;
    /** GICC_CTLR bit: GICC_IAR acknowledges group 1 as well. */
    static final int ACKNOWLEDGE_GROUP_1 = 1 << 2;
    /** GICC_CTLR bit: group 0 is signalled by FIQ. */
    static final int FIQ_ENABLE = 1 << 3;
    /** GICC_CTLR bit: GICC_BPR serves both groups. */
    static final int COMMON_BINARY_POINT = 1 << 4;
    /** GICC_CTLR bit: GICC_EOIR only drops the priority. */
    static final int EOI_MODE = 1 << 9;

    /**
     * Guards this interface, the private interrupts and the arbiter of the vCPU. Taken after the distributor's, which for
     * the first vCPU is the same one.
     */
    final BriefLock lock = new BriefLock();

    private final int index;
    /** Whether who holds the distributor's lock holds this one as well. */
    private final boolean lockIsDistributors;

    private final Arbiter arbiter;
    private final PrivateInterrupts interrupts;
    private final HighestPriorityPending highest;
    private final int priorityMask;
    private final Preemption preemption;
    private final ActivePriorities active;

    private int control;
    private int mask;
    private int binaryPoint;
    private int aliasedBinaryPoint;

    private int step0;
    private int step1;
    /** The priority mask; 0 while GICC_CTLR disables the group, which so masks all of it. */
    private int mask0;

    private int mask1;
    /** Keys below it are signalled. */
    private int threshold0;

    private int threshold1;
    /** Which output group 0 has. */
    private int output0 = GuestAccess.OUTPUT_IRQ;

    private volatile boolean settled;

    /**
     * Makes an interface at reset.
     *
     * @param index the vCPU's creation index
     * @param profile the implementation
     * @param arbiter the vCPU's arbiter
     * @param interrupts the vCPU's private interrupts
     * @param notifier told of changed outputs
     */
    public CpuInterface(
            int index, GicProfile profile, Arbiter arbiter, PrivateInterrupts interrupts, OutputNotifier notifier) {
        this.index = index;
        lockIsDistributors = index == 0;
        this.arbiter = arbiter;
        this.interrupts = interrupts;
        highest = new HighestPriorityPending(index, notifier);
        priorityMask = profile.priorityMask();
        preemption = new Preemption(profile.priorityBits(), profile.minimumBinaryPoint());
        active = new ActivePriorities(
                profile.priorityBits(), profile.groupActivePriorities() == GicProfile.GroupActivePriorities.SEPARATE);
        recomputeSteps();
    }

    /** The vCPU's creation index. */
    int index() {
        return index;
    }

    /** The vCPU's SGIs and PPIs. */
    PrivateInterrupts interrupts() {
        return interrupts;
    }

    /** The active priorities. */
    ActivePriorities active() {
        return active;
    }

    int control() {
        return control;
    }

    int mask() {
        return mask;
    }

    int binaryPoint() {
        return binaryPoint;
    }

    int aliasedBinaryPoint() {
        return aliasedBinaryPoint;
    }

    /** IRQ in bit 0, FIQ in bit 1: one acquiring read. */
    public int outputs() {
        return highest.outputs();
    }

    /** The best forwarded interrupt; it is signalled where its group is enabled here, too. */
    HighestPriorityPending highest() {
        return highest;
    }

    void setControl(int value) {
        control = value;
        output0 = (value & FIQ_ENABLE) != 0 ? GuestAccess.OUTPUT_FIQ : GuestAccess.OUTPUT_IRQ;
        recomputeSteps();
        update();
    }

    /** Sets the priority mask; bits that are not implemented read 0. */
    void setMask(int value) {
        mask = value & priorityMask;
        recomputeSteps();
        update();
    }

    /** Sets the binary points as given; {@link #settle} raises what hardware could not hold. */
    void setBinaryPoints(int common, int aliased) {
        binaryPoint = common;
        aliasedBinaryPoint = aliased;
        settled = false;
        recomputeSteps();
        update();
    }

    /** To be called after the active priorities were written. */
    void activePrioritiesChanged() {
        recomputeThresholds();
        update();
    }

    /** Whether the registers hold what hardware could hold: true from the vCPU's entry until user space writes them. */
    boolean isSettled() {
        return settled;
    }

    /** Raises binary points to the least that hardware holds, as when the vCPU runs. */
    void settle() {
        int least = preemption.leastBinaryPoint();
        setBinaryPoints(Math.max(binaryPoint, least), Math.max(aliasedBinaryPoint, least + 1));
        settled = true;
    }

    /** Files a shared interrupt for this vCPU, or takes it away. To be called under the distributor's lock. */
    public void deliver(int filing, boolean deliverable) {
        if (lockIsDistributors) {
            arbiter.file(filing, deliverable);
            update();
            return;
        }
        lock.lock();
        try {
            arbiter.file(filing, deliverable);
            update();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The same for several shared interrupts at once.
     *
     * @param filing how interrupts are filed
     * @param first where those of this word begin
     * @param which the interrupts, by bits
     * @param deliverable the deliverable ones among them
     */
    public void deliver(int[] filing, int first, int which, int deliverable) {
        lock.lock();
        try {
            arbiter.file(filing, first, which, deliverable);
            update();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The same for several shared interrupts that are filed alike, but for their INTIDs.
     *
     * @param filing of the first of their word
     * @param which the interrupts, by bits
     * @param deliverable the deliverable ones among them
     */
    public void deliver(int filing, int which, int deliverable) {
        lock.lock();
        try {
            arbiter.fileAlike(filing, which, deliverable);
            update();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Files a deliverable shared interrupt anew, in one step. Takes the lock.
     *
     * @param from how it was filed
     * @param wasHere whether it was filed here
     * @param to how it is to be filed
     * @param isHere whether it is to be filed here
     */
    public void refile(int from, boolean wasHere, int to, boolean isHere) {
        lock.lock();
        try {
            if (wasHere) {
                arbiter.remove(from);
            }
            if (isHere) {
                arbiter.add(to);
            }
            update();
        } finally {
            lock.unlock();
        }
    }

    /** Sets which groups the distributor forwards. Takes the lock. */
    void forward(int groups) {
        lock.lock();
        try {
            arbiter.forward(groups);
            update();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes the priority of an interrupt that is being acknowledged active. To be called before the interrupt is taken
     * from the arbiter: {@link #update} then sees both at once.
     */
    void raiseRunningPriority(int key, int group) {
        active.activate(preemption.groupPriority(key, group == 0 ? step0 : step1), group);
        recomputeThresholds();
    }

    /** Ends the highest active priority. */
    void dropRunningPriority() {
        if (active.drop()) {
            recomputeThresholds();
        }
        update();
    }

    /** Brings best interrupt and outputs up to date. */
    void update() {
        highest.update(arbiter.best0(), threshold0, output0, arbiter.best1(), threshold1);
    }

    private void recomputeThresholds() {
        int running = active.running();
        threshold0 = preemption.threshold(mask0, running, step0);
        threshold1 = preemption.threshold(mask1, running, step1);
    }

    /** For group 1 GICC_ABPR less one counts, unless CBPR is set. */
    private void recomputeSteps() {
        int point1 = (control & COMMON_BINARY_POINT) != 0 ? binaryPoint : aliasedBinaryPoint - 1;
        step0 = preemption.step(binaryPoint);
        step1 = preemption.step(point1);
        mask0 = (control & ENABLE_GROUP_0) != 0 ? mask : 0;
        mask1 = (control & ENABLE_GROUP_1) != 0 ? mask : 0;
        recomputeThresholds();
    }
}

package org.gic4j.emulated.gicv3;

import static org.gic4j.emulated.delivery.Filing.INTID_MASK;
import static org.gic4j.emulated.delivery.Filing.NONE;

import org.gic4j.api.Gicv3Profile;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.emulated.delivery.ActivePriorities;
import org.gic4j.emulated.delivery.Arbiter;
import org.gic4j.emulated.delivery.BriefLock;
import org.gic4j.emulated.delivery.Filing;
import org.gic4j.emulated.delivery.HighestPriorityPending;
import org.gic4j.emulated.delivery.OutputNotifier;
import org.gic4j.emulated.delivery.Preemption;
import org.gic4j.emulated.delivery.Recipient;
import org.gic4j.emulated.interrupt.RedistributorInterrupts;
import org.gic4j.emulated.lpi.PendingLpis;
import org.jspecify.annotations.Nullable;

/**
 * The CPU interface of one vCPU (IHI 0069 chapter 4): masks, binary points, active priorities, and from these and the
 * best of its interrupts the outputs. Guarded by {@link #lock}, with the redistributor's interrupts; single words may be
 * read without it.
 *
 * <p>With one security state group 0 is signalled by FIQ, group 1 by IRQ. An interrupt of a group that the distributor
 * or this interface disables does not count among the best.
 */
public final class CpuInterface implements Recipient {
    /** ICC_CTLR_EL1 bit: ICC_BPR0_EL1 serves both groups. */
    static final int COMMON_BINARY_POINT = 1;
    /** ICC_CTLR_EL1 bit: ICC_EOIRn_EL1 only drops the priority. */
    static final int EOI_MODE = 1 << 1;

    private static final int BOTH_GROUPS = 3;
    private static final int GREATEST_BINARY_POINT = 7;

    /** In keys, the INTID of the best LPI, which is kept apart: behind all others of the same priority. */
    private static final int LPI = INTID_MASK;

    /** Guards this interface and the redistributor's interrupts. Taken after the distributor's. */
    final BriefLock lock;

    private final int index;
    private final int priorityBits;
    private final Preemption preemption;
    private final RedistributorInterrupts interrupts;
    private final HighestPriorityPending highest;
    private final ActivePriorities active;

    /** The shared interrupts that are deliverable here; made when there is one. */
    private @Nullable Arbiter shared;

    /** The LPIs that are deliverable here; made when there is one. */
    private @Nullable PendingLpis lpis;

    private int forwardedGroups;
    private int enabledGroups;
    private int control;
    private int mask;
    private int binaryPoint0;
    private int binaryPoint1;

    private int step0;
    private int step1;
    /** Keys below it are signalled. */
    private int threshold0;

    private int threshold1;
    /** {@link Filing#NONE} while the group is disabled: or-ed to a key it makes it one that is none. */
    private int hidden0 = NONE;

    private int hidden1 = NONE;

    private volatile boolean settled;

    /**
     * Makes an interface at reset.
     *
     * @param index the vCPU's creation index
     * @param profile the implementation
     * @param interrupts the redistributor's interrupts
     * @param notifier told of changed outputs
     * @param lock guards it
     */
    public CpuInterface(
            int index,
            Gicv3Profile profile,
            RedistributorInterrupts interrupts,
            OutputNotifier notifier,
            BriefLock lock) {
        this.index = index;
        this.lock = lock;
        priorityBits = profile.priorityBits();
        preemption = new Preemption(priorityBits, profile.minimumBinaryPoint());
        this.interrupts = interrupts;
        highest = new HighestPriorityPending(index, notifier);
        active = new ActivePriorities(priorityBits, true);
        recomputeSteps();
    }

    /** The vCPU's creation index. */
    int index() {
        return index;
    }

    /** The redistributor's SGIs and PPIs. */
    RedistributorInterrupts interrupts() {
        return interrupts;
    }

    /** The active priorities. */
    ActivePriorities active() {
        return active;
    }

    /** EOImode and CBPR. */
    int control() {
        return control;
    }

    /** The priority mask as it was written: user space may write bits that are not implemented, and reads them back. */
    int mask() {
        return mask;
    }

    /** ICC_BPR0_EL1. */
    int binaryPoint0() {
        return binaryPoint0;
    }

    /** ICC_BPR1_EL1: with CBPR set it shows one more than ICC_BPR0_EL1. */
    int binaryPoint1() {
        return (control & COMMON_BINARY_POINT) != 0
                ? Math.min(binaryPoint0 + 1, GREATEST_BINARY_POINT)
                : binaryPoint1;
    }

    /** Bit n: ICC_IGRPENn_EL1. */
    int enabledGroups() {
        return enabledGroups;
    }

    /** IRQ in bit 0, FIQ in bit 1: one acquiring read. */
    int outputs() {
        return highest.outputs();
    }

    /** The best interrupt of the enabled groups. */
    HighestPriorityPending highest() {
        return highest;
    }

    /** Whether {@link #highest} exists and is of this group. */
    boolean hasBest(int group) {
        return highest.exists() && highest.group() == group;
    }

    /** The INTID of {@link #highest}, if it exists: of an LPI, which it does not tell, too. */
    int bestIntid() {
        int intid = highest.intid();
        return intid == LPI && lpis != null ? lpis.bestIntid() : intid;
    }

    void setControl(int value) {
        control = value;
        recomputeSteps();
        update();
    }

    void setMask(int value) {
        mask = value;
        recomputeThresholds();
        update();
    }

    void setBinaryPoint0(int value) {
        binaryPoint0 = value;
        settled = false;
        recomputeSteps();
        update();
    }

    /** Sets ICC_BPR1_EL1; ignored with CBPR set. */
    void setBinaryPoint1(int value) {
        if ((control & COMMON_BINARY_POINT) == 0) {
            binaryPoint1 = value;
            settled = false;
            recomputeSteps();
            update();
        }
    }

    void enable(int group, boolean enabled) {
        enabledGroups = enabled ? enabledGroups | 1 << group : enabledGroups & ~(1 << group);
        groupsChanged();
    }

    private void groupsChanged() {
        int groups = forwardedGroups & enabledGroups;
        hidden0 = (groups & 1) != 0 ? 0 : NONE;
        hidden1 = (groups & 2) != 0 ? 0 : NONE;
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

    /** Makes of the registers what hardware could hold, as when the vCPU runs. */
    void settle() {
        binaryPoint0 = Math.max(binaryPoint0, preemption.leastBinaryPoint());
        binaryPoint1 = Math.max(binaryPoint1, preemption.leastBinaryPoint() + 1);
        recomputeSteps();
        update();
        settled = true;
    }

    @Override
    public void deliver(int filing, boolean deliverable) {
        lock.lock();
        try {
            sharedArbiter().file(filing, deliverable);
            update();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void deliver(int[] filing, int first, int which, int deliverable) {
        lock.lock();
        try {
            sharedArbiter().file(filing, first, which, deliverable);
            update();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void deliver(int filing, int which, int deliverable) {
        lock.lock();
        try {
            sharedArbiter().fileAlike(filing, which, deliverable);
            update();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void refile(int from, int to) {
        lock.lock();
        try {
            Arbiter arbiter = sharedArbiter();
            arbiter.remove(from);
            arbiter.add(to);
            update();
        } finally {
            lock.unlock();
        }
    }

    /** Makes an LPI deliverable. Takes the lock. */
    void presentLpi(int intid, int priority) {
        lock.lock();
        try {
            PendingLpis all = lpis;
            if (all == null) {
                all = new PendingLpis();
                lpis = all;
            }
            all.add(intid, preemption.keyPriority(priority));
            update();
        } finally {
            lock.unlock();
        }
    }

    /** Makes an LPI that was presented with this priority no longer deliverable. Takes the lock. */
    void withdrawLpi(int intid, int priority) {
        lock.lock();
        try {
            if (lpis != null) {
                lpis.remove(intid, preemption.keyPriority(priority));
                update();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes all LPIs no longer deliverable. Takes the lock. */
    void withdrawLpis() {
        lock.lock();
        try {
            lpis = null;
            update();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the distributor forwards group 1, which LPIs are of. */
    boolean forwardsGroup1() {
        return (forwardedGroups & 2) != 0;
    }

    private Arbiter sharedArbiter() {
        Arbiter arbiter = shared;
        if (arbiter == null) {
            arbiter = new Arbiter(priorityBits);
            arbiter.forward(BOTH_GROUPS);
            shared = arbiter;
        }
        return arbiter;
    }

    /** Sets which groups the distributor forwards. Takes the lock. */
    void forward(int groups) {
        lock.lock();
        try {
            forwardedGroups = groups;
            groupsChanged();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes the priority of an interrupt that is being acknowledged active. To be called before the interrupt is taken
     * away: {@link #update} then sees both at once.
     */
    void raiseRunningPriority(int key, int group) {
        active.activate(preemption.groupPriority(key, group == 0 ? step0 : step1), group);
        recomputeThresholds();
    }

    /** Ends the highest active priority. */
    void dropRunningPriority() {
        active.drop();
        recomputeThresholds();
        update();
    }

    /** Brings best interrupt and outputs up to date. */
    void update() {
        int best0 = interrupts.best0();
        int best1 = interrupts.best1();
        Arbiter arbiter = shared;
        if (arbiter != null) {
            best0 = Math.min(best0, arbiter.best0());
            best1 = Math.min(best1, arbiter.best1());
        }
        PendingLpis pendingLpis = lpis;
        if (pendingLpis != null) {
            best1 = Math.min(best1, pendingLpis.bestPriority() << Filing.INTID_BITS | LPI);
        }
        highest.update(best0 | hidden0, threshold0, GuestAccess.OUTPUT_FIQ, best1 | hidden1, threshold1);
    }

    private void recomputeThresholds() {
        int running = active.running();
        threshold0 = preemption.threshold(mask, running, step0);
        threshold1 = preemption.threshold(mask, running, step1);
    }

    /** For group 1 ICC_BPR1_EL1 less one counts, unless CBPR is set. */
    private void recomputeSteps() {
        int point1 = (control & COMMON_BINARY_POINT) != 0 ? binaryPoint0 : binaryPoint1 - 1;
        step0 = preemption.step(binaryPoint0);
        step1 = preemption.step(point1);
        recomputeThresholds();
    }
}

package org.gic4j.emulated.lpi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One LPI that events are mapped to. Its state is guarded by the distributor's lock. */
public final class Lpi {
    /** Stands for "goes to no vCPU". */
    static final int NOBODY = -1;

    final int intid;
    /** The creation index of the vCPU that it goes to. */
    int target = NOBODY;

    boolean pending;
    boolean enabled;
    /** 0 to 252, as in its configuration. */
    int priority;
    /** The number of events that are mapped to it. */
    int events;

    /** Whether it is among what {@link #givenTo} is to give back; then its neighbours there. */
    boolean returning;

    @Nullable Lpi previousReturning;
    @Nullable Lpi nextReturning;

    private @Nullable LpiTarget givenTo;
    private @Nullable LpiTarget filedWith;
    private int filedPriority;

    Lpi(int intid) {
        this.intid = intid;
    }

    /** Its INTID, 8192 or more, unsigned. */
    public int intid() {
        return intid;
    }

    /** The vCPU that KVM would have given it to, and not taken back: with that it outlives its last event. */
    @Nullable LpiTarget givenTo() {
        return givenTo;
    }

    /** Gives it to a vCPU, or takes it back; who had it until now need not give it back any more. */
    void giveTo(@Nullable LpiTarget to) {
        LpiTarget was = givenTo;
        if (was != null && !was.equals(to)) {
            was.returns().remove(this);
        }
        givenTo = to;
    }

    /** Presents it to a vCPU, and takes it away from the one that it was presented to. */
    void present(@Nullable LpiTarget to) {
        LpiTarget was = filedWith;
        if (Objects.equals(was, to) && (to == null || filedPriority == priority)) {
            return;
        }
        if (was != null) {
            was.withdraw(intid, filedPriority);
        }
        filedWith = to;
        filedPriority = priority;
        if (to != null) {
            to.present(intid, priority);
        }
    }

    /** Notes that a vCPU has dropped everything that was presented to it. */
    void noteWithdrawal(LpiTarget by) {
        if (by.equals(filedWith)) {
            filedWith = null;
        }
    }
}

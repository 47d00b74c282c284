package org.gic4j.emulated.delivery;

import static org.gic4j.emulated.delivery.Filing.INTID_MASK;
import static org.gic4j.emulated.delivery.Filing.NONE;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.registers.Geometry;

/**
 * The highest priority pending interrupt of a CPU interface, and the outputs that it drives. Guarded by the interface's
 * lock; {@link #outputs} and {@link #isShared} are for those who don't hold it, too.
 */
public final class HighestPriorityPending {
    /** In {@link #best}: the interrupt is of group 1. Above every key. */
    private static final int GROUP_1 = NONE << 1;

    private static final VarHandle OUTPUTS = handle("outputs");
    private static final VarHandle BEST = handle("best");

    private final int vcpuIndex;
    private final OutputNotifier notifier;

    /** The key of the interrupt and its group; with the bit {@code NONE} where there is none. */
    private int best = NONE;

    private int outputs;

    /**
     * Of an interface without interrupts.
     *
     * @param vcpuIndex the vCPU's creation index
     * @param notifier told of changed outputs
     */
    public HighestPriorityPending(int vcpuIndex, OutputNotifier notifier) {
        this.vcpuIndex = vcpuIndex;
        this.notifier = notifier;
    }

    /** IRQ in bit 0, FIQ in bit 1: one acquiring read. */
    public int outputs() {
        return (int) OUTPUTS.getAcquire(this);
    }

    /** Whether the interrupt is shared, as far as can be told without the lock. */
    public boolean isShared() {
        int now = (int) BEST.getOpaque(this);
        return (now & NONE) == 0 && (now & INTID_MASK) >= Geometry.PRIVATE_INTERRUPTS;
    }

    /** Whether there is one, be it signalled or not. */
    public boolean exists() {
        return (best & NONE) == 0;
    }

    /** Its group, if it {@link #exists}. */
    public int group() {
        return best >= GROUP_1 ? 1 : 0;
    }

    /** Its key, if it {@link #exists}. */
    public int key() {
        return best & NONE - 1;
    }

    /** Its INTID, if it {@link #exists}. */
    public int intid() {
        return best & INTID_MASK;
    }

    /** Whether it has the priority to be signalled. */
    public boolean isSignalled() {
        return outputs != 0;
    }

    /**
     * Takes the best of both groups. Where their priorities are the same, the lowest INTID goes first (CONTRACT 10).
     *
     * @param best0 the best key of group 0; {@link Filing#NONE} or above for none
     * @param threshold0 keys of group 0 below it are signalled
     * @param output0 the output of group 0
     * @param best1 the best key of group 1, whose output is IRQ
     * @param threshold1 keys of group 1 below it are signalled
     */
    public void update(int best0, int threshold0, int output0, int best1, int threshold1) {
        int now;
        if (best0 <= best1) {
            BEST.setOpaque(this, best0);
            now = best0 < threshold0 ? output0 : 0;
        } else {
            BEST.setOpaque(this, best1 | GROUP_1);
            now = best1 < threshold1 ? GuestAccess.OUTPUT_IRQ : 0;
        }
        if (now != outputs) {
            OUTPUTS.setRelease(this, now);
            notifier.changed(vcpuIndex);
        }
    }

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(HighestPriorityPending.class, field, int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}

package org.gic4j.emulated.lpi;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The LPIs that a vCPU was given and cannot take any more: disabled, cleared or sent elsewhere meanwhile. It gives them back
 * when it next leaves its guest; until then each outlives its last event. Guarded by the distributor's lock.
 *
 * <p>A list through the LPIs themselves, since an LPI is given to one vCPU at a time: it takes no memory of its own.
 */
public final class LpiReturns {
    private volatile @Nullable Lpi first;

    /** Nothing to be given back. */
    public LpiReturns() {}

    /** Whether there is nothing to be given back. To be read without a lock. */
    public boolean isEmpty() {
        return first == null;
    }

    /** Adds an LPI that the vCPU was given; again does nothing. */
    void add(Lpi lpi) {
        if (!lpi.returning) {
            lpi.returning = true;
            Lpi next = first;
            lpi.nextReturning = next;
            if (next != null) {
                next.previousReturning = lpi;
            }
            first = lpi;
        }
    }

    /** Takes an LPI out that was given to the vCPU, if it is here. */
    void remove(Lpi lpi) {
        if (lpi.returning) {
            Lpi previous = lpi.previousReturning;
            Lpi next = lpi.nextReturning;
            if (next != null) {
                next.previousReturning = previous;
            }
            if (previous != null) {
                previous.nextReturning = next;
            } else {
                first = next;
            }
            lpi.returning = false;
            lpi.previousReturning = null;
            lpi.nextReturning = null;
        }
    }

    /** Takes all out, and does something with each. */
    void takeAll(Consumer<Lpi> action) {
        for (Lpi lpi = first; lpi != null; lpi = first) {
            remove(lpi);
            action.accept(lpi);
        }
    }
}

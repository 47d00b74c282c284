package org.gic4j.emulated.lpi;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The LPIs that a vCPU was given and cannot take any more: disabled, cleared or sent elsewhere meanwhile. It gives them back
 * when it next leaves its guest; until then each outlives its last event. Guarded by the distributor's lock.
 */
public final class LpiReturns {
    private final LpiTarget owner;
    private List<Lpi> all = new ArrayList<>(0);
    private volatile boolean empty = true;

    /**
     * Nothing to be given back.
     *
     * @param owner whose
     */
    public LpiReturns(LpiTarget owner) {
        this.owner = owner;
    }

    /** Whether there is nothing to be given back. To be read without a lock. */
    public boolean isEmpty() {
        return empty;
    }

    void add(Lpi lpi) {
        if (!owner.equals(lpi.returning)) {
            lpi.returning = owner;
            all.add(lpi);
            empty = false;
        }
    }

    /** Takes all out, and does something with each. */
    void takeAll(Consumer<Lpi> action) {
        List<Lpi> taken = all;
        clear();
        taken.forEach(action);
    }

    /** Forgets them. */
    void clear() {
        for (Lpi lpi : all) {
            if (owner.equals(lpi.returning)) {
                lpi.returning = null;
            }
        }
        all = new ArrayList<>(0);
        empty = true;
    }
}

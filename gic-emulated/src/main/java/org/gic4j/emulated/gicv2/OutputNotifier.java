package org.gic4j.emulated.gicv2;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntUnaryOperator;
import org.gic4j.api.guest.OutputListener;
import org.jspecify.annotations.Nullable;

/**
 * Tells the embedder's listener about changed outputs: never with a lock held, for one vCPU never concurrently, and
 * always ending with the latest level.
 *
 * <p>Whoever changes an output marks the vCPU, under its lock; the same thread tells the listener once it holds no lock.
 */
public final class OutputNotifier {
    private static final int NEVER_TOLD = 0;

    private final AtomicInteger marked = new AtomicInteger();
    private final AtomicInteger telling = new AtomicInteger();
    private final AtomicIntegerArray told;
    private volatile @Nullable OutputListener listener;

    /**
     * Makes a notifier without listener.
     *
     * @param vcpus the largest number of vCPUs, up to 32
     */
    public OutputNotifier(int vcpus) {
        told = new AtomicIntegerArray(vcpus);
    }

    /** Replaces the listener. */
    void listen(@Nullable OutputListener newListener) {
        for (int i = 0; i < told.length(); i++) {
            told.set(i, NEVER_TOLD);
        }
        listener = newListener;
    }

    /** Whether anyone listens. */
    boolean isHeard() {
        return listener != null;
    }

    /** Marks a vCPU whose outputs have changed. */
    void changed(int vcpuIndex) {
        if (listener != null) {
            marked.getAndUpdate(bits -> bits | 1 << vcpuIndex);
        }
    }

    /**
     * Tells the listener of marked vCPUs. To be called without a lock held.
     *
     * @param outputs gives the outputs of a vCPU now
     */
    void tell(IntUnaryOperator outputs) {
        OutputListener current = listener;
        if (current == null || marked.getPlain() == 0 && marked.get() == 0) {
            return;
        }
        for (int rest = marked.getAndSet(0); rest != 0; rest &= rest - 1) {
            tell(current, Integer.numberOfTrailingZeros(rest), outputs);
        }
    }

    private void tell(OutputListener current, int vcpuIndex, IntUnaryOperator outputs) {
        int bit = 1 << vcpuIndex;
        while (outputs.applyAsInt(vcpuIndex) != told.get(vcpuIndex)) {
            if ((telling.getAndUpdate(bits -> bits | bit) & bit) != 0) {
                // Another thread, or this one further down, is telling; it looks again when the listener returns.
                return;
            }
            try {
                int now = outputs.applyAsInt(vcpuIndex);
                if (told.getAndSet(vcpuIndex, now) != now) {
                    current.outputsChanged(vcpuIndex, now);
                }
            } finally {
                telling.getAndUpdate(bits -> bits & ~bit);
            }
        }
    }
}

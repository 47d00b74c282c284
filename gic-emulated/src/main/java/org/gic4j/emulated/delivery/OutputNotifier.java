package org.gic4j.emulated.delivery;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
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
    private static final int OUTPUTS = 3;
    /** Bit of {@link #told}: a thread is telling. */
    private static final int TELLING = 4;

    /** A bit for each word of {@link #marked} that may not be 0. */
    private final AtomicLong markedWords = new AtomicLong();
    /** A bit for each vCPU whose outputs have changed. */
    private final AtomicLongArray marked;
    /** What the listener knows of each vCPU, and whether it is being told. */
    private final AtomicIntegerArray told;

    private volatile @Nullable OutputListener listener;

    /**
     * Makes a notifier without listener.
     *
     * @param vcpus the largest number of vCPUs, up to 4096
     */
    public OutputNotifier(int vcpus) {
        marked = new AtomicLongArray((vcpus + Long.SIZE - 1) / Long.SIZE);
        told = new AtomicIntegerArray(vcpus);
    }

    /**
     * Replaces the listener. The new one is told of changes from now on.
     *
     * @param newListener null for none
     * @param vcpus how many vCPUs there are
     * @param outputs gives the outputs of a vCPU now
     */
    public void listen(@Nullable OutputListener newListener, int vcpus, IntUnaryOperator outputs) {
        for (int i = 0; i < vcpus; i++) {
            told.set(i, outputs.applyAsInt(i));
        }
        listener = newListener;
    }

    /** Whether anyone listens. */
    public boolean isHeard() {
        return listener != null;
    }

    /**
     * Marks a vCPU whose outputs have changed.
     *
     * @param vcpuIndex which one
     */
    public void changed(int vcpuIndex) {
        if (listener != null) {
            int word = vcpuIndex / Long.SIZE;
            marked.accumulateAndGet(word, 1L << vcpuIndex, OutputNotifier::or);
            markedWords.accumulateAndGet(1L << word, OutputNotifier::or);
        }
    }

    /**
     * Tells the listener of marked vCPUs. To be called without a lock held. What the listener throws is thrown; vCPUs that
     * it was not told of then stay marked, for the next call.
     *
     * @param outputs gives the outputs of a vCPU now
     */
    public void tell(IntUnaryOperator outputs) {
        OutputListener current = listener;
        if (current == null || markedWords.getPlain() == 0 && markedWords.get() == 0) {
            return;
        }
        long words = markedWords.getAndSet(0);
        try {
            for (; words != 0; words &= words - 1) {
                tellWord(current, Long.numberOfTrailingZeros(words), outputs);
            }
        } finally {
            if (words != 0) {
                // The listener has thrown.
                markedWords.accumulateAndGet(words, OutputNotifier::or);
            }
        }
    }

    private void tellWord(OutputListener current, int word, IntUnaryOperator outputs) {
        long rest = marked.getAndSet(word, 0);
        try {
            for (; rest != 0; rest &= rest - 1) {
                tell(current, word * Long.SIZE + Long.numberOfTrailingZeros(rest), outputs);
            }
        } finally {
            if (rest != 0) {
                marked.accumulateAndGet(word, rest, OutputNotifier::or);
            }
        }
    }

    private void tell(OutputListener current, int vcpuIndex, IntUnaryOperator outputs) {
        int known = told.get(vcpuIndex);
        while (outputs.applyAsInt(vcpuIndex) != (known & OUTPUTS)) {
            if ((known & TELLING) != 0) {
                // Another thread, or this one further down, is telling; it looks again when the listener returns.
                return;
            }
            if (told.compareAndSet(vcpuIndex, known, known | TELLING)) {
                int now = outputs.applyAsInt(vcpuIndex);
                try {
                    if (now != known) {
                        told.set(vcpuIndex, now | TELLING);
                        current.outputsChanged(vcpuIndex, now);
                    }
                } finally {
                    // Unless a new listener came meanwhile, who knows what there was then.
                    told.compareAndSet(vcpuIndex, now | TELLING, now);
                }
            }
            known = told.get(vcpuIndex);
        }
    }

    private static long or(long bits, long more) {
        return bits | more;
    }
}

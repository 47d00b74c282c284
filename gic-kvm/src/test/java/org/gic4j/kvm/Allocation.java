package org.gic4j.kvm;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What an operation allocates once it is compiled. */
public final class Allocation {
    private static final int ROUND = 20_000;
    private static final int ROUNDS = 50;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /**
     * The bytes that a round of operations allocates: the least of many rounds, since compilation allocates now and then,
     * and what an operation allocates it allocates in every round.
     */
    public static long of(Runnable operation) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUND; i++) {
                operation.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}

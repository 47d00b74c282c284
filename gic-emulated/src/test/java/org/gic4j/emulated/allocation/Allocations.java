package org.gic4j.emulated.allocation;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts what operations allocate. */
public final class Allocations {
    private static final int WARM_UP = 20_000;
    private static final int ROUNDS = 20;
    private static final int OPERATIONS = 1000;

    private Allocations() {}

    /**
     * The least that any round of an operation allocated: what the operation needs it allocates in all of them, what the
     * JVM does once not. Gives the test up on a JVM that does not count.
     *
     * @param operation what to count
     * @return bytes
     */
    public static long by(Runnable operation) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
        threads.setThreadAllocatedMemoryEnabled(true);
        for (int i = 0; i < WARM_UP; i++) {
            operation.run();
        }
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < OPERATIONS; i++) {
                operation.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}

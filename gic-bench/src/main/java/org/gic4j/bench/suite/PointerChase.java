package org.gic4j.bench.suite;

import java.util.Random;

/** The unit u: one dependent {@code int} load of a pointer chase inside 4 KiB. */
final class PointerChase {
    private static final int ELEMENTS = 1024;
    private static final int LOADS = 1 << 16;
    private static final int TRIES = 12;

    private final int[] next = new int[ELEMENTS];
    private int at;

    /** Makes one cycle through all elements, in random order. */
    PointerChase() {
        int[] order = new Random(1)
                .ints(0, ELEMENTS)
                .distinct()
                .limit(ELEMENTS)
                .toArray();
        for (int i = 0; i < ELEMENTS; i++) {
            next[order[i]] = order[(i + 1) % ELEMENTS];
        }
    }

    /** The least time of a load in nanoseconds, of several tries of 100 microseconds or so. */
    double measure() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long start = System.nanoTime();
            at = chase(at);
            least = Math.min(least, System.nanoTime() - start);
        }
        return (double) least / LOADS;
    }

    private int chase(int from) {
        int[] chain = next;
        int here = from;
        for (int i = 0; i < LOADS; i++) {
            here = chain[here];
        }
        return here;
    }
}

package org.gic4j.kvm.machine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.gic4j.api.Quiescence;

/**
 * Holds off interrupt lines, messages and new runs while one thread saves or restores. The kernel itself only refuses
 * attributes while a vCPU runs; that nothing else changes meanwhile is this gate's work.
 *
 * <p>Passing costs two atomic additions and allocates nothing.
 */
final class StandstillGate {
    /** In {@link #passing}, over the number of passing calls: a thread holds the others off. */
    private static final int HELD = 1 << 31;

    /** Nanoseconds between two looks. */
    private static final long PAUSE = 1_000;

    private final ReentrantLock holder;
    private final AtomicInteger passing = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicLong begun = new AtomicLong();

    /**
     * An open gate.
     *
     * @param holder whoever holds it holds off the others
     */
    StandstillGate(ReentrantLock holder) {
        this.holder = holder;
    }

    /** Begins a call that changes the state of interrupts; waits while another thread holds it off. */
    void enter() {
        while (passing.getAndIncrement() < 0 && !holder.isHeldByCurrentThread()) {
            passing.getAndDecrement();
            holder.lock();
            try {
                // The standstill has ended. Another may have begun.
            } finally {
                holder.unlock();
            }
        }
    }

    /** Ends what {@link #enter} began. */
    void leave() {
        passing.getAndDecrement();
    }

    /**
     * Begins a run of a vCPU; waits as {@link #enter}.
     *
     * @param executes whether guest code may be executed
     */
    void beginRun(boolean executes) {
        enter();
        runs.getAndIncrement();
        if (executes) {
            begun.getAndIncrement();
        }
        leave();
    }

    /** How many runs have ever begun in which guest code may have been executed. */
    long runs() {
        return begun.get();
    }

    /** Ends what {@link #beginRun} began. */
    void endRun() {
        runs.getAndDecrement();
    }

    /**
     * Waits until calls under way have ended, and holds off others. Nests in one thread.
     *
     * @return false when a vCPU is inside a run; then nothing is held off
     */
    boolean tryHold() {
        holder.lock();
        if (holder.getHoldCount() == 1) {
            passing.getAndAdd(HELD);
            while ((passing.get() & ~HELD) != 0) {
                // Calls are short, but who makes one may be waiting for this CPU.
                LockSupport.parkNanos(PAUSE);
            }
        }
        if (runs.get() != 0) {
            release();
            return false;
        }
        return true;
    }

    private void release() {
        if (holder.getHoldCount() == 1) {
            passing.getAndAdd(HELD);
        }
        holder.unlock();
    }

    /** What a successful {@link #tryHold} is given back with. */
    Quiescence standstill() {
        return new Quiescence() {
            private boolean ended;

            @Override
            public void close() {
                if (!ended) {
                    ended = true;
                    release();
                }
            }
        };
    }
}

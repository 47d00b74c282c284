package org.gic4j.emulated.delivery;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A reentrant lock for critical sections of some ten nanoseconds. Taking it costs one atomic operation and releasing it
 * none, where {@code ReentrantLock} has one for each; in exchange it is not fair, and a thread that finds it taken for
 * long (a quiescence) polls.
 */
public final class BriefLock {
    private static final int SPINS = 200;
    private static final long POLL_NANOS = 20_000;
    private static final long FREE = 0;
    /** How often {@link #giveWay} looks whether somebody else has come. */
    private static final int PATIENCE = 50;

    private static final VarHandle OWNER;
    private static final VarHandle WAITING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OWNER = lookup.findVarHandle(BriefLock.class, "owner", long.class);
            WAITING = lookup.findVarHandle(BriefLock.class, "waiting", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The thread that holds it, by its id, which is never 0. */
    @SuppressWarnings("UnusedVariable") // Read and written through OWNER.
    private long owner;

    /** How often the owner has taken it once more. */
    private int nested;

    /** How many threads wait for it. */
    private volatile int waiting;

    /** A free lock. */
    public BriefLock() {}

    /** Takes it, or takes it once more. */
    public void lock() {
        long self = Thread.currentThread().threadId();
        if ((long) OWNER.getOpaque(this) == self) {
            nested++;
        } else if (!OWNER.compareAndSet(this, FREE, self)) {
            await(self);
        }
    }

    /** Releases what one {@link #lock} took; to be called by the same thread. */
    public void unlock() {
        if (nested == 0) {
            OWNER.setRelease(this, FREE);
        } else {
            nested--;
        }
    }

    /** Whether the calling thread holds it. */
    public boolean isHeldByCurrentThread() {
        return (long) OWNER.getOpaque(this) == Thread.currentThread().threadId();
    }

    /**
     * Lets a thread that waits have it, and takes it again: for work that goes on for long. Without effect where none
     * waits, and where the calling thread has taken it more than once.
     */
    public void giveWay() {
        int before = waiting;
        if (before == 0 || nested != 0) {
            return;
        }
        unlock();
        for (int i = 0; i < PATIENCE && waiting == before && (long) OWNER.getOpaque(this) == FREE; i++) {
            LockSupport.parkNanos(this, POLL_NANOS);
        }
        lock();
    }

    private void await(long self) {
        WAITING.getAndAdd(this, 1);
        try {
            for (int tries = 0; ; tries++) {
                if ((long) OWNER.getOpaque(this) == FREE && OWNER.compareAndSet(this, FREE, self)) {
                    return;
                }
                if (tries < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(this, POLL_NANOS);
                }
            }
        } finally {
            WAITING.getAndAdd(this, -1);
        }
    }
}

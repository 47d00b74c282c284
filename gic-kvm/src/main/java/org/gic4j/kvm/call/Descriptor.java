package org.gic4j.kvm.call;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.gic4j.api.Errno;

/**
 * A file descriptor that is closed exactly once, and not while a call on it is under way: its number may be given to
 * another file at once, and a late call would reach that. A call after {@link #close} answers EBADF without reaching
 * the kernel.
 *
 * <p>Any thread may call. Calls cost two atomic additions, and allocate nothing.
 */
public final class Descriptor implements AutoCloseable {
    /** In {@link #state}, over the number of calls under way: nothing more may begin. */
    private static final int CLOSED = 1 << 31;
    /** Besides, when the last call has left: the kernel's descriptor is gone. */
    private static final int RELEASED = 1 << 30;

    private static final VarHandle STATE = stateHandle();

    private final KernelCalls kernel;
    private final int number;
    private final boolean owned;
    // Accessed through STATE.
    @SuppressWarnings("UnusedVariable")
    private volatile int state;

    private Descriptor(KernelCalls kernel, int number, boolean owned) {
        this.kernel = kernel;
        this.number = number;
        this.owned = owned;
    }

    /**
     * A descriptor that {@link #close} closes.
     *
     * @param kernel what it belongs to
     * @param number its number
     */
    public static Descriptor owned(KernelCalls kernel, int number) {
        return new Descriptor(kernel, number, true);
    }

    /**
     * A descriptor that stays its owner's: {@link #close} only ends its use here.
     *
     * @param kernel what it belongs to
     * @param number its number
     */
    public static Descriptor borrowed(KernelCalls kernel, int number) {
        return new Descriptor(kernel, number, false);
    }

    /**
     * {@link KernelCalls#ioctl(int, long, long)} on it.
     *
     * @param request see {@link KvmRequest}
     * @param argument its argument
     * @return 0 or more, or a negated errno
     */
    public int ioctl(long request, long argument) {
        if (!enter()) {
            return -Errno.EBADF;
        }
        try {
            return kernel.ioctl(number, request, argument);
        } finally {
            leave();
        }
    }

    /**
     * {@link KernelCalls#ioctl(int, long, MemorySegment)} on it.
     *
     * @param request see {@link KvmRequest}
     * @param argument its argument
     * @return 0 or more, or a negated errno
     */
    public int ioctl(long request, MemorySegment argument) {
        if (!enter()) {
            return -Errno.EBADF;
        }
        try {
            return kernel.ioctl(number, request, argument);
        } finally {
            leave();
        }
    }

    /**
     * Maps the beginning of the file, shared, for reading and writing.
     *
     * @param length in bytes
     * @return the address, or a negated errno
     */
    public long map(long length) {
        if (!enter()) {
            return -Errno.EBADF;
        }
        try {
            return kernel.mmap(
                    length, KernelCalls.PROT_READ | KernelCalls.PROT_WRITE, KernelCalls.MAP_SHARED, number, 0);
        } finally {
            leave();
        }
    }

    /** What it belongs to. */
    public KernelCalls kernel() {
        return kernel;
    }

    /** Whether it was closed. */
    public boolean isClosed() {
        return (int) STATE.getVolatile(this) < 0;
    }

    @Override
    public void close() {
        STATE.getAndBitwiseOr(this, CLOSED);
        releaseIfUnused();
    }

    private boolean enter() {
        if ((int) STATE.getAndAdd(this, 1) >= 0) {
            return true;
        }
        leave();
        return false;
    }

    private void leave() {
        if ((int) STATE.getAndAdd(this, -1) < 0) {
            releaseIfUnused();
        }
    }

    private void releaseIfUnused() {
        if (STATE.compareAndSet(this, CLOSED, CLOSED | RELEASED) && owned) {
            // Nothing can be done about an errno of close: the descriptor is gone either way.
            kernel.close(number);
        }
    }

    private static VarHandle stateHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Descriptor.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}

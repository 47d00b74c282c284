package org.gic4j.kvm.call;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The C library's calls on 64-bit Linux: the one place that makes native calls.
 *
 * <p>Symbols are looked up at the first call, not before: making an object of this class touches nothing native.
 */
public final class LinuxCalls implements KernelCalls {
    private static final long MAP_FAILED = -1;

    /** Touches nothing native. */
    public LinuxCalls() {}

    @Override
    public int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Errnos.ofThisThread();
            return resultOf((int) Symbols.OPEN.invokeExact(errno, arena.allocateFrom(path), flags), errno);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int ioctl(int descriptor, long request, long argument) {
        try {
            MemorySegment errno = Errnos.ofThisThread();
            return resultOf((int) Symbols.IOCTL_NUMBER.invokeExact(errno, descriptor, request, argument), errno);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int ioctl(int descriptor, long request, MemorySegment argument) {
        try {
            MemorySegment errno = Errnos.ofThisThread();
            return resultOf((int) Symbols.IOCTL_STRUCT.invokeExact(errno, descriptor, request, argument), errno);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public long mmap(long length, int protection, int flags, int descriptor, long offset) {
        try {
            MemorySegment errno = Errnos.ofThisThread();
            long address = (long) Symbols.MMAP.invokeExact(errno, 0L, length, protection, flags, descriptor, offset);
            return address == MAP_FAILED ? -(int) Errnos.VALUE.get(errno, 0L) : address;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int munmap(long address, long length) {
        try {
            MemorySegment errno = Errnos.ofThisThread();
            return resultOf((int) Symbols.MUNMAP.invokeExact(errno, address, length), errno);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public int close(int descriptor) {
        try {
            MemorySegment errno = Errnos.ofThisThread();
            return resultOf((int) Symbols.CLOSE.invokeExact(errno, descriptor), errno);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** errno has a meaning only where the call failed. */
    private static int resultOf(int result, MemorySegment errno) {
        return result < 0 ? -(int) Errnos.VALUE.get(errno, 0L) : result;
    }

    /** {@code invokeExact} declares Throwable; the calls themselves throw none that is checked. */
    private static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof RuntimeException runtime) {
            return runtime;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(thrown);
    }

    /** Where the linker leaves errno: one segment for each thread, reused by all its calls. */
    private static final class Errnos {
        private static final StructLayout LAYOUT = Linker.Option.captureStateLayout();
        static final VarHandle VALUE = LAYOUT.varHandle(MemoryLayout.PathElement.groupElement("errno"));

        private static final ThreadLocal<MemorySegment> SEGMENT =
                ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(LAYOUT));

        private Errnos() {}

        static MemorySegment ofThisThread() {
            return SEGMENT.get();
        }
    }

    /** The linked functions. This class is initialised by the first call. */
    private static final class Symbols {
        private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
        // int open(const char *path, int flags, ...); int ioctl(int fd, unsigned long request, ...)
        private static final Linker.Option[] THIRD_IS_VARIADIC = {ERRNO, Linker.Option.firstVariadicArg(2)};
        private static final Linker.Option[] PLAIN = {ERRNO};

        static final MethodHandle OPEN =
                link("open", THIRD_IS_VARIADIC, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        static final MethodHandle IOCTL_NUMBER =
                link("ioctl", THIRD_IS_VARIADIC, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
        static final MethodHandle IOCTL_STRUCT =
                link("ioctl", THIRD_IS_VARIADIC, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
        // void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset)
        static final MethodHandle MMAP = link(
                "mmap",
                PLAIN,
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
        static final MethodHandle MUNMAP =
                link("munmap", PLAIN, FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
        static final MethodHandle CLOSE = link("close", PLAIN, FunctionDescriptor.of(JAVA_INT, JAVA_INT));

        private Symbols() {}

        @SuppressWarnings("restricted")
        private static MethodHandle link(String name, Linker.Option[] options, FunctionDescriptor function) {
            Linker linker = Linker.nativeLinker();
            // Not Linker.Option.critical: ioctls of KVM can block.
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), function, options);
        }
    }
}

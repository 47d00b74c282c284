package org.gic4j.kvm.fake;

import java.lang.foreign.MemorySegment;
import org.gic4j.kvm.call.KernelCalls;

/** A Java that allows no native access: no call can be linked. */
public final class RefusedCalls implements KernelCalls {
    @Override
    public int open(String path, int flags) {
        throw refused();
    }

    @Override
    public int ioctl(int descriptor, long request, long argument) {
        throw refused();
    }

    @Override
    public int ioctl(int descriptor, long request, MemorySegment argument) {
        throw refused();
    }

    @Override
    public long mmap(long length, int protection, int flags, int descriptor, long offset) {
        throw refused();
    }

    @Override
    public int munmap(long address, long length) {
        throw refused();
    }

    @Override
    public int close(int descriptor) {
        throw refused();
    }

    private static ExceptionInInitializerError refused() {
        return new ExceptionInInitializerError(new IllegalCallerException("Illegal native access"));
    }
}

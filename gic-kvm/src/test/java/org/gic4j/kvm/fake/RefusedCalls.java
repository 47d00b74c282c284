package org.gic4j.kvm.fake;

import java.lang.foreign.MemorySegment;
import org.gic4j.kvm.call.KernelCalls;

/** A Java that allows no native access: the first call, which is an open, fails to link. */
public final class RefusedCalls implements KernelCalls {
    @Override
    public int open(String path, int flags) {
        throw new ExceptionInInitializerError(new IllegalCallerException("Illegal native access"));
    }

    @Override
    public int ioctl(int descriptor, long request, long argument) {
        throw notOpened();
    }

    @Override
    public int ioctl(int descriptor, long request, MemorySegment argument) {
        throw notOpened();
    }

    @Override
    public long mmap(long length, int protection, int flags, int descriptor, long offset) {
        throw notOpened();
    }

    @Override
    public int munmap(long address, long length) {
        throw notOpened();
    }

    @Override
    public int close(int descriptor) {
        throw notOpened();
    }

    private static IllegalStateException notOpened() {
        return new IllegalStateException("nothing was opened");
    }
}

package org.gic4j.kvm.fake;

import java.lang.foreign.MemorySegment;
import java.util.function.LongConsumer;
import org.gic4j.kvm.call.KernelCalls;

/**
 * A kernel that tells of each request of ioctl before it is carried out.
 *
 * @param kernel what does the work
 * @param before is told the request
 */
public record ForwardingCalls(KernelCalls kernel, LongConsumer before) implements KernelCalls {
    @Override
    public int open(String path, int flags) {
        return kernel.open(path, flags);
    }

    @Override
    public int ioctl(int descriptor, long request, long argument) {
        before.accept(request);
        return kernel.ioctl(descriptor, request, argument);
    }

    @Override
    public int ioctl(int descriptor, long request, MemorySegment argument) {
        before.accept(request);
        return kernel.ioctl(descriptor, request, argument);
    }

    @Override
    public long mmap(long length, int protection, int flags, int descriptor, long offset) {
        return kernel.mmap(length, protection, flags, descriptor, offset);
    }

    @Override
    public int munmap(long address, long length) {
        return kernel.munmap(address, length);
    }

    @Override
    public int close(int descriptor) {
        return kernel.close(descriptor);
    }
}

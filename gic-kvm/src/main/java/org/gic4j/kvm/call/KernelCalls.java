package org.gic4j.kvm.call;

import java.lang.foreign.MemorySegment;

/**
 * The C calls that KVM needs. Each returns what the C function returns, except that a failure is the negated errno, so
 * that nothing about an error is kept outside the result.
 *
 * <p>Any thread may call. Tests implement it by hand.
 */
public interface KernelCalls {
    /** Flag of {@link #open}: for reading and writing. */
    int O_RDWR = 0x2;
    /** Flag of {@link #open}: not inherited by a program that this process starts. */
    int O_CLOEXEC = 0x8_0000;
    /** Protection of {@link #mmap}: pages can be read. */
    int PROT_READ = 0x1;
    /** Protection of {@link #mmap}: pages can be written. */
    int PROT_WRITE = 0x2;
    /** Flag of {@link #mmap}: what is written reaches the file, here the kernel. */
    int MAP_SHARED = 0x1;

    /**
     * {@code open(path, flags)}.
     *
     * @param path the file
     * @param flags {@link #O_RDWR} and {@link #O_CLOEXEC}
     * @return a descriptor, or a negated errno
     */
    int open(String path, int flags);

    /**
     * {@code ioctl(descriptor, request, argument)} with a number as its argument.
     *
     * @param descriptor an open descriptor
     * @param request see {@link KvmRequest}
     * @param argument the argument; 0 where the request takes none
     * @return 0 or more, or a negated errno
     */
    int ioctl(int descriptor, long request, long argument);

    /**
     * {@code ioctl(descriptor, request, argument)} with a structure as its argument.
     *
     * @param descriptor an open descriptor
     * @param request see {@link KvmRequest}
     * @param argument the structure, in native memory; the kernel may write to it
     * @return 0 or more, or a negated errno
     */
    int ioctl(int descriptor, long request, MemorySegment argument);

    /**
     * {@code mmap(NULL, length, protection, flags, descriptor, offset)}.
     *
     * @param length in bytes; the kernel rounds up to whole pages
     * @param protection {@link #PROT_READ} and {@link #PROT_WRITE}
     * @param flags {@link #MAP_SHARED}
     * @param descriptor an open descriptor
     * @param offset within the file, in bytes
     * @return the address, or a negated errno: addresses of user space are positive
     */
    long mmap(long length, int protection, int flags, int descriptor, long offset);

    /**
     * {@code munmap(address, length)}.
     *
     * @param address what {@link #mmap} gave
     * @param length what it was given
     * @return 0, or a negated errno
     */
    int munmap(long address, long length);

    /**
     * {@code close(descriptor)}. Whatever it returns, the descriptor is gone and must not be closed again: another
     * thread may have been given its number.
     *
     * @param descriptor an open descriptor
     * @return 0, or a negated errno
     */
    int close(int descriptor);
}

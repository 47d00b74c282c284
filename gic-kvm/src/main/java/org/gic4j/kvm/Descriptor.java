package org.gic4j.kvm;

/**
 * An open file descriptor; whoever makes one closes it once.
 *
 * @param kernel what closes it
 * @param number its number
 */
record Descriptor(KernelCalls kernel, int number) implements AutoCloseable {
    /**
     * {@link KernelCalls#ioctl(int, long, long)} on it.
     *
     * @param request the request
     * @param argument its argument
     * @return 0 or more, or a negated errno
     */
    int ioctl(long request, long argument) {
        return kernel.ioctl(number, request, argument);
    }

    @Override
    public void close() {
        // Nothing can be done about an errno of close: the descriptor is gone either way.
        kernel.close(number);
    }
}

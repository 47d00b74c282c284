package org.gic4j.kvm.machine;

import org.gic4j.api.Errno;
import org.gic4j.api.guest.MappedMemory;
import org.gic4j.kvm.call.Arguments;
import org.gic4j.kvm.call.Descriptor;
import org.gic4j.kvm.call.KvmRequest;

/** Guest memory as slots of the kernel, which reads and writes the embedder's native memory itself. */
final class SlotMemory extends MappedMemory {
    private static final long PAGE = 4096;

    private final Descriptor vm;
    private int nextSlot;

    /**
     * No memory yet.
     *
     * @param vm the virtual machine
     * @param addressBits the size of guest physical addresses
     */
    SlotMemory(Descriptor vm, int addressBits) {
        super(addressBits);
        this.vm = vm;
    }

    /** {@inheritDoc} The kernel writes the tables that it saves itself. */
    @Override
    public boolean seesDeviceWrites() {
        return false;
    }

    /** Called with the lock of {@link #map} held. */
    @Override
    protected void mapped(Region region) {
        String call = "KVM_SET_USER_MEMORY_REGION of 0x" + Long.toHexString(region.size()) + " bytes at 0x"
                + Long.toHexString(region.address());
        if (!region.segment().isNative() || region.segment().address() % PAGE != 0) {
            throw Refusals.of(
                    Errno.EINVAL,
                    call,
                    region.segment().isNative()
                            ? "the segment begins within a page; allocate it with an alignment of " + PAGE
                            : "the segment is on the Java heap, which the kernel cannot share; allocate native memory,"
                                    + " for example with Arena.ofShared().allocate(bytes, " + PAGE + ")");
        }
        int result = vm.ioctl(
                KvmRequest.SET_USER_MEMORY_REGION,
                Arguments.ofThisThread()
                        .memoryRegion(nextSlot, region.address(), region.size(), region.segment().address()));
        if (result < 0) {
            throw Refusals.of(
                    -result,
                    call,
                    result == -Errno.EINVAL
                            ? "addresses and sizes are multiples of the host's pages, which may be larger than " + PAGE
                            : null);
        }
        nextSlot++;
    }
}

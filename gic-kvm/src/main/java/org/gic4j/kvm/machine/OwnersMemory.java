package org.gic4j.kvm.machine;

import org.gic4j.api.Errno;
import org.gic4j.api.guest.MappedMemory;
import org.gic4j.kvm.call.Descriptor;

/** Memory that an owner has given the guest already: it is only noted where it is in this process. */
final class OwnersMemory extends MappedMemory {
    private final Descriptor vm;

    /**
     * No memory yet.
     *
     * @param vm the virtual machine
     * @param addressBits the size of guest physical addresses
     */
    OwnersMemory(Descriptor vm, int addressBits) {
        super(addressBits);
        this.vm = vm;
    }

    /** {@inheritDoc} The kernel writes the tables that it saves itself. */
    @Override
    public boolean seesDeviceWrites() {
        return false;
    }

    @Override
    protected void mapped(Region region) {
        if (vm.isClosed()) {
            throw Refusals.of(Errno.EBADF, "map guest memory", null);
        }
    }
}

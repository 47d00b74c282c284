package org.gic4j.kvm.machine;

import org.gic4j.api.Errno;
import org.gic4j.api.VcpuId;
import org.gic4j.kvm.call.Descriptor;
import org.gic4j.kvm.call.KvmStructs;
import org.gic4j.kvm.call.RunArea;
import org.jspecify.annotations.Nullable;

/**
 * A vCPU's {@code struct kvm_run}, mapped when it is first needed: creating a vCPU is then one call, which leaves nothing
 * half done when it fails.
 */
final class VcpuRunArea implements AutoCloseable {
    private final VcpuId vcpu;
    private final Descriptor descriptor;
    private volatile @Nullable RunArea mapped;
    private boolean closed;

    /**
     * Nothing is mapped yet.
     *
     * @param vcpu whose it is
     * @param descriptor the vCPU's descriptor
     */
    VcpuRunArea(VcpuId vcpu, Descriptor descriptor) {
        this.vcpu = vcpu;
        this.descriptor = descriptor;
    }

    /**
     * Maps it, if it is not.
     *
     * @return 0, or the errno of mmap; EBADF after close
     */
    int tryMap() {
        return mapped != null ? Errno.OK : tryMapNow();
    }

    private synchronized int tryMapNow() {
        if (closed) {
            return Errno.EBADF;
        }
        if (mapped == null) {
            // The structure begins the vCPU's file. What KVM_GET_VCPU_MMAP_SIZE counts behind it is not used here.
            long address = descriptor.map(KvmStructs.Run.SIZE);
            if (address < 0) {
                return (int) -address;
            }
            mapped = new RunArea(descriptor.kernel(), address);
        }
        return Errno.OK;
    }

    /**
     * Maps it, if it is not.
     *
     * @throws org.gic4j.api.GicException with the errno of mmap; EBADF after close
     */
    RunArea map() {
        int errno = tryMap();
        if (errno != Errno.OK) {
            throw Refusals.of(errno, "mmap of " + vcpu, null);
        }
        return open();
    }

    /**
     * The mapped area.
     *
     * @throws org.gic4j.api.GicException EBADF after close, ENXIO before the first run
     */
    RunArea open() {
        RunArea now = mapped;
        if (now == null) {
            throw closed()
                    ? Refusals.of(Errno.EBADF, "last exit of " + vcpu, null)
                    : Refusals.of(Errno.ENXIO, "last exit of " + vcpu, "it has not run");
        }
        return now;
    }

    private synchronized boolean closed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        RunArea last = mapped;
        mapped = null;
        if (last != null) {
            last.close();
        }
    }
}

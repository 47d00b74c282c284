package org.gic4j.api.guest;

/** Told when the interrupt outputs of a vCPU change, so that a sleeping one can be woken. */
@FunctionalInterface
public interface OutputListener {
    /**
     * The outputs of a vCPU have changed. Called without a lock held; for one vCPU never concurrently and in order.
     * Changes that follow one another quickly may be told as one, with the latest level.
     *
     * @param vcpuIndex the vCPU's creation index
     * @param outputs {@link GuestAccess#OUTPUT_IRQ} and {@link GuestAccess#OUTPUT_FIQ}
     */
    void outputsChanged(int vcpuIndex, int outputs);
}

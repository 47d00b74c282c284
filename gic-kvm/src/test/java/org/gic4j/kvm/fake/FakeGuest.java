package org.gic4j.kvm.fake;

import java.lang.foreign.MemorySegment;

/** Stands for the guest code of a vCPU of the fake kernel: what it does between two exits. */
@FunctionalInterface
public interface FakeGuest {
    /**
     * Executes until something needs user space.
     *
     * @param run the vCPU's {@code struct kvm_run}, to be filled but for the reason
     * @return the exit reason, or a negated errno
     */
    int execute(MemorySegment run);
}

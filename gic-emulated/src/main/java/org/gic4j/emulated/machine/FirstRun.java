package org.gic4j.emulated.machine;

import jakarta.inject.Inject;
import org.gic4j.api.Errno;
import org.gic4j.emulated.controller.InterruptController;
import org.gic4j.emulated.wiring.MachineScope;

/**
 * What happens when a vCPU runs for the first time (CONTRACT 2.3): the checks, and what hardware then makes of its
 * registers. A failure kills the virtual machine.
 */
@MachineScope
public final class FirstRun {
    private final Gate gate;
    private final Vgic<?> vgic;

    /** Made by the graph. */
    @Inject
    public FirstRun(Gate gate, Vgic<?> vgic) {
        this.gate = gate;
        this.vgic = vgic;
    }

    /** Tells of outputs that {@link #of} has changed. To be called without a lock held. */
    void tell() {
        InterruptController gic = vgic.initialized();
        if (gic != null) {
            gic.tell();
        }
    }

    /**
     * Lets a vCPU run, without guest code. The caller is to {@link #tell} afterwards.
     *
     * @param vcpu which one
     * @return 0; ENOEXEC, ENXIO, EINVAL, EBUSY, EIO or EBADF
     */
    public int of(EmulatedVcpu vcpu) {
        int closed = gate.errno();
        if (closed != Errno.OK) {
            return closed;
        }
        if (!vcpu.isInitialized()) {
            return Errno.ENOEXEC;
        }
        if (!vcpu.hasRun()) {
            int errno = vgic.exists() ? vgic.validate() : Errno.OK;
            if (errno != Errno.OK) {
                gate.die();
                return errno;
            }
            vcpu.noteRun();
        }
        InterruptController gic = vgic.initialized();
        if (gic != null && !gic.isSettled(vcpu.index().value())) {
            gic.settle(vcpu.index().value());
        }
        return Errno.OK;
    }
}

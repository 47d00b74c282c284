package org.gic4j.emulated.machine;

import dagger.Lazy;
import jakarta.inject.Inject;
import java.util.Optional;
import org.gic4j.api.Affinity;
import org.gic4j.api.Errno;
import org.gic4j.api.ExecutionMarks;
import org.gic4j.api.GicException;
import org.gic4j.api.Vcpu;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.emulated.controller.InterruptController;
import org.gic4j.emulated.gicv2.CpuInterface;
import org.gic4j.emulated.gicv3.Redistributor;
import org.gic4j.emulated.wiring.VcpuScope;

/** A vCPU of the emulated backend: identity, life, and its part of the interrupt controller. */
@VcpuScope
public final class EmulatedVcpu implements Vcpu, ExecutionMarks {
    private final VcpuId id;
    private final VcpuIndex index;
    private final Gate gate;
    private final LifecycleLock lifecycle;
    private final FirstRun firstRun;
    private final VcpuTable vcpus;
    private final Vgic<?> vgic;
    private final Lazy<CpuInterface> cpuInterface;
    private final Lazy<Redistributor> redistributor;

    private volatile boolean initialized;
    private volatile boolean hasRun;
    private volatile boolean running;
    private volatile boolean closed;
    private volatile Affinity affinity = new Affinity(0);

    /** Made by the graph; see {@link org.gic4j.emulated.wiring.VcpuComponent}. */
    @Inject
    public EmulatedVcpu(
            VcpuId id,
            VcpuIndex index,
            Gate gate,
            LifecycleLock lifecycle,
            FirstRun firstRun,
            VcpuTable vcpus,
            Vgic<?> vgic,
            Lazy<CpuInterface> cpuInterface,
            Lazy<Redistributor> redistributor) {
        this.id = id;
        this.index = index;
        this.gate = gate;
        this.lifecycle = lifecycle;
        this.firstRun = firstRun;
        this.vcpus = vcpus;
        this.vgic = vgic;
        this.cpuInterface = cpuInterface;
        this.redistributor = redistributor;
    }

    @Override
    public VcpuId id() {
        return id;
    }

    @Override
    public VcpuIndex index() {
        return index;
    }

    @Override
    public Affinity affinity() {
        return affinity;
    }

    /** Its part of a GICv2, made when that is initialised. */
    CpuInterface gicv2CpuInterface() {
        return cpuInterface.get();
    }

    /** Its part of a GICv3, made when that is initialised. */
    Redistributor redistributor() {
        return redistributor.get();
    }

    @Override
    public void initialize() {
        check();
        if (!initialized) {
            initialized = true;
            become(Affinity.byDefault(id));
        }
    }

    @Override
    public void setAffinity(Affinity newAffinity) {
        check();
        if (!initialized) {
            throw new GicException(Errno.ENOEXEC, id + " is not initialised; initialise it before its affinity is set");
        }
        become(newAffinity);
    }

    private void become(Affinity newAffinity) {
        affinity = newAffinity;
        vcpus.affinitiesChanged();
        vgic.affinitiesChanged();
        firstRun.tell();
    }

    /** Whether it was initialised. */
    boolean isInitialized() {
        return initialized;
    }

    /** Whether its first run has succeeded. */
    public boolean hasRun() {
        return hasRun;
    }

    void noteRun() {
        if (vcpus.noteRun()) {
            vgic.affinitiesChanged();
        }
        hasRun = true;
    }

    @Override
    public int tryValidateFirstRun() {
        int errno = passFirstRun();
        firstRun.tell();
        return errno;
    }

    private int passFirstRun() {
        return closed ? Errno.EBADF : firstRun.of(this);
    }

    @Override
    public Optional<ExecutionMarks> executionMarks() {
        return Optional.of(this);
    }

    /** Waits while the virtual machine stands still: attributes are refused while a vCPU runs. */
    @Override
    public int enter() {
        int errno = mark();
        firstRun.tell();
        return errno;
    }

    private int mark() {
        lifecycle.lock();
        try {
            int errno = passFirstRun();
            if (errno == Errno.OK && !running) {
                running = true;
                vcpus.enter();
            }
            return errno;
        } finally {
            lifecycle.unlock();
        }
    }

    @Override
    public void leave() {
        lifecycle.lock();
        try {
            if (running) {
                InterruptController gic = vgic.initialized();
                if (gic != null) {
                    gic.leaveGuest(index.value());
                }
                running = false;
                vcpus.leave();
            }
        } finally {
            lifecycle.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private void check() {
        if (closed) {
            throw new GicException(Errno.EBADF, "the handle of " + id + " is closed");
        }
        gate.check();
    }
}

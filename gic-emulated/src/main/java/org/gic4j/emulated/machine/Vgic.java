package org.gic4j.emulated.machine;

import org.gic4j.api.Errno;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Geometry;
import org.gic4j.emulated.controller.InterruptController;
import org.jspecify.annotations.Nullable;

/**
 * The interrupt controller of a virtual machine through its life: absent, created, initialised. Its numbers are fixed
 * when it is initialised.
 *
 * @param <C> what it is once initialised
 */
public abstract class Vgic<C extends InterruptController> {
    private static final int DEFAULT_INTERRUPTS = 256;
    private static final int LEAST_INTERRUPTS = 64;

    private final VcpuTable vcpus;
    private final LifecycleLock lifecycle;

    private volatile boolean created;
    private volatile int interrupts;
    /** As {@link #geometry()} was last. */
    private volatile Geometry geometry = new Geometry(Geometry.PRIVATE_INTERRUPTS, 0);

    private volatile @Nullable C controller;

    Vgic(VcpuTable vcpus, LifecycleLock lifecycle) {
        this.vcpus = vcpus;
        this.lifecycle = lifecycle;
    }

    /** Whether the virtual machine has one. */
    public final boolean exists() {
        return created;
    }

    /** To be called under the life-cycle lock. */
    final void create() {
        created = true;
    }

    /** The initialised controller, or null before that. */
    public final @Nullable C initialized() {
        return controller;
    }

    /** The initialised controller: now, if it was not. */
    public final C initialize() {
        C now = controller;
        if (now != null) {
            return now;
        }
        lifecycle.lock();
        try {
            now = controller;
            if (now == null) {
                if (interrupts == 0) {
                    interrupts = DEFAULT_INTERRUPTS;
                }
                now = build(new Geometry(interrupts, vcpus.size()), vcpus.all());
                controller = now;
            }
            return now;
        } finally {
            lifecycle.unlock();
        }
    }

    /** Puts the controller together, its numbers being fixed. */
    abstract C build(Geometry geometry, EmulatedVcpu[] all);

    /** The controller for an operation that needs an initialised one; null where the operation answers EBUSY. */
    abstract @Nullable C demand();

    /** Makes a handle. */
    abstract Device open(Gate gate);

    /**
     * Whether an address lies in one of its frames.
     *
     * @param address guest physical address
     */
    abstract boolean claims(long address);

    /** The checks of a first run, where there is a controller. */
    abstract int validate();

    /**
     * Makes room for a vCPU that is about to be created, under the life-cycle lock.
     *
     * @return 0 or EINVAL
     */
    abstract int reserve();

    /** Takes a vCPU in that was just created, under the life-cycle lock. */
    abstract void adopt(EmulatedVcpu vcpu);

    /**
     * To be called after a vCPU's affinity changed, or how vCPUs are found by affinity. The caller tells of changed outputs
     * afterwards, once it holds no lock.
     */
    abstract void affinitiesChanged();

    /** The extent as has-attribute sees it: only private interrupts until the number is fixed. */
    public final Geometry geometry() {
        Geometry now = geometry;
        if (now.interrupts() != numberOfInterrupts() || now.vcpus() != vcpus.size()) {
            now = new Geometry(numberOfInterrupts(), vcpus.size());
            geometry = now;
        }
        return now;
    }

    /** The number of interrupts; 32 until it is fixed. */
    public final int numberOfInterrupts() {
        int now = interrupts;
        return now == 0 ? Geometry.PRIVATE_INTERRUPTS : now;
    }

    /**
     * Sets the number of interrupts.
     *
     * @param value as the attribute has it, unsigned 32 bits
     * @return 0, EINVAL or EBUSY
     */
    public final int setNumberOfInterrupts(int value) {
        if (value < LEAST_INTERRUPTS || value > Geometry.MAXIMUM_INTERRUPTS || value % 32 != 0) {
            return Errno.EINVAL;
        }
        lifecycle.lock();
        try {
            if (interrupts != 0 || controller != null) {
                return Errno.EBUSY;
            }
            interrupts = value;
            return Errno.OK;
        } finally {
            lifecycle.unlock();
        }
    }
}

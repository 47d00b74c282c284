package org.gic4j.emulated.machine;

import jakarta.inject.Inject;
import org.gic4j.api.Errno;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.emulated.gicv2.CpuInterface;
import org.gic4j.emulated.gicv2.Gicv2;
import org.gic4j.emulated.wiring.Gicv2Component;
import org.gic4j.emulated.wiring.MachineScope;
import org.jspecify.annotations.Nullable;

/**
 * The VGICv2 of a virtual machine through its life: absent, created, initialised. Its numbers are fixed when it is
 * initialised, explicitly or by the first access that needs it.
 */
@MachineScope
public final class Vgic {
    private static final int DEFAULT_INTERRUPTS = 256;
    private static final int LEAST_INTERRUPTS = 64;
    private static final int PAGE = 0x1000;

    private final VirtualMachineConfiguration configuration;
    private final VcpuTable vcpus;
    private final LifecycleLock lifecycle;
    private final Gicv2Component.Factory gics;
    private final FrameAddress distributor = new FrameAddress(Frame.GICV2_DISTRIBUTOR.size(), PAGE);
    private final FrameAddress cpuInterface = new FrameAddress(Frame.GICV2_CPU_INTERFACE.size(), PAGE);

    private volatile boolean created;
    private volatile int interrupts;
    private volatile @Nullable Gicv2 gic;

    /** Made by the graph. */
    @Inject
    public Vgic(
            VirtualMachineConfiguration configuration,
            VcpuTable vcpus,
            LifecycleLock lifecycle,
            Gicv2Component.Factory gics) {
        this.configuration = configuration;
        this.vcpus = vcpus;
        this.lifecycle = lifecycle;
        this.gics = gics;
    }

    /** Whether the virtual machine has one. */
    public boolean exists() {
        return created;
    }

    /** To be called under the life-cycle lock. */
    void create() {
        created = true;
    }

    /** The initialised controller, or null before that. */
    public @Nullable Gicv2 initialized() {
        return gic;
    }

    /** The initialised controller: now, if it was not. */
    public Gicv2 initialize() {
        Gicv2 now = gic;
        if (now != null) {
            return now;
        }
        lifecycle.lock();
        try {
            now = gic;
            if (now == null) {
                now = build();
                gic = now;
            }
            return now;
        } finally {
            lifecycle.unlock();
        }
    }

    private Gicv2 build() {
        if (interrupts == 0) {
            interrupts = DEFAULT_INTERRUPTS;
        }
        EmulatedVcpu[] all = vcpus.all();
        CpuInterface[] cpus = new CpuInterface[all.length];
        for (int i = 0; i < all.length; i++) {
            cpus[i] = all[i].cpuInterface();
        }
        return gics.create(new Geometry(interrupts, cpus.length), cpus).gic();
    }

    /** The extent as has-attribute sees it: only private interrupts until the number is fixed. */
    public Geometry geometry() {
        return new Geometry(numberOfInterrupts(), vcpus.size());
    }

    /** The number of interrupts; 32 until it is fixed. */
    public int numberOfInterrupts() {
        int now = interrupts;
        return now == 0 ? Geometry.PRIVATE_INTERRUPTS : now;
    }

    /**
     * Sets the number of interrupts.
     *
     * @param value as the attribute has it, unsigned 32 bits
     * @return 0, EINVAL or EBUSY
     */
    public int setNumberOfInterrupts(int value) {
        if (value < LEAST_INTERRUPTS || value > Geometry.MAXIMUM_INTERRUPTS || value % 32 != 0) {
            return Errno.EINVAL;
        }
        lifecycle.lock();
        try {
            if (interrupts != 0 || gic != null) {
                return Errno.EBUSY;
            }
            interrupts = value;
            return Errno.OK;
        } finally {
            lifecycle.unlock();
        }
    }

    /** The address of a frame, or all ones. */
    public long address(Frame frame) {
        return of(frame).address();
    }

    /**
     * Sets the address of a frame.
     *
     * @param frame the distributor or the CPU interface
     * @param address guest physical address
     * @return 0; EEXIST, EINVAL or E2BIG
     */
    public int setAddress(Frame frame, long address) {
        lifecycle.lock();
        try {
            return of(frame).set(address, configuration.addressBits());
        } finally {
            lifecycle.unlock();
        }
    }

    /**
     * The offset of an address within a frame.
     *
     * @param frame the distributor or the CPU interface
     * @param address guest physical address
     * @return -1 where it is not within
     */
    public int offsetIn(Frame frame, long address) {
        return frame == Frame.GICV2_DISTRIBUTOR
                ? distributor.offsetOf(address)
                : cpuInterface.offsetOf(address);
    }

    /** The checks of a first run; initialises what was not. A virtual machine without a VGIC passes. */
    int validate() {
        if (!created) {
            return Errno.OK;
        }
        if (!distributor.isSet() || !cpuInterface.isSet()) {
            return Errno.ENXIO;
        }
        if (distributor.overlaps(cpuInterface)) {
            return Errno.EINVAL;
        }
        initialize().place(distributor.address(), cpuInterface.address());
        return Errno.OK;
    }

    private FrameAddress of(Frame frame) {
        return frame == Frame.GICV2_DISTRIBUTOR ? distributor : cpuInterface;
    }
}

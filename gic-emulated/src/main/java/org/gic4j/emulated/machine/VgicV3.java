package org.gic4j.emulated.machine;

import jakarta.inject.Inject;
import org.gic4j.api.Errno;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.emulated.attribute.Gicv3Device;
import org.gic4j.emulated.gicv3.FramePlacement;
import org.gic4j.emulated.gicv3.Gicv3;
import org.gic4j.emulated.gicv3.Redistributor;
import org.gic4j.emulated.lpi.Lpis;
import org.gic4j.emulated.wiring.Gicv3Component;
import org.gic4j.emulated.wiring.MachineScope;
import org.jspecify.annotations.Nullable;

/** A VGICv3: a distributor, a redistributor for each vCPU in regions, and only user space initialises it. */
@MachineScope
public final class VgicV3 extends Vgic<Gicv3> {
    /** What {@link #region} answers where there is no such region. */
    public static final long NO_REGION = FrameAddress.UNSET;

    private static final int ALIGNMENT = 0x1_0000;
    private static final long REGION_BASE = 0x000F_FFFF_FFFF_0000L;
    private static final int REGION_FLAGS = 0xF000;
    /** The kernel keeps a region's index in a byte (DEV-10). */
    private static final int REGION_INDEX = 0xFF;

    private final VirtualMachineConfiguration configuration;
    private final VcpuTable vcpus;
    private final LifecycleLock lifecycle;
    private final Gicv3Component.Factory gics;
    private final Lpis lpis;
    /** Whether a vCPU passed its first run. Guarded by the life-cycle lock. */
    private boolean validated;

    private final FrameAddress distributor = new FrameAddress(Frame.GICV3_DISTRIBUTOR.size(), ALIGNMENT);
    private final RedistributorRegions regions;
    private volatile FramePlacement placement = FramePlacement.NONE;

    /** Made by the graph. */
    @Inject
    public VgicV3(
            VirtualMachineConfiguration configuration,
            VcpuTable vcpus,
            LifecycleLock lifecycle,
            Gicv3Component.Factory gics,
            Lpis lpis) {
        super(vcpus, lifecycle);
        this.configuration = configuration;
        this.vcpus = vcpus;
        this.lifecycle = lifecycle;
        this.gics = gics;
        this.lpis = lpis;
        regions = new RedistributorRegions(configuration.addressBits(), distributor);
    }

    @Override
    Gicv3 build(Geometry geometry, EmulatedVcpu[] all) {
        Redistributor[] redistributors = new Redistributor[all.length];
        for (int i = 0; i < all.length; i++) {
            redistributors[i] = all[i].redistributor();
        }
        Gicv3 gic = gics.create(geometry, redistributors).gic();
        gic.route(vcpus::affinities);
        gic.place(placement);
        lpis.attach(redistributors);
        return gic;
    }

    @Override
    @Nullable Gicv3 demand() {
        return initialized();
    }

    @Override
    Device open(Gate gate) {
        return new Gicv3Device(gate, vcpus, this);
    }

    /** The address of the distributor, or all ones. */
    public long distributorAddress() {
        return distributor.address();
    }

    /**
     * Sets the address of the distributor.
     *
     * @param address guest physical address
     * @return 0; EEXIST, EINVAL or E2BIG
     */
    public int setDistributorAddress(long address) {
        lifecycle.lock();
        try {
            int errno = distributor.set(address, configuration.addressBits());
            publish();
            return errno;
        } finally {
            lifecycle.unlock();
        }
    }

    /** The address of the first redistributor region, or all ones. */
    public long redistributorAddress() {
        lifecycle.lock();
        try {
            return regions.firstBase();
        } finally {
            lifecycle.unlock();
        }
    }

    /**
     * Sets the address of the legacy region, which grows with the vCPUs.
     *
     * @param address guest physical address
     * @return 0; EEXIST, EINVAL or E2BIG
     */
    public int setRedistributorAddress(long address) {
        return addRegion(0, address, 0);
    }

    /**
     * A redistributor region as its attribute has it.
     *
     * @param word its index in bits 7 to 0
     * @return base, count and index, or {@link #NO_REGION}
     */
    public long region(long word) {
        lifecycle.lock();
        try {
            return regions.describe((int) word & REGION_INDEX);
        } finally {
            lifecycle.unlock();
        }
    }

    /**
     * Adds a redistributor region.
     *
     * @param word count in bits 63 to 52, base in bits 51 to 16, flags in bits 15 to 12, index in bits 11 to 0
     * @return 0; EINVAL or E2BIG
     */
    public int setRegion(long word) {
        int count = (int) (word >>> 52);
        return count == 0 || (word & REGION_FLAGS) != 0
                ? Errno.EINVAL
                : addRegion((int) word & REGION_INDEX, word & REGION_BASE, count);
    }

    private int addRegion(int index, long base, int count) {
        lifecycle.lock();
        try {
            int errno = regions.add(index, base, count, vcpus.size());
            publish();
            return errno;
        } finally {
            lifecycle.unlock();
        }
    }

    /**
     * Saves the pending tables of LPIs.
     *
     * @return 0, ENXIO where the controller is not initialised, EFAULT for a table that is not in guest memory
     */
    public int savePendingTables() {
        return initialized() == null ? Errno.ENXIO : lpis.savePendingTables();
    }

    private void publish() {
        placement = regions.placement();
        Gicv3 gic = initialized();
        if (gic != null) {
            gic.place(placement);
        }
    }

    @Override
    boolean claims(long address) {
        return placement.claims(address);
    }

    /**
     * In the kernel's order: every vCPU has a redistributor, the distributor an address, nothing overlaps, INIT. Once a
     * vCPU has run, frames are not looked at again: a region that is added then may overlap.
     */
    @Override
    int validate() {
        lifecycle.lock();
        try {
            if (validated) {
                return Errno.OK;
            }
            if (!regions.areComplete(vcpus.size()) || !distributor.isSet()) {
                return Errno.ENXIO;
            }
            if (!regions.isValid(vcpus.size())) {
                return Errno.EINVAL;
            }
            if (initialized() == null) {
                return Errno.EBUSY;
            }
            validated = true;
            return Errno.OK;
        } finally {
            lifecycle.unlock();
        }
    }

    @Override
    int reserve() {
        if (!exists()) {
            return Errno.OK;
        }
        int errno = regions.reserve(vcpus.size());
        // What is taken stays so where the vCPU is then refused (DEV-23), and shows in GICR_TYPER.Last.
        publish();
        return errno;
    }

    @Override
    void adopt(EmulatedVcpu vcpu) {
        regions.give(vcpu.index().value());
        publish();
    }

    /** A controller that is being initialised meanwhile has the new ones already, or is seen here. */
    @Override
    void affinitiesChanged() {
        Gicv3 gic;
        lifecycle.lock();
        try {
            gic = initialized();
        } finally {
            lifecycle.unlock();
        }
        if (gic != null) {
            gic.route(vcpus::affinities);
        }
    }
}

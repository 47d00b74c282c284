package org.gic4j.emulated.machine;

import jakarta.inject.Inject;
import org.gic4j.api.Errno;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.Device;
import org.gic4j.api.registers.Frame;
import org.gic4j.api.registers.Geometry;
import org.gic4j.emulated.attribute.Gicv2Device;
import org.gic4j.emulated.gicv2.CpuInterface;
import org.gic4j.emulated.gicv2.Gicv2;
import org.gic4j.emulated.wiring.Gicv2Component;
import org.gic4j.emulated.wiring.MachineScope;

/** A VGICv2: two frames, and the first access that needs it initialises it. */
@MachineScope
public final class VgicV2 extends Vgic<Gicv2> {
    private static final int PAGE = 0x1000;

    private final VirtualMachineConfiguration configuration;
    private final VcpuTable vcpus;
    private final LifecycleLock lifecycle;
    private final Gicv2Component.Factory gics;
    private final FrameAddress distributor = new FrameAddress(Frame.GICV2_DISTRIBUTOR.size(), PAGE);
    private final FrameAddress cpuInterface = new FrameAddress(Frame.GICV2_CPU_INTERFACE.size(), PAGE);

    /** Made by the graph. */
    @Inject
    public VgicV2(
            VirtualMachineConfiguration configuration,
            VcpuTable vcpus,
            LifecycleLock lifecycle,
            Gicv2Component.Factory gics) {
        super(vcpus, lifecycle);
        this.configuration = configuration;
        this.vcpus = vcpus;
        this.lifecycle = lifecycle;
        this.gics = gics;
    }

    @Override
    Gicv2 build(Geometry geometry, EmulatedVcpu[] all) {
        CpuInterface[] cpus = new CpuInterface[all.length];
        for (int i = 0; i < all.length; i++) {
            cpus[i] = all[i].gicv2CpuInterface();
        }
        return gics.create(geometry, cpus).gic();
    }

    @Override
    Gicv2 demand() {
        return initialize();
    }

    @Override
    Device open(Gate gate) {
        return new Gicv2Device(gate, vcpus, this);
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

    @Override
    boolean claims(long address) {
        return distributor.contains(address) || cpuInterface.contains(address);
    }

    /** Both frames have addresses and do not overlap; initialises what was not. */
    @Override
    int validate() {
        if (!distributor.isSet() || !cpuInterface.isSet()) {
            return Errno.ENXIO;
        }
        if (distributor.overlaps(cpuInterface)) {
            return Errno.EINVAL;
        }
        initialize().place(distributor.address(), cpuInterface.address());
        return Errno.OK;
    }

    @Override
    int reserve() {
        return Errno.OK;
    }

    @Override
    void adopt(EmulatedVcpu vcpu) {
        // Its part of the controller is made when that is initialised.
    }

    @Override
    void affinitiesChanged() {
        // A GICv2 has no affinities.
    }

    private FrameAddress of(Frame frame) {
        return frame == Frame.GICV2_DISTRIBUTOR ? distributor : cpuInterface;
    }
}

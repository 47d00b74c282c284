package org.gic4j.emulated.machine;

import jakarta.inject.Inject;
import java.util.Arrays;
import org.gic4j.api.Errno;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.device.Device;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.emulated.attribute.ItsDevice;
import org.gic4j.emulated.controller.InterruptController;
import org.gic4j.emulated.its.Its;
import org.gic4j.emulated.its.Processors;
import org.gic4j.emulated.lpi.Lpis;
import org.gic4j.emulated.wiring.MachineScope;
import org.jspecify.annotations.Nullable;

/** The ITSs of a virtual machine, in the order in which they were created, and messages to them (CONTRACT 8). */
@MachineScope
public final class TranslationServices {
    private static final VgicIts[] NONE = {};
    private static final int VALID_DEVICE_ID = 1;

    private final VirtualMachineConfiguration configuration;
    private final Gate gate;
    private final LifecycleLock lifecycle;
    private final VcpuTable vcpus;
    private final Vgic<?> vgic;
    private final GuestMemory memory;
    private final Lpis lpis;
    private volatile VgicIts[] all = NONE;

    /** Made by the graph. */
    @Inject
    public TranslationServices(
            VirtualMachineConfiguration configuration,
            Gate gate,
            LifecycleLock lifecycle,
            VcpuTable vcpus,
            Vgic<?> vgic,
            GuestMemory memory,
            Lpis lpis) {
        this.configuration = configuration;
        this.gate = gate;
        this.lifecycle = lifecycle;
        this.vcpus = vcpus;
        this.vgic = vgic;
        this.memory = memory;
        this.lpis = lpis;
    }

    /** Makes an ITS, under the life-cycle lock. From then on the virtual machine has LPIs. */
    Device create() {
        VgicIts its = new VgicIts(new Its(memory, lpis, this::indexOf), lifecycle, configuration.addressBits());
        VgicIts[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = its;
        lpis.appear();
        all = more;
        return new ItsDevice(gate, vcpus, this, its);
    }

    private int indexOf(int processor) {
        EmulatedVcpu vcpu = vcpus.withId(processor);
        return vcpu == null ? Processors.NONE : vcpu.index().value();
    }

    /** Whether there is one. */
    boolean exist() {
        return all.length != 0;
    }

    /**
     * The ITS whose frames an address lies in.
     *
     * @param address guest physical address
     */
    @Nullable VgicIts at(long address) {
        VgicIts[] now = all;
        for (int i = 0; i < now.length; i++) {
            if (now[i].contains(address)) {
                return now[i];
            }
        }
        return null;
    }

    /** See {@link org.gic4j.api.VirtualMachine#trySignalMsi}. */
    int signal(long address, int data, int flags, int deviceId) {
        int closed = gate.errno();
        if (closed != Errno.OK) {
            return -closed;
        }
        if (!vgic.exists() || (flags & ~VALID_DEVICE_ID) != 0) {
            return -Errno.EINVAL;
        }
        if (!exist()) {
            return -Errno.ENODEV;
        }
        VgicIts to = at(address);
        if (to == null) {
            return -Errno.EINVAL;
        }
        int result = to.its().signal(deviceId, data, (flags & VALID_DEVICE_ID) != 0);
        tell();
        return result;
    }

    /** Tells of outputs that LPIs have changed. To be called without a lock held. */
    public void tell() {
        InterruptController gic = vgic.initialized();
        if (gic != null) {
            gic.tell();
        }
    }

    /** How many of guests' accesses nothing took. */
    long ignoredAccesses() {
        return Arrays.stream(all).mapToLong(its -> its.frame().ignoredAccesses()).sum();
    }

    /** Takes the locks of all, under the life-cycle lock; {@link #resume} is to be given what this returns. */
    VgicIts[] quiesce() {
        VgicIts[] now = all;
        for (VgicIts its : now) {
            its.its().lock().lock();
        }
        return now;
    }

    /** Ends what {@link #quiesce} began, in the same thread. */
    static void resume(VgicIts[] quiesced) {
        for (VgicIts its : quiesced) {
            its.its().lock().unlock();
        }
    }
}

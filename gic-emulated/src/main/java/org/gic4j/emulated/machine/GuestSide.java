package org.gic4j.emulated.machine;

import jakarta.inject.Inject;
import org.gic4j.api.Errno;
import org.gic4j.api.GicException;
import org.gic4j.api.Refusal;
import org.gic4j.api.guest.GuestAccess;
import org.gic4j.api.guest.LineLevels;
import org.gic4j.api.guest.OutputListener;
import org.gic4j.api.registers.InterruptProperty;
import org.gic4j.emulated.controller.InterruptController;
import org.gic4j.emulated.delivery.OutputNotifier;
import org.gic4j.emulated.wiring.MachineScope;
import org.jspecify.annotations.Nullable;

/** The guest's side of a virtual machine: finds the frame of an address, and lets a vCPU run for the first time. */
@MachineScope
public final class GuestSide implements GuestAccess, LineLevels {
    private final Gate gate;
    private final VcpuTable vcpus;
    private final Vgic<?> vgic;
    private final TranslationServices translation;
    private final FirstRun firstRun;
    private final OutputNotifier notifier;

    /** Made by the graph. */
    @Inject
    public GuestSide(
            Gate gate,
            VcpuTable vcpus,
            Vgic<?> vgic,
            TranslationServices translation,
            FirstRun firstRun,
            OutputNotifier notifier) {
        this.gate = gate;
        this.vcpus = vcpus;
        this.vgic = vgic;
        this.translation = translation;
        this.firstRun = firstRun;
        this.notifier = notifier;
    }

    @Override
    public boolean claims(long address) {
        return vgic.claims(address) || translation.at(address) != null;
    }

    @Override
    public long read(int vcpuIndex, long address, int bytes) {
        InterruptController gic = enter(vcpuIndex);
        VgicIts its = translation.at(address);
        return its == null
                ? gic.readGuest(vcpuIndex, address, bytes)
                : its.frame().readGuest(its.offset(address), bytes);
    }

    @Override
    public void write(int vcpuIndex, long address, int bytes, long value) {
        InterruptController gic = enter(vcpuIndex);
        VgicIts its = translation.at(address);
        if (its == null) {
            gic.writeGuest(vcpuIndex, address, bytes, value);
        } else {
            its.frame().writeGuest(its.offset(address), bytes, value);
            gic.tell();
        }
    }

    @Override
    public long readSystemRegister(int vcpuIndex, int encoding) {
        return enter(vcpuIndex).readSystemRegister(vcpuIndex, encoding);
    }

    @Override
    public void writeSystemRegister(int vcpuIndex, int encoding, long value) {
        enter(vcpuIndex).writeSystemRegister(vcpuIndex, encoding, value);
    }

    @Override
    public int outputs(int vcpuIndex) {
        if (vcpus.atIndex(vcpuIndex) == null) {
            throw noSuchVcpu(vcpuIndex);
        }
        InterruptController gic = vgic.initialized();
        return gic == null ? 0 : gic.outputs(vcpuIndex);
    }

    @Override
    public void onOutputChange(@Nullable OutputListener newListener) {
        notifier.listen(newListener, vcpus.size(), this::outputs);
    }

    @Override
    public long ignoredAccesses() {
        InterruptController gic = vgic.initialized();
        return gic == null ? 0 : gic.ignoredAccesses() + translation.ignoredAccesses();
    }

    @Override
    public int lines(int vcpuIndex, int word) {
        return input(InterruptProperty.LINE, vcpuIndex, word);
    }

    @Override
    public int latches(int vcpuIndex, int word) {
        return input(InterruptProperty.LATCH, vcpuIndex, word);
    }

    private int input(InterruptProperty property, int vcpuIndex, int word) {
        gate.check();
        InterruptController gic = vgic.initialized();
        if (gic == null) {
            return 0;
        }
        if (word < 0 || word >= gic.geometry().interrupts() / Integer.SIZE) {
            throw new GicException(Errno.EINVAL, "there is no word " + word + " of interrupt lines");
        }
        if (word == 0 && vcpus.atIndex(vcpuIndex) == null) {
            throw noSuchVcpu(vcpuIndex);
        }
        return gic.readInput(property, vcpuIndex, word);
    }

    /** What every access passes: the gate, the vCPU, its first run, and what is done when it leaves the guest for it. */
    private InterruptController enter(int vcpuIndex) {
        InterruptController gic = vgic.initialized();
        if (gic != null && gic.isSettled(vcpuIndex) && gate.errno() == Errno.OK) {
            return gic;
        }
        return enterFirst(vcpuIndex, vcpus.atIndex(vcpuIndex));
    }

    private InterruptController enterFirst(int vcpuIndex, @Nullable EmulatedVcpu vcpu) {
        gate.check();
        if (vcpu == null) {
            throw noSuchVcpu(vcpuIndex);
        }
        if (!vgic.exists()) {
            throw new GicException(
                    Errno.ENXIO, "the virtual machine has no interrupt controller; create a device before the guest runs");
        }
        int errno = firstRun.of(vcpu);
        firstRun.tell();
        if (errno != Errno.OK) {
            throw Refusal.ofFirstRun("the first access", errno, vcpu.id());
        }
        InterruptController gic = vgic.initialize();
        gic.leaveGuest(vcpuIndex);
        return gic;
    }

    private GicException noSuchVcpu(int vcpuIndex) {
        return new GicException(
                Errno.EINVAL, "there is no vCPU of index " + vcpuIndex + "; there are " + vcpus.size());
    }
}

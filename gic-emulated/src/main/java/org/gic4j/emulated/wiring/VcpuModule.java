package org.gic4j.emulated.wiring;

import dagger.Module;
import dagger.Provides;
import org.gic4j.api.GicProfile;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.emulated.delivery.Arbiter;
import org.gic4j.emulated.delivery.BriefLock;
import org.gic4j.emulated.delivery.OutputNotifier;
import org.gic4j.emulated.gicv2.CpuInterface;
import org.gic4j.emulated.gicv3.Redistributor;
import org.gic4j.emulated.interrupt.PrivateInterrupts;
import org.gic4j.emulated.interrupt.RedistributorInterrupts;

/** A vCPU's part of an interrupt controller: of a GICv2 or of a GICv3, whichever is asked for. */
@Module
interface VcpuModule {
    @Provides
    @VcpuScope
    static Arbiter arbiter(GicProfile profile) {
        return new Arbiter(profile.priorityBits());
    }

    @Provides
    @VcpuScope
    static PrivateInterrupts interrupts(Arbiter arbiter, GicProfile profile, VcpuId id, VcpuIndex index) {
        return new PrivateInterrupts(arbiter, profile, id.value(), index.value());
    }

    @Provides
    @VcpuScope
    static CpuInterface cpuInterface(
            VcpuIndex index,
            GicProfile profile,
            Arbiter arbiter,
            PrivateInterrupts interrupts,
            OutputNotifier notifier) {
        return new CpuInterface(index.value(), profile, arbiter, interrupts, notifier);
    }

    @Provides
    @VcpuScope
    static Redistributor redistributor(
            VcpuId id, VcpuIndex index, GicProfile profile, OutputNotifier notifier, BriefLock distributorLock) {
        RedistributorInterrupts interrupts = new RedistributorInterrupts(profile);
        BriefLock lock = index.value() == 0 ? distributorLock : new BriefLock();
        return new Redistributor(
                id.value(),
                new org.gic4j.emulated.gicv3.CpuInterface(index.value(), profile.gicv3(), interrupts, notifier, lock),
                profile.gicv3());
    }
}

package org.gic4j.emulated.wiring;

import dagger.Module;
import dagger.Provides;
import java.util.concurrent.atomic.LongAdder;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Geometry;
import org.gic4j.emulated.delivery.OutputNotifier;
import org.gic4j.emulated.gicv2.CpuInterface;
import org.gic4j.emulated.gicv2.CpuInterfaceFrame;
import org.gic4j.emulated.gicv2.DistributorFrame;
import org.gic4j.emulated.gicv2.Gicv2;
import org.gic4j.emulated.interrupt.SharedInterrupts;

/** The shared parts of a GICv2. */
@Module
interface Gicv2Module {
    /** Counts a guest's accesses that nothing takes. */
    @Provides
    @Gicv2Scope
    static LongAdder ignored() {
        return new LongAdder();
    }

    @Provides
    @Gicv2Scope
    static SharedInterrupts shared(Geometry geometry, GicProfile profile, CpuInterface[] cpus) {
        return new SharedInterrupts(geometry, profile, cpus);
    }

    @Provides
    @Gicv2Scope
    static DistributorFrame distributor(
            Geometry geometry,
            GicProfile profile,
            CpuInterface[] cpus,
            SharedInterrupts shared,
            LongAdder ignored) {
        return new DistributorFrame(geometry, profile, cpus, shared, ignored);
    }

    @Provides
    @Gicv2Scope
    static CpuInterfaceFrame cpuInterface(
            Geometry geometry,
            GicProfile profile,
            SharedInterrupts shared,
            DistributorFrame distributor,
            LongAdder ignored) {
        return new CpuInterfaceFrame(geometry, profile, shared, distributor, ignored);
    }

    @Provides
    @Gicv2Scope
    static Gicv2 gic(
            Geometry geometry,
            CpuInterface[] cpus,
            SharedInterrupts shared,
            DistributorFrame distributor,
            CpuInterfaceFrame cpuInterface,
            OutputNotifier notifier,
            LongAdder ignored) {
        return new Gicv2(geometry, cpus, shared, distributor, cpuInterface, notifier, ignored);
    }
}

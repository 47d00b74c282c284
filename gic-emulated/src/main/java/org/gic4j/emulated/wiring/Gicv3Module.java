package org.gic4j.emulated.wiring;

import dagger.Module;
import dagger.Provides;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.gic4j.api.GicProfile;
import org.gic4j.api.registers.Geometry;
import org.gic4j.emulated.delivery.BriefLock;
import org.gic4j.emulated.delivery.OutputNotifier;
import org.gic4j.emulated.delivery.Recipient;
import org.gic4j.emulated.gicv3.DistributorFrame;
import org.gic4j.emulated.gicv3.Gicv3;
import org.gic4j.emulated.gicv3.InterruptHandling;
import org.gic4j.emulated.gicv3.Redistributor;
import org.gic4j.emulated.gicv3.RedistributorFrames;
import org.gic4j.emulated.gicv3.RedistributorRegisters;
import org.gic4j.emulated.gicv3.SoftwareInterrupts;
import org.gic4j.emulated.gicv3.SystemRegisterAttributes;
import org.gic4j.emulated.gicv3.SystemRegisters;
import org.gic4j.emulated.gicv3.Topology;
import org.gic4j.emulated.interrupt.RoutedInterrupts;
import org.gic4j.emulated.lpi.ConfigurationTables;
import org.gic4j.emulated.lpi.Lpis;
import org.gic4j.emulated.registers.Identification;

/** The shared parts of a GICv3. */
@Module
interface Gicv3Module {
    /** Counts a guest's accesses that nothing takes. */
    @Provides
    @Gicv3Scope
    static LongAdder ignored() {
        return new LongAdder();
    }

    @Provides
    @Gicv3Scope
    static Topology topology() {
        return new Topology();
    }

    @Provides
    @Gicv3Scope
    static Identification identification(GicProfile profile) {
        return new Identification(profile);
    }

    @Provides
    @Gicv3Scope
    static RoutedInterrupts shared(Geometry geometry, GicProfile profile, Redistributor[] redistributors) {
        Recipient[] recipients =
                Arrays.stream(redistributors).map(Redistributor::cpu).toArray(Recipient[]::new);
        return new RoutedInterrupts(geometry, profile, recipients);
    }

    @Provides
    @Gicv3Scope
    static DistributorFrame distributor(
            Geometry geometry,
            GicProfile profile,
            Redistributor[] redistributors,
            RoutedInterrupts shared,
            Lpis lpis,
            Identification identification,
            LongAdder ignored,
            BriefLock lock) {
        return new DistributorFrame(geometry, profile, redistributors, shared, lpis, identification, ignored, lock);
    }

    @Provides
    @Gicv3Scope
    static RedistributorFrames redistributorFrames(
            Geometry geometry,
            GicProfile profile,
            Identification identification,
            Topology topology,
            ConfigurationTables configurationTables,
            Lpis lpis,
            LongAdder ignored,
            BriefLock lock) {
        RedistributorRegisters registers = new RedistributorRegisters(
                profile.gicv3(), identification, topology, configurationTables, lpis, lock);
        return new RedistributorFrames(geometry, profile, registers, ignored);
    }

    @Provides
    @Gicv3Scope
    static InterruptHandling handling(RoutedInterrupts shared, Lpis lpis, DistributorFrame distributor) {
        return new InterruptHandling(shared, lpis, distributor);
    }

    @Provides
    @Gicv3Scope
    static SystemRegisters systemRegisters(
            Geometry geometry,
            GicProfile profile,
            InterruptHandling handling,
            Redistributor[] redistributors,
            Topology topology,
            LongAdder ignored) {
        return new SystemRegisters(
                geometry,
                profile,
                handling,
                new SoftwareInterrupts(redistributors, topology),
                ignored);
    }

    @Provides
    @Gicv3Scope
    static Gicv3 gic(
            Geometry geometry,
            GicProfile profile,
            Topology topology,
            Redistributor[] redistributors,
            RoutedInterrupts shared,
            Lpis lpis,
            DistributorFrame distributor,
            RedistributorFrames redistributorFrames,
            SystemRegisters systemRegisters,
            InterruptHandling handling,
            OutputNotifier notifier,
            LongAdder ignored) {
        return new Gicv3(
                geometry,
                topology,
                redistributors,
                shared,
                lpis,
                distributor,
                redistributorFrames,
                systemRegisters,
                new SystemRegisterAttributes(geometry, profile, handling),
                notifier,
                ignored);
    }
}

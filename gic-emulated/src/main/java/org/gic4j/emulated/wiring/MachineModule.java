package org.gic4j.emulated.wiring;

import dagger.Module;
import dagger.Provides;
import jakarta.inject.Provider;
import org.gic4j.api.GicProfile;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.guest.MappedMemory;
import org.gic4j.emulated.delivery.BriefLock;
import org.gic4j.emulated.delivery.OutputNotifier;
import org.gic4j.emulated.lpi.ConfigurationTables;
import org.gic4j.emulated.lpi.Lpis;
import org.gic4j.emulated.machine.Vgic;
import org.gic4j.emulated.machine.VgicV2;
import org.gic4j.emulated.machine.VgicV3;

/** Parts of a virtual machine that are not made by injection alone. */
@Module(subcomponents = {VcpuComponent.class, Gicv2Component.class, Gicv3Component.class})
interface MachineModule {
    @Provides
    static GicProfile profile(VirtualMachineConfiguration configuration) {
        return configuration.profile();
    }

    @Provides
    @MachineScope
    static GuestMemory memory(VirtualMachineConfiguration configuration) {
        return new MappedMemory(configuration.addressBits());
    }

    /** The distributor's lock. It guards LPIs, of which there may be some before a distributor is initialised. */
    @Provides
    @MachineScope
    static BriefLock distributorLock() {
        return new BriefLock();
    }

    @Provides
    @MachineScope
    static ConfigurationTables configurationTables(VirtualMachineConfiguration configuration) {
        return new ConfigurationTables(
                configuration.profile().gicv3(), configuration.host().maximumVcpus());
    }

    @Provides
    @MachineScope
    static Lpis lpis(GuestMemory memory, ConfigurationTables configuration, BriefLock distributorLock) {
        return new Lpis(memory, configuration, distributorLock);
    }

    @Provides
    @MachineScope
    static OutputNotifier notifier(VirtualMachineConfiguration configuration) {
        return new OutputNotifier(configuration.host().maximumVcpus());
    }

    /** The kind of host decides which interrupt controller its virtual machines can have. */
    @Provides
    @MachineScope
    static Vgic<?> vgic(VirtualMachineConfiguration configuration, Provider<VgicV2> gicv2, Provider<VgicV3> gicv3) {
        return switch (configuration.host()) {
            case GICV2 -> gicv2.get();
            case GICV3 -> gicv3.get();
        };
    }
}

package org.gic4j.emulated.wiring;

import dagger.Module;
import dagger.Provides;
import org.gic4j.api.GicProfile;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.api.guest.GuestMemory;
import org.gic4j.api.guest.MappedMemory;
import org.gic4j.emulated.gicv2.OutputNotifier;

/** Parts of a virtual machine that are not made by injection alone. */
@Module(subcomponents = {VcpuComponent.class, Gicv2Component.class})
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

    @Provides
    @MachineScope
    static OutputNotifier notifier(VirtualMachineConfiguration configuration) {
        return new OutputNotifier(configuration.host().maximumVcpus());
    }
}

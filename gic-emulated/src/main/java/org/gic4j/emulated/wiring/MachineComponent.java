package org.gic4j.emulated.wiring;

import dagger.BindsInstance;
import dagger.Component;
import org.gic4j.api.VirtualMachineConfiguration;
import org.gic4j.emulated.machine.EmulatedMachine;

/** What lives as long as a virtual machine. */
@MachineScope
@Component(modules = MachineModule.class)
public interface MachineComponent {
    /** The virtual machine. */
    EmulatedMachine machine();

    /** Makes the graph of a virtual machine. */
    @Component.Factory
    interface Factory {
        /**
         * Makes a graph.
         *
         * @param configuration what the virtual machine is made with
         */
        MachineComponent create(@BindsInstance VirtualMachineConfiguration configuration);
    }
}

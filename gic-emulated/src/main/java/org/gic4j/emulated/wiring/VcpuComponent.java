package org.gic4j.emulated.wiring;

import dagger.BindsInstance;
import dagger.Subcomponent;
import org.gic4j.api.VcpuId;
import org.gic4j.api.VcpuIndex;
import org.gic4j.emulated.machine.EmulatedVcpu;

/** What lives as long as a vCPU. */
@VcpuScope
@Subcomponent(modules = VcpuModule.class)
public interface VcpuComponent {
    /** The vCPU. */
    EmulatedVcpu vcpu();

    /** Makes the graph of a vCPU. */
    @Subcomponent.Factory
    interface Factory {
        /**
         * Makes a graph.
         *
         * @param id the vCPU's id
         * @param index its creation index
         */
        VcpuComponent create(@BindsInstance VcpuId id, @BindsInstance VcpuIndex index);
    }
}
